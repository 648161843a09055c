"""`/link`: two accounts become one person, and part again."""

from typing import Annotated

from bot.core.privacy.link import Linked, Linking
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import Button, Card, Style
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.spec import action, command
from bot.text import fold

UNDO = "undo"  # no code holds a U


class LinkCog:
    """Links accounts."""

    subject = "you"

    def __init__(self, linking: Linking) -> None:
        self._linking = linking

    @command("link")
    async def link(
        self,
        inv: Invocation,
        code: Annotated[str | None, Opt("The code from your other account, or undo", max_length=40)] = None,
    ) -> Card:
        """Join your Discord and Slack accounts, so that your calls count as one person's."""
        if code is None:
            return code_card(inv, await self._linking.make_code(inv.caller, inv.id))
        if fold(code) == UNDO:
            return await self._part(inv)
        return linked_card(inv, await self._linking.join(inv.caller, code, inv.id))

    @action("link.undo")
    async def undo(self, inv: Invocation) -> Card:
        """Part the accounts that were linked last."""
        return await self._part(inv)

    async def _part(self, inv: Invocation) -> Card:
        words, parted = inv.words, await self._linking.part(inv.caller, inv.id)
        return Card(
            words.t("link.title.parted"),
            join(words.m("link.parted", platforms=platforms_named(words, parted)), words.m("link.shared")),
        )


def code_card(inv: Invocation, code: str) -> Card:
    """Show a code and where to type it."""
    words = inv.words
    return Card(
        words.t("link.title.code"),
        join(words.m("link.type", code=code), words.m("link.merges")),
        note=words.m("link.secret"),
    )


def linked_card(inv: Invocation, linked: Linked) -> Card:
    """Say whose calls count together from now on, and how to undo it."""
    words = inv.words
    doubles = words.m("link.doubles", count=linked.doubles) if linked.doubles else Markup()
    return Card(
        words.t("link.title.linked"),
        join(words.m("link.linked", platforms=platforms_named(words, linked.platforms)), doubles),
        buttons=(
            Button(words.t("button.mycalls"), "mycalls"),
            Button(words.t("button.undo"), "link.undo", style=Style.DANGER),
        ),
        note=words.m("link.undo"),
    )


def platforms_named(words: Words, platforms: tuple[str, ...]) -> str:
    """Return platforms as people call them: “Discord, Slack”."""
    return words.list(words.t(f"link.platform.{platform}") for platform in platforms)
