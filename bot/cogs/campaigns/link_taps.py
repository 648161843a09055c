"""The taps on a campaign's links: opened, where the platform tells, and "I did it"."""

from typing import Annotated

from bot.core.campaigns.link_taps import LinkTap, LinkTaps
from bot.kit.cards.reply import Button, Card
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.spec import action

LinkCampaign = Annotated[str, Opt("Campaign of the link")]
WhichLink = Annotated[str, Opt("Link of the campaign")]


class LinkTapsCog:
    """Counts taps."""

    def __init__(self, taps: LinkTaps) -> None:
        self._taps = taps

    @action("link.opened")
    async def count_opened(self, inv: Invocation, campaign: LinkCampaign, link: WhichLink) -> Card:
        """Count that somebody opened a link."""
        await self._taps.add(inv.caller, campaign, link, LinkTap.OPENED, inv.at)
        return Card(body=inv.words.m("tap.opened"))

    @action("link.done")
    async def count_done(self, inv: Invocation, campaign: LinkCampaign, link: WhichLink) -> Card:
        """Count that somebody says they did what a link asks for."""
        is_new = await self._taps.add(inv.caller, campaign, link, LinkTap.DONE, inv.at)
        words = inv.words
        buttons = (
            Button(words.t("button.actions"), "actions"),
            Button(words.t("tap.back"), "link.undone", {"campaign": campaign, "link": link}),
        )
        return Card(words.t("tap.title"), words.m("tap.done" if is_new else "tap.again"), buttons=buttons)

    @action("link.undone")
    async def take_back(self, inv: Invocation, campaign: LinkCampaign, link: WhichLink) -> Card:
        """Take back that somebody did it."""
        is_gone = await self._taps.take_back(inv.caller, campaign, link)
        key = "tap.undone" if is_gone else "tap.not_counted"
        return Card(body=inv.words.m(key), buttons=(Button(inv.words.t("button.actions"), "actions"),))
