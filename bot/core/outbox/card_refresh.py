"""Schedules edits of posted cards whose content changed, within the platforms' rate limits.

Logging a call does no work for this. Every few seconds, `CardRefresh.mark` compares what each alert's cards were last
drawn from with what they would be drawn from now.
"""

from collections.abc import Mapping

from msgspec import Struct

from bot.core.alerts.posting.card_snapshot import SnapshotReader, find_wording
from bot.core.base.build import Base
from bot.core.base.leases import EDIT_LEASE
from bot.core.base.statuses import AlertStatus, DeliveryStatus
from bot.core.outbox.edit_plan import Pace, PostedCard, plan_edits
from bot.store.engine import Tx
from bot.store.sql import bindparam, or_, select, update
from bot.store.statement import Row, Statement
from bot.store.tables import alerts, deliveries


class Change(Struct, frozen=True):
    """What an alert's cards show now: the ``digest``, and whether the campaign's words or its state differ."""

    digest: bytes
    is_urgent: bool


_D = deliveries.c
_IS_LIVE = or_(alerts.c.state == AlertStatus.GOING.value, alerts.c.state == AlertStatus.HELD.value)
_ALERTS = Statement(select(alerts).where(_IS_LIVE))
_CARDS = Statement(
    select(
        _D.id,
        _D.alert_id,
        _D.platform,
        _D.space_key,
        _D.channel_id,
        _D.done_at,
        _D.edited_at,
        _D.edit_at,
        _D.edit_lease,
    )
    .where(_D.state == DeliveryStatus.SENT.value, _D.message.is_not(None))
    .order_by(_D.id)
)
# An editor may be drawing the card from the old content now. Moving its lease makes the card due once more.
_REDRAW = Statement(
    update(deliveries)
    .where(
        _D.alert_id == bindparam("alert"),
        _D.state == DeliveryStatus.SENT.value,
        _D.edit_at > bindparam("now"),
        _D.edit_at <= bindparam("leased"),
    )
    .values(edit_at=_D.edit_at + 1)
)
# A card that already waits for an edit will be drawn from the new content anyway, unless that would be too late.
# Nothing moves a card that is being redrawn: its next edit follows when that one ends.
_MARK = Statement(
    update(deliveries)
    .where(
        _D.id == bindparam("which"),
        or_(_D.edit_at.is_(None), _D.edit_at > bindparam("due")),
        or_(_D.edit_lease.is_(None), _D.edit_lease <= bindparam("now")),
    )
    .values(edit_at=bindparam("due"), edit_lease=None)
)
_SAVE_DIGEST = Statement(update(alerts).where(alerts.c.id == bindparam("which")).values(glance=bindparam("seen")))


class CardRefresh:
    """Finds posted cards that are out of date."""

    def __init__(self, base: Base, snapshots: SnapshotReader) -> None:
        self._store, self._clock = base.store, base.clock
        self._snapshots = snapshots

    async def mark(self, paces: Mapping[str, Pace]) -> int:
        """Schedule an edit of each card that is out of date, at the ``paces`` of their platforms. Returns how many."""
        changed = await self._store.read(self._find_changed)
        return await self._store.write(lambda tx: self._mark(tx, changed, paces)) if changed else 0

    async def _find_changed(self, tx: Tx) -> dict[str, Change]:
        """What the alerts whose cards are out of date show now."""
        rows = await tx.all(_ALERTS)
        snapshots = await self._snapshots.read_all(tx, rows, self._clock())
        seen = {row.id: (snapshots[row.id].digest, row.glance) for row in rows if row.id in snapshots}
        return {
            alert: Change(new, before is not None and find_wording(new) != find_wording(bytes(before)))
            for alert, (new, before) in seen.items()
            if before is None or new != bytes(before)
        }

    async def _mark(self, tx: Tx, changed: Mapping[str, Change], paces: Mapping[str, Pace]) -> int:
        now = self._clock()
        # This must precede reading the cards: an editor that is drawing one now waits for it or has finished.
        for alert in sorted(changed):
            await tx.run(_REDRAW, alert=alert, now=now, leased=now + EDIT_LEASE)
        cards = [_read_card(row, now) for row in await tx.all(_CARDS)]
        times = plan_edits(cards, changed, now, paces, {alert for alert, new in changed.items() if new.is_urgent})
        await tx.many(_MARK, [{"which": card, "due": at, "now": now} for card, at in times.items()])
        await tx.many(_SAVE_DIGEST, [{"which": alert, "seen": new.digest} for alert, new in changed.items()])
        return len(times)


def _read_card(row: Row, now: int) -> PostedCard:
    place = (row.platform, bytes(row.space_key), row.channel_id)
    is_leased = row.edit_lease is not None and row.edit_lease > now
    drawn_at = row.edited_at or row.done_at or 0
    return PostedCard(row.id, row.alert_id, *place, drawn_at, row.edit_at, is_leased, drawn_at > (row.done_at or 0))
