"""Suggestions while somebody chooses whom people call: members of Congress and committees."""

from collections.abc import Iterator

from bot.core.congress.committee_names import list_committees
from bot.core.congress.congress import Congress
from bot.core.directory.members import Directory
from bot.kit.cards.labels import make_choices
from bot.kit.cards.reply import CHOICES, Choice
from bot.kit.invocation import Invocation
from bot.kit.spec import suggest
from bot.text import matches


class TargetSuggestionsCog:
    """Suggests members and committees."""

    subject = "campaigns"

    def __init__(self, congress: Congress) -> None:
        self._congress = congress

    @suggest("members")
    async def suggest_members(self, inv: Invocation, typed: str) -> tuple[Choice, ...]:
        """Members of Congress by name, state or id."""
        pairs = _list_members(await self._congress.ensure_directory())
        return make_choices([pair for pair in pairs if matches(typed, *pair)][:CHOICES])

    @suggest("committees")
    async def suggest_committees(self, inv: Invocation, typed: str) -> tuple[Choice, ...]:
        """Committees and subcommittees of Congress by name or id."""
        known = list_committees((await self._congress.ensure_directory()).committee_names)
        return make_choices([pair for pair in known.items() if matches(typed, *pair)][:CHOICES])


def _list_members(directory: Directory) -> Iterator[tuple[str, str]]:
    for member in sorted(directory.members.values(), key=lambda one: (one.last or one.name, one.id)):
        yield member.id, f"{member.name} ({member.district or member.state})"
