"""`/link`: links two accounts into one person, and undoes the last link."""

from typing import Annotated

from bot.core.privacy.link import Linking, LinkReceipt
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import Button, Card, Style
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.spec import action, command
from bot.text import fold

UNDO = "undo"  # no code contains a U


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
            return draw_code_card(inv, await self._linking.make_code(inv.caller, inv.id))
        if fold(code) == UNDO:
            return await self._unlink(inv)
        return draw_link_card(inv, await self._linking.join(inv.caller, code, inv.id))

    @action("link.undo")
    async def undo(self, inv: Invocation) -> Card:
        """Undo the last link."""
        return await self._unlink(inv)

    async def _unlink(self, inv: Invocation) -> Card:
        words, platforms = inv.words, await self._linking.unlink(inv.caller, inv.id)
        return Card(
            words.t("link.title.parted"),
            join(words.m("link.parted", platforms=name_platforms(words, platforms)), words.m("link.shared")),
        )


def draw_code_card(inv: Invocation, code: str) -> Card:
    """Show a code and where to type it."""
    words = inv.words
    return Card(
        words.t("link.title.code"),
        join(words.m("link.type", code=code), words.m("link.merges")),
        note=words.m("link.secret"),
    )


def draw_link_card(inv: Invocation, linked: LinkReceipt) -> Card:
    """Confirm a link, and offer to undo it."""
    words = inv.words
    doubles = words.m("link.doubles", count=linked.doubles) if linked.doubles else Markup()
    fields = words.list(words.t(f"profile.{name}") for name in linked.kept)
    kept = words.m("link.kept", fields=fields) if linked.kept else Markup()
    edit = (Button(words.t("button.edit"), "profile"),) if linked.kept else ()
    return Card(
        words.t("link.title.linked"),
        join(words.m("link.linked", platforms=name_platforms(words, linked.platforms)), doubles, kept),
        buttons=(
            *edit,
            Button(words.t("button.mycalls"), "mycalls"),
            Button(words.t("button.undo"), "link.undo", style=Style.DANGER),
        ),
        note=words.m("link.undo"),
    )


def name_platforms(words: Words, platforms: tuple[str, ...]) -> str:
    """The names of platforms as a list: “Discord, Slack”."""
    return words.list(words.t(f"link.platform.{platform}") for platform in platforms)
