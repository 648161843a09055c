"""Which options of a form the words take that somebody typed before it opened."""

from typing import Annotated

import pytest

from bot.identity import Identity
from bot.kit.cards.reply import Card, Choice
from bot.kit.dispatch.identities import make_invocation
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.registry import collect
from bot.kit.spec import accepts, command, suggest
from bot.kit.words.resolve import settle_guess
from tests.kit.sample import envelope

CLUBS = ("North", "South")


class ClubCog:
    """A command about a club, its neighbor, and clubs that only a key or a button names."""

    @command("club join", unless=("club",))
    async def join(
        self,
        inv: Invocation,
        club: Annotated[str | None, Opt("The club", suggest="clubs", accepts="clubs")] = None,
        neighbor: Annotated[str | None, Opt("Its neighbor", suggest="clubs", accepts="clubs")] = None,
        rival: Annotated[str | None, Opt("Its rival", suggest="clubs", accepts="clubs", keyed=True)] = None,
    ) -> Card:
        """Join a club."""
        return Card("Joined")

    @suggest("clubs")
    async def suggest_clubs(self, inv: Invocation, typed: str) -> tuple[Choice, ...]:
        """All clubs."""
        return tuple(Choice(name.lower(), name) for name in CLUBS)

    @accepts("clubs")
    async def accept_clubs(self, inv: Invocation, runs: tuple[str, ...], parts: bool) -> frozenset[str]:
        """The names of clubs."""
        return frozenset(runs).intersection(CLUBS)


@pytest.mark.parametrize(
    ("typed", "taken", "placed"),
    [
        ("North", (), {"club": "North"}),
        ("North", ("club",), {"neighbor": "North"}),
        ("North", ("club", "neighbor"), {}),
        ("North South", (), {"club": "North", "neighbor": "South"}),
        ("North South", ("neighbor",), {"club": "North"}),
        ("Nort", (), {"club": "north"}),
        ("Nort", ("club",), {"neighbor": "north"}),
        ("Nort", ("club", "neighbor"), {}),
    ],
)
async def test_words_fill_only_free_options_that_need_no_key(
    typed: str, taken: tuple[str, ...], placed: dict[str, str]
) -> None:
    registry = collect(ClubCog())
    inv = make_invocation(envelope(), Identity(), private=True)
    found, _ = await settle_guess(registry, registry.commands["club join"], inv, typed.split(), taken)
    assert found == placed
