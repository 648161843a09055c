"""The taps on a campaign's links: opened, where the platform tells, and "I did it"."""

from typing import Annotated

from bot.core.campaigns.link_taps import LinkTap, LinkTaps
from bot.identity import Identity
from bot.kit.cards.reply import Button, Card
from bot.kit.dispatch.identities import make_invocation
from bot.kit.invocation import Invocation
from bot.kit.options import Answer, Opt
from bot.kit.spec import action

LinkCampaign = Annotated[str, Opt("Campaign of the link")]
WhichLink = Annotated[str, Opt("Link of the campaign")]


class LinkTapsCog:
    """Counts taps."""

    def __init__(self, taps: LinkTaps) -> None:
        self._taps = taps

    @action("link.opened", identifies=True)
    async def count_opened(self, inv: Invocation, campaign: LinkCampaign, link: WhichLink) -> Answer:
        """Count that somebody opened a link."""
        read, _, identity = await self._count(inv, campaign, link, LinkTap.OPENED)
        return Answer(Card(body=read.words.m("tap.opened")), identity)

    @action("link.done", identifies=True)
    async def count_done(self, inv: Invocation, campaign: LinkCampaign, link: WhichLink) -> Answer:
        """Count that somebody says they did what a link asks for."""
        read, is_new, identity = await self._count(inv, campaign, link, LinkTap.DONE)
        words = read.words
        buttons = (
            Button(words.t("button.actions"), "actions"),
            Button(words.t("tap.back"), "link.undone", {"campaign": campaign, "link": link}),
        )
        return Answer(
            Card(words.t("tap.title"), words.m("tap.done" if is_new else "tap.again"), buttons=buttons), identity
        )

    @action("link.undone")
    async def take_back(self, inv: Invocation, campaign: LinkCampaign, link: WhichLink) -> Card:
        """Take back that somebody did it."""
        is_gone = await self._taps.take_back(inv.caller, campaign, link)
        key = "tap.undone" if is_gone else "tap.not_counted"
        return Card(body=inv.words.m(key), buttons=(Button(inv.words.t("button.actions"), "actions"),))

    async def _count(
        self, inv: Invocation, campaign: str, link: str, kind: LinkTap
    ) -> tuple[Invocation, bool, Identity]:
        """Count a tap. Returns the request in the caller's language, and whether the tap is new."""
        is_new, identity = await self._taps.identify_and_add(
            inv.caller, inv.envelope.manages, campaign, link, kind, inv.at
        )
        return make_invocation(inv.envelope, identity, private=True), is_new, identity
