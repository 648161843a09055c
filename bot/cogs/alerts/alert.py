"""`/alert`: listing, confirming, approving, cancelling and resending alerts. Writing them is `AlertWritingCog`."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, assert_never

from bot.cogs.alerts.alert_cards import (
    draw_cancel_card,
    draw_detail_card,
    draw_preview_card,
    draw_review_card,
    refuse_card,
)
from bot.cogs.alerts.alert_list import (
    ROWS,
    can_cancel,
    draw_choice_card,
    draw_edit_button,
    has_failed,
    list_card,
    offer_alerts,
)
from bot.cogs.alerts.channel_access import ChannelAccess
from bot.cogs.alerts.confirmation_card import draw_confirmation_card
from bot.cogs.alerts.posted_card import describe_test, draw_lapsed_button, draw_test_card
from bot.cogs.shared.card_parts import RefusalReason
from bot.cogs.shared.paging import PageNumber
from bot.core.alerts.alert_reader import AlertDetail
from bot.core.alerts.build import AlertServices
from bot.core.alerts.posting.confirmation import Confirmation
from bot.core.base.statuses import AlertStatus, DeliveryStatus
from bot.errors import UserError
from bot.kit.answers.direct_messages import DirectMessages
from bot.kit.cards.markup import join
from bot.kit.cards.reply import Card, Choice
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.spec import action, command, form, suggest
from bot.roles import Role

_REFERENCE = Opt("The alert's short reference, like 4F7K-92MD", suggest="alerts")
AlertWord = Annotated[str, _REFERENCE]
FormAlert = Annotated[str, Opt("The alert", hidden=True)]
WhichAlert = Annotated[str, Opt("The alert")]
WhichDelivery = Annotated[str, Opt("The alert in one channel")]


class AlertCog:
    """Lists alerts, confirms them, and decides what happens to them afterwards.

    ``zone`` is the coalition's, for readers whose platform reports none.
    """

    subject = "alerts"

    def __init__(self, services: AlertServices, access: ChannelAccess, messages: DirectMessages, zone: str) -> None:
        self._alerts, self._operations, self._drafts = services.alerts, services.operations, services.drafts
        self._list = services.list
        self._access, self._messages, self._zone = access, messages, zone

    @command("alert list", role=Role.COORDINATOR, reads=True)
    @action("alert.page", role=Role.COORDINATOR)
    @action("alert.all", role=Role.COORDINATOR)
    async def list(self, inv: Invocation, page: PageNumber = None) -> Card:
        """See what became of the last alerts, and what still needs you."""
        shown = await self._list.read_page(inv.caller, inv.reach, page or 1, ROWS)
        return list_card(inv.words, shown, self._operations.files, inv.envelope.zone or self._zone, inv.caller)

    @command("alert cancel", role=Role.COORDINATOR)
    async def cancel(self, inv: Invocation, alert: AlertWord | None = None) -> Card:
        """Stop what hasn't gone out of an alert, and mark what has. Asks once before it does."""
        if alert is not None:
            return await self._ask(inv, await self._find(inv, alert))
        open_ones = [one for one in await self._operations.list_newest(inv.reach) if can_cancel(one)]
        if len(open_ones) == 1:
            return await self._ask(inv, open_ones[0].id)
        return draw_choice_card(inv.words, open_ones, self._operations.files, "ask_this", "alert.ask", inv.caller)

    @command("alert resend", role=Role.COORDINATOR)
    @form("alert resend", role=Role.COORDINATOR)
    async def retry(self, inv: Invocation, alert: AlertWord | None = None) -> Card:
        """Send an alert once more where the platform refused it, once you've fixed why."""
        if alert is None:
            failed = [one for one in await self._operations.list_newest(inv.reach) if has_failed(one)]
            if len(failed) == 1:
                return await self._show_detail(inv, await self._operations.read_detail(inv.reach, failed[0].id))
            return draw_choice_card(inv.words, failed, self._operations.files, "resend_this", "alert.show", inv.caller)
        found = await self._find(inv, alert)
        before = await self._operations.read_detail(inv.reach, found)
        if can_cancel(before.progress) and before.progress.counts[DeliveryStatus.FAILED]:
            return draw_detail_card(inv.words, await self._operations.retry(inv.caller, inv.reach, found), inv.caller)
        why = "none_failed" if can_cancel(before.progress) else "not_resent"
        card = await self._show_detail(inv, before)
        return replace(card, body=join(inv.words.m(f"alert.{why}"), card.body))

    @action("alert.confirm", role=Role.COORDINATOR, rescue="offer_draft")
    async def confirm(self, inv: Invocation, alert: WhichAlert) -> Card:
        """Confirm the draft on the card."""
        confirmation = await self._alerts.confirm(inv.caller, inv.reach, alert)
        await self._drafts.drop(inv.caller, alert)
        return await self._show_confirmation(inv, alert, confirmation)

    @action("alert.release", role=Role.ADMIN, rescue="offer_to_send")
    async def release(self, inv: Invocation, alert: WhichAlert) -> Card:
        """Approve an alert that somebody else wrote."""
        confirmation = await self._alerts.release(inv.caller, inv.reach, alert)
        return await self._show_confirmation(inv, alert, confirmation, own=False)

    @action("alert.send_lapsed", role=Role.COORDINATOR)
    async def send_lapsed(self, inv: Invocation, alert: WhichAlert) -> Card:
        """Send an alert that wasn't approved in time, once somebody other than its author agrees."""
        confirmation = await self._alerts.send_lapsed(inv.caller, inv.reach, alert)
        return await self._show_confirmation(inv, alert, confirmation, own=confirmation.awaiting)

    @action("alert.discard", role=Role.COORDINATOR)
    async def discard(self, inv: Invocation, alert: WhichAlert) -> Card:
        """Delete the draft on the card."""
        await self._alerts.discard(inv.reach, alert)
        await self._drafts.drop(inv.caller, alert)
        return Card(body=inv.words.m("alert.discarded"))

    @action("alert.test", role=Role.COORDINATOR)
    async def test(self, inv: Invocation, alert: WhichAlert) -> Card:
        """Send the alert on the card to the caller alone, in a direct message."""
        preview = await self._alerts.preview(inv.reach, alert)
        card = draw_test_card(inv.words, preview.snapshot, preview.id, inv.language)
        result = await self._messages.send(card, inv.caller, inv.id, inv.words.language)
        tested = describe_test(inv.words, result)
        return draw_preview_card(inv.words, preview, await self._access.check(preview.channels), tested=tested)

    @action("alert.show", role=Role.COORDINATOR)
    async def show(self, inv: Invocation, alert: WhichAlert) -> Card:
        """Show an alert's status, or its preview while it waits for a decision."""
        return await self._show_detail(inv, await self._operations.read_detail(inv.reach, alert))

    @action("alert.ask", role=Role.COORDINATOR)
    async def ask(self, inv: Invocation, alert: WhichAlert) -> Card:
        """Ask before cancelling an alert."""
        return await self._ask(inv, alert)

    @action("alert.cancelled", role=Role.COORDINATOR)
    async def confirm_cancel(self, inv: Invocation, alert: WhichAlert) -> Card:
        """Cancel the alert on the card."""
        return draw_detail_card(inv.words, await self._operations.cancel(inv.caller, inv.reach, alert), inv.caller)

    @form("alert.refuse_form", role=Role.COORDINATOR)
    async def refuse(self, inv: Invocation, alert: FormAlert, reason: RefusalReason = None) -> Card:
        """Refuse the alert on the card, and say why."""
        detail = await self._operations.cancel(inv.caller, inv.reach, alert, reason or "")
        return draw_detail_card(inv.words, detail, inv.caller)

    @action("alert.send_now", role=Role.COORDINATOR)
    async def send_now(self, inv: Invocation, alert: WhichAlert) -> Card:
        """Send an overdue alert now."""
        return draw_detail_card(inv.words, await self._operations.send_now(inv.caller, inv.reach, alert), inv.caller)

    @action("alert.resend", role=Role.COORDINATOR)
    async def resend(self, inv: Invocation, delivery: WhichDelivery) -> Card:
        """Post an alert again in one channel."""
        return draw_detail_card(inv.words, await self._operations.resend(inv.caller, inv.reach, delivery), inv.caller)

    @action("alert.posted", role=Role.COORDINATOR)
    async def mark_posted(self, inv: Invocation, delivery: WhichDelivery) -> Card:
        """Record that an alert was posted in a channel."""
        return draw_detail_card(
            inv.words, await self._operations.mark_posted(inv.caller, inv.reach, delivery), inv.caller
        )

    async def offer_draft(self, inv: Invocation, args: Mapping[str, str], error: UserError) -> Card | None:
        """Offer the form again for an alert that can't be sent as it is, or not anymore."""
        alert = args["alert"]
        await self._drafts.read_written(inv.reach, alert)
        try:
            await self._drafts.find(inv.caller, alert)
        except UserError:
            return Card(buttons=(draw_edit_button(inv.words, alert),))
        return Card(note=inv.words.m("alert.kept"), buttons=(draw_edit_button(inv.words, alert),))

    async def offer_to_send(self, inv: Invocation, args: Mapping[str, str], error: UserError) -> Card | None:
        """Offer to send an alert whose time passed before this approval."""
        return Card(buttons=(draw_lapsed_button(inv.words, args["alert"]),)) if error.key == "alert.lapsed" else None

    @suggest("alerts")
    async def suggest_alerts(self, inv: Invocation, typed: str) -> tuple[Choice, ...]:
        """The newest alerts within the caller's reach, by a part of their reference or words."""
        return offer_alerts(await self._operations.list_newest(inv.reach), typed)

    async def _find(self, inv: Invocation, alert: str) -> str:
        """Find an alert's id by its reference. Raises UserError, which says if it is a draft of the caller's."""
        try:
            return await self._operations.find_by_reference(inv.reach, alert)
        except UserError:
            if draft := await self._drafts.find_reference(inv.caller, alert):
                raise UserError("alert.is_draft", reference=draft) from None
            raise

    async def _ask(self, inv: Invocation, alert: str) -> Card:
        """Ask before an alert is canceled or, by somebody who could approve it, refused."""
        detail = await self._operations.read_detail(inv.reach, alert)
        if detail.progress.status is AlertStatus.AWAITING and inv.role is Role.ADMIN:
            author = (await self._alerts.preview(inv.reach, alert)).author
            if (inv.caller.platform, inv.caller.account) not in author:
                return refuse_card(inv.words, detail)
        return draw_cancel_card(inv.words, detail, inv.caller)

    async def _show_confirmation(
        self, inv: Invocation, alert: str, confirmation: Confirmation, own: bool = True
    ) -> Card:
        """What a confirmation led to, or how the alert is now if this one changed nothing."""
        if confirmation.again:
            return await self.show(inv, alert)
        return draw_confirmation_card(inv.words, alert, confirmation, own)

    async def _show_detail(self, inv: Invocation, detail: AlertDetail) -> Card:
        match detail.progress.status:
            case AlertStatus.DRAFT | AlertStatus.AWAITING as status:
                preview = await self._alerts.preview(inv.reach, detail.progress.id)
                report = await self._access.check(preview.channels)
                if status is AlertStatus.DRAFT:
                    return draw_preview_card(inv.words, preview, report)
                return draw_review_card(inv.words, preview, report, inv.caller, is_admin=inv.role is Role.ADMIN)
            case (
                AlertStatus.GOING
                | AlertStatus.HELD
                | AlertStatus.CANCELLED
                | AlertStatus.REFUSED
                | AlertStatus.LAPSED
                | AlertStatus.BROKEN
            ):
                return draw_detail_card(inv.words, detail, inv.caller)
            case unknown:
                assert_never(unknown)
