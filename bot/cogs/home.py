"""`/callboard`: the card that everything else is one tap away from, and the list of commands."""

from bot.cogs.parts import goal, script_button, title
from bot.core.overview import Overview, Overviews
from bot.kit.help import help_card
from bot.kit.invocation import Invocation
from bot.kit.reply import Button, Card
from bot.kit.spec import action, command


class HomeCog:
    """The way in."""

    def __init__(self, overviews: Overviews) -> None:
        self._overviews = overviews

    @command("callboard")
    async def callboard(self, inv: Invocation) -> Card:
        """Start here: the open campaign and everything you can do."""
        return home_card(inv, await self._overviews.read(inv.caller, inv.at))

    @action("home")
    async def home(self, inv: Invocation) -> Card:
        """Show the home card."""
        return home_card(inv, await self._overviews.read(inv.caller, inv.at))

    @action("help")
    async def help(self, inv: Invocation) -> Card:
        """List every command."""
        return help_card(inv.registry, inv.words, inv.role)


def home_card(inv: Invocation, overviews: tuple[Overview, ...]) -> Card:
    """Show where somebody stands in the foremost campaign, and the ways on."""
    words = inv.words
    ways = (
        Button(words.t("button.board"), "board"),
        Button(words.t("button.mycalls"), "mycalls"),
        Button(words.t("button.actions"), "actions"),
        Button(words.t("button.profile"), "profile"),
        Button(words.t("button.help"), "help"),
    )
    if not overviews:
        return Card(words.t("home.title"), words.m("campaign.none"), buttons=ways, note=words.m("home.note"))
    first = overviews[0]
    key = "home.left" if first.left else "home.done"
    return Card(
        title=title(inv, first.campaign.file),
        body=words.m(key, count=first.left, targets=first.targets),
        progress=goal(words, first.total, first.campaign.file.goal),
        buttons=(script_button(inv, first.campaign.id), Button(words.t("button.log"), "log"), *ways),
        note=words.m("home.note"),
    )
