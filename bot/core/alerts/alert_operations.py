"""Lists and cancels confirmed alerts, and handles late or failed deliveries."""

from collections.abc import Mapping

from bot.core.alerts.alert_campaign import SENDABLE, SHUT
from bot.core.alerts.alert_reader import AlertDetail, AlertProgress, AlertReader
from bot.core.alerts.alert_rows import (
    OVER,
    find_alert,
    find_alert_of_card,
    find_by_reference,
    find_recent,
)
from bot.core.alerts.alert_trail import AlertTrail
from bot.core.alerts.notices import NoticeKind, add_notice
from bot.core.base.build import Base
from bot.core.base.ids import format_reference
from bot.core.base.statuses import AlertStatus, DeliveryStatus, has_delivery_status, is_unsent
from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.campaigns.campaigns import Campaigns
from bot.core.people.people import People
from bot.errors import UserError
from bot.identity import Caller
from bot.phrases import make_translations
from bot.roles import Reach
from bot.store.engine import Tx
from bot.store.sql import bindparam, select, update
from bot.store.statement import Row, Statement
from bot.store.tables import alerts, deliveries

SHOWN = 10  # alerts in a list without pages

_D = deliveries.c
_LOCK_DELIVERY = Statement(select(_D.alert_id, _D.state).where(_D.id == bindparam("which")).with_for_update())
_FIND_ALERT = Statement(select(_D.alert_id).where(_D.id == bindparam("which")))
_SET_STATUS = Statement(
    update(alerts).where(alerts.c.id == bindparam("alert")).values(state=bindparam("status"), why=None, asked_at=None)
)
_SET_REASON = Statement(update(alerts).where(alerts.c.id == bindparam("alert")).values(reason=bindparam("sealed")))
_CANCEL_UNSENT = Statement(
    update(deliveries)
    .where(_D.alert_id == bindparam("alert"), is_unsent())
    .values(state=DeliveryStatus.CANCELLED.value, due_at=None)
)
_SET_ENDED = Statement(update(alerts).where(alerts.c.id == bindparam("alert")).values(ended_at=bindparam("now")))
_REOPEN = Statement(update(alerts).where(alerts.c.id == bindparam("alert")).values(ended_at=None))
_REDRAW = Statement(
    update(deliveries)
    .where(_D.alert_id == bindparam("alert"), _D.state == DeliveryStatus.SENT.value, _D.message.is_not(None))
    .values(edit_at=bindparam("now"))
)
_RELEASE_HELD = Statement(
    update(deliveries)
    .where(_D.alert_id == bindparam("alert"), _D.state == DeliveryStatus.HELD.value)
    .values(state=DeliveryStatus.WAITING.value, due_at=bindparam("now"), planned_at=bindparam("now"))
)
_RESET = update(deliveries).values(
    state=DeliveryStatus.WAITING.value,
    due_at=bindparam("now"),
    planned_at=bindparam("now"),
    first_tried_at=None,
    tries=0,
    refusal=None,
    missing=None,
    done_at=None,
)
_RESEND_ONE = Statement(_RESET.where(_D.id == bindparam("which")))
_RESEND_FAILED = Statement(_RESET.where(_D.alert_id == bindparam("alert"), has_delivery_status(DeliveryStatus.FAILED)))
_SET_POSTED = Statement(
    update(deliveries)
    .where(_D.id == bindparam("which"))
    .values(state=DeliveryStatus.SENT.value, done_at=bindparam("now"))
)


class AlertOperations:
    """Lists, cancels, releases and resends alerts. An alert outside the caller's reach is reported as not found."""

    def __init__(self, base: Base, people: People, campaigns: Campaigns) -> None:
        self._store, self._keys, self._clock = base.store, base.keys, base.clock
        self._people, self._waker = people, base.waker
        self._trail = AlertTrail(base.audit, people)
        self._reader = AlertReader(base, people, campaigns)
        self._campaigns = campaigns

    async def list_newest(self, reach: Reach) -> tuple[AlertProgress, ...]:
        """The newest alerts within ``reach``. `AlertList` has all of them."""

        async def read(tx: Tx) -> tuple[AlertProgress, ...]:
            rows = (await find_recent(tx, reach))[:SHOWN]
            return tuple([await self._reader.read_progress(tx, row) for row in rows])

        return await self._store.read(read)

    @property
    def files(self) -> Mapping[str, CampaignFile]:
        """Every campaign file, by key."""
        return self._campaigns.files

    async def read_detail(self, reach: Reach, alert: str) -> AlertDetail:
        """Load one alert and the channels where it failed."""
        return await self._store.read(lambda tx: self._reader.read_detail(tx, reach, alert))

    async def find_campaign(self, card: str) -> str:
        """Find the id of a posted card's campaign, as in `find_alert_of_card`."""
        return str((await self._store.read(lambda tx: find_alert_of_card(tx, card))).campaign_id)

    async def find_by_reference(self, reach: Reach, word: str) -> str:
        """Find the id of the alert with a short reference. Raises UserError."""
        return await self._store.read(lambda tx: find_by_reference(tx, reach, word))

    async def cancel(self, caller: Caller, reach: Reach, alert: str, reason: str = "") -> AlertDetail:
        """Cancel unsent deliveries and redraw posted cards as withdrawn. A second time changes nothing.

        An alert that waits for approval is refused, unless its author takes it back. ``reason`` tells its author why.
        """

        async def cancel(tx: Tx) -> None:
            row = await find_alert(tx, reach, alert, lock=True)
            if row.state == AlertStatus.DRAFT:
                raise UserError("alert.unknown")
            if row.state not in OVER:
                refused = await self._is_refusal(tx, caller, row)
                status = AlertStatus.REFUSED if refused else AlertStatus.CANCELLED
                await tx.run(_SET_STATUS, alert=row.id, status=status.value)
                if refused and reason:
                    await tx.run(_SET_REASON, alert=row.id, sealed=self._keys.encrypt(reason))
                await tx.run(_CANCEL_UNSENT, alert=row.id)
                await tx.run(_REDRAW, alert=row.id, now=self._clock())
                await tx.run(_SET_ENDED, alert=row.id, now=self._clock())
                await self._trail.record(tx, caller, "alert.refuse" if refused else "alert.cancel", row)
                await self._notify_author(tx, caller, row, NoticeKind.DECLINED if refused else NoticeKind.REFUSED)

        await self._store.write(cancel)
        self._waker.wake()
        return await self.read_detail(reach, alert)

    async def send_now(self, caller: Caller, reach: Reach, alert: str) -> AlertDetail:
        """Send an overdue alert now. A second time changes nothing.

        Raises UserError while its campaign keeps it back: the alert would be held again at once.
        """

        async def free(tx: Tx) -> None:
            row = await find_alert(tx, reach, alert, lock=True)
            if row.state != AlertStatus.HELD:
                return
            _check_sendable(await self._reader.read_progress(tx, row))
            await tx.run(_SET_STATUS, alert=row.id, status=AlertStatus.GOING.value)
            await tx.run(_RELEASE_HELD, alert=row.id, now=self._clock())
            await tx.run(_REOPEN, alert=row.id)  # it may have counted as ended while a channel was still tried
            await self._trail.record(tx, caller, "alert.send", row)

        await self._store.write(free)
        self._waker.wake()
        return await self.read_detail(reach, alert)

    async def resend(self, caller: Caller, reach: Reach, delivery: str) -> AlertDetail:
        """Post again in one channel where the alert failed, or where nobody knows whether it was posted."""
        return await self._decide(
            caller, reach, delivery, "alert.resend", (DeliveryStatus.UNKNOWN, DeliveryStatus.FAILED), _RESEND_ONE
        )

    async def retry(self, caller: Caller, reach: Reach, alert: str) -> AlertDetail:
        """Post again in every channel that refused the alert, now that somebody may have fixed the cause."""

        async def retry(tx: Tx) -> None:
            row = await find_alert(tx, reach, alert, lock=True)
            await self._trail.check_not_over(tx, caller, row)
            if row.state == AlertStatus.DRAFT:
                raise UserError("alert.is_draft", reference=format_reference(row.id))
            if await tx.run(_RESEND_FAILED, alert=row.id, now=self._clock()):
                await tx.run(_REOPEN, alert=row.id)
                await self._trail.record(tx, caller, "alert.resend", row)

        await self._store.write(retry)
        self._waker.wake()
        return await self.read_detail(reach, alert)

    async def mark_posted(self, caller: Caller, reach: Reach, delivery: str) -> AlertDetail:
        """Record that somebody saw the alert in its channel."""
        return await self._decide(caller, reach, delivery, "alert.posted", (DeliveryStatus.UNKNOWN,), _SET_POSTED)

    async def _decide(
        self,
        caller: Caller,
        reach: Reach,
        delivery: str,
        action: str,
        statuses: tuple[DeliveryStatus, ...],
        change: Statement,
    ) -> AlertDetail:
        async def decide(tx: Tx) -> str:
            owner = await tx.one(_FIND_ALERT, which=delivery)
            row = await find_alert(tx, reach, owner.alert_id if owner else "", lock=True)
            current = await tx.one(_LOCK_DELIVERY, which=delivery)
            if change is _RESEND_ONE:
                await self._trail.check_not_over(tx, caller, row)
            if current and current.state in statuses:
                await tx.run(change, which=delivery, now=self._clock())
                if change is _RESEND_ONE:
                    await tx.run(_REOPEN, alert=row.id)
                await self._trail.record(tx, caller, action, row, delivery)
            return str(row.id)

        alert = await self._store.write(decide)
        self._waker.wake()
        return await self.read_detail(reach, alert)

    async def _is_refusal(self, tx: Tx, caller: Caller, row: Row) -> bool:
        """Whether somebody other than its author ends an alert that waits for approval."""
        return row.state == AlertStatus.AWAITING and not await self._trail.is_author(tx, caller, row)

    async def _notify_author(self, tx: Tx, caller: Caller, row: Row, kind: NoticeKind) -> None:
        """Notify the author of what somebody else did to their alert."""
        if row.author and not await self._trail.is_author(tx, caller, row):
            await add_notice(tx, row.id, row.author, kind, self._clock())


def _check_sendable(progress: AlertProgress) -> None:
    """Raise UserError if a held alert's campaign keeps it back."""
    if progress.hold_reason in SENDABLE:
        return
    if progress.campaign is None:
        raise UserError("alert.no_campaign")
    key = "alert.still_for_org" if progress.hold_reason == SHUT else "alert.still_shut"
    raise UserError(key, title=make_translations(progress.campaign.file.title))
