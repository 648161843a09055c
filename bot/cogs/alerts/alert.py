"""`/alert`: a call to action written, looked at, sent to every channel once, and followed from there."""

from collections.abc import Mapping
from typing import Annotated

from bot.cogs.alerts.alert_cards import cancel_card, confirmed_card, detail_card, preview_card, review_card
from bot.cogs.alerts.alert_list import ROWS, edit_button, list_card
from bot.cogs.alerts.channel_access import Reaching
from bot.cogs.alerts.posted_card import posted_card
from bot.cogs.shared.paging import PageNumber, page
from bot.core.alerts.alert_drafts import AlertDrafts
from bot.core.alerts.alert_operations import AlertDesk
from bot.core.alerts.alert_reader import Detail
from bot.core.alerts.alerts import Alerts
from bot.core.base.statuses import AlertStatus
from bot.errors import UserError
from bot.kit.cards.reply import Card
from bot.kit.direct_messages import DirectMessages
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.spec import action, command
from bot.roles import Role

_REFERENCE = Opt("The alert's short reference, like 4F7K-92MD")
AlertWord = Annotated[str, _REFERENCE]
WhichAlert = Annotated[str, Opt("The alert")]
WhichDelivery = Annotated[str, Opt("The alert in one channel")]


class AlertCog:
    """Sends alerts."""

    subject = "alerts"

    def __init__(
        self,
        alerts: Alerts,
        desk: AlertDesk,
        drafts: AlertDrafts,
        reaching: Reaching,
        messages: DirectMessages,
        zone: str,
    ) -> None:
        self._alerts = alerts
        self._desk = desk
        self._drafts = drafts
        self._zone = zone  # of whoever's the platform doesn't tell
        self._reaching = reaching
        self._messages = messages

    @command("alert list", role=Role.COORDINATOR)
    @action("alert.page", role=Role.COORDINATOR)
    @action("alert.all", role=Role.COORDINATOR)
    async def list(self, inv: Invocation, page: PageNumber = None) -> Card:
        """See what became of the last alerts, and what still needs you."""
        return await self._list(inv, page or 1)

    @command("alert cancel", role=Role.COORDINATOR)
    async def cancel(self, inv: Invocation, alert: AlertWord | None = None) -> Card:
        """Stop what hasn't gone out of an alert, and mark what has. Asks once before it does."""
        if alert is None:
            return await self._list(inv, 1)
        found = await self._desk.named(inv.reach, alert)
        return cancel_card(inv.words, await self._desk.detail(inv.reach, found))

    @command("alert resend", role=Role.COORDINATOR)
    async def retry(self, inv: Invocation, alert: AlertWord) -> Card:
        """Send an alert once more where the platform refused it, once you've fixed why."""
        found = await self._desk.named(inv.reach, alert)
        return detail_card(inv.words, await self._desk.retry(inv.caller, inv.reach, found))

    @action("alert.confirm", role=Role.COORDINATOR, rescue="still_draft")
    async def confirm(self, inv: Invocation, alert: WhichAlert) -> Card:
        """Send the alert on the card on its way."""
        confirmed = await self._alerts.confirm(inv.caller, inv.reach, alert)
        await self._drafts.drop(inv.caller, alert)
        return confirmed_card(inv.words, alert, confirmed)

    @action("alert.release", role=Role.ADMIN)
    async def release(self, inv: Invocation, alert: WhichAlert) -> Card:
        """Release an alert that somebody else has written."""
        released = await self._alerts.release(inv.caller, inv.reach, alert)
        return confirmed_card(inv.words, alert, released, own=False)

    @action("alert.discard", role=Role.COORDINATOR)
    async def discard(self, inv: Invocation, alert: WhichAlert) -> Card:
        """Drop the alert on the card."""
        await self._alerts.discard(inv.reach, alert)
        await self._drafts.drop(inv.caller, alert)
        return Card(body=inv.words.m("alert.discarded"))

    @action("alert.test", role=Role.COORDINATOR)
    async def test(self, inv: Invocation, alert: WhichAlert) -> Card:
        """Send the alert on the card to whoever pressed the button, alone."""
        preview = await self._alerts.preview(inv.reach, alert)
        card = posted_card(inv.words, preview.living, preview.id, inv.language)
        sent = await self._messages.send(card, inv.caller, inv.id)
        return preview_card(inv.words, preview, await self._reaching.reached(preview.targets), tested=sent)

    @action("alert.show", role=Role.COORDINATOR)
    async def show(self, inv: Invocation, alert: WhichAlert) -> Card:
        """Show what became of an alert, or all of one that waits for somebody."""
        return await self._shown(inv, await self._desk.detail(inv.reach, alert))

    @action("alert.ask", role=Role.COORDINATOR)
    async def ask(self, inv: Invocation, alert: WhichAlert) -> Card:
        """Ask once before an alert is cancelled."""
        return cancel_card(inv.words, await self._desk.detail(inv.reach, alert))

    @action("alert.cancelled", role=Role.COORDINATOR)
    async def cancelled(self, inv: Invocation, alert: WhichAlert) -> Card:
        """Cancel the alert on the card."""
        return detail_card(inv.words, await self._desk.cancel(inv.caller, inv.reach, alert))

    @action("alert.send_now", role=Role.COORDINATOR)
    async def send_now(self, inv: Invocation, alert: WhichAlert) -> Card:
        """Let an alert that was held back go out now."""
        return detail_card(inv.words, await self._desk.send_now(inv.caller, inv.reach, alert))

    @action("alert.resend", role=Role.COORDINATOR)
    async def resend(self, inv: Invocation, delivery: WhichDelivery) -> Card:
        """Post an alert once more in one channel."""
        return detail_card(inv.words, await self._desk.resend(inv.caller, inv.reach, delivery))

    @action("alert.posted", role=Role.COORDINATOR)
    async def posted(self, inv: Invocation, delivery: WhichDelivery) -> Card:
        """Keep that an alert stands in a channel."""
        return detail_card(inv.words, await self._desk.mark_posted(inv.caller, inv.reach, delivery))

    async def still_draft(self, inv: Invocation, args: Mapping[str, str], error: UserError) -> Card | None:
        """Offer the form again for a draft that can't go out as it is."""
        held = await self._drafts.find(inv.caller, args["alert"])
        return Card(note=inv.words.m("alert.kept"), buttons=(edit_button(inv.words, held.id),))

    async def _shown(self, inv: Invocation, detail: Detail) -> Card:
        match detail.listed.standing:
            case AlertStatus.DRAFT | AlertStatus.AWAITING as standing:
                preview = await self._alerts.preview(inv.reach, detail.listed.id)
                reached = await self._reaching.reached(preview.targets)
                if standing is AlertStatus.DRAFT:
                    return preview_card(inv.words, preview, reached)
                return review_card(inv.words, preview, reached, inv.caller)
            case _:
                return detail_card(inv.words, detail)

    async def _list(self, inv: Invocation, number: int) -> Card:
        """Show one page of the caller's own drafts that were refused, and after these of the alerts."""
        refused = await self._drafts.refused(inv.caller)
        _, known = await self._desk.page(inv.reach, inv.caller, 0, 0)
        shown = page(number, range(len(refused) + known), ROWS)
        first = (shown.number - 1) * ROWS
        own = refused[first : first + ROWS]
        alerts, _ = await self._desk.page(inv.reach, inv.caller, max(0, first - len(refused)), ROWS - len(own))
        zone = inv.envelope.zone or self._zone
        return list_card(inv.words, (*own, *alerts), len(refused) + known, shown.number, self._desk.files, zone)
