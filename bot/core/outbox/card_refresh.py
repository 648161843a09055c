"""Cards in channels kept true: which of them are to be drawn anew, and when, so that no budget is overdrawn.

Logging a call does nothing more for it: every few seconds it is looked at what the cards of each alert are drawn from,
and only where that has changed are they due for an edit.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, func, or_, select, update

from bot.core.alerts.card_snapshot import SnapshotReader
from bot.core.base.clock import SECOND, Clock
from bot.core.base.leases import EDIT_LEASE
from bot.core.base.statuses import AlertStatus, DeliveryStatus
from bot.core.outbox.card_edits import INTERVAL
from bot.store.engine import Store, Tx
from bot.store.statement import Row, Statement
from bot.store.tables import alerts, deliveries


@dataclass(frozen=True, slots=True)
class Posted:
    """A card that stands in a channel, drawn last at ``drawn_at``; ``edit_at`` is when it is to be drawn anew."""

    id: str
    alert: str
    platform: str
    space: bytes
    channel: str
    drawn_at: int
    edit_at: int | None


_D = deliveries.c
_STANDING = or_(alerts.c.state == AlertStatus.GOING.value, alerts.c.state == AlertStatus.HELD.value)
_ALERTS = Statement(select(alerts).where(_STANDING))
_CARDS = Statement(
    select(
        _D.id,
        _D.alert_id,
        _D.platform,
        _D.space_key,
        _D.channel_id,
        func.coalesce(_D.edited_at, _D.done_at).label("drawn_at"),
        _D.edit_at,
    )
    .where(_D.state == DeliveryStatus.SENT.value, _D.message.is_not(None))
    .order_by(_D.id)
)
# A card in hand may be drawn from what was true before: its lease is moved, so that it is drawn once more.
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
# A card that waits for its edit shows what is true by then.
_MARK = Statement(
    update(deliveries).where(_D.id == bindparam("which"), _D.edit_at.is_(None)).values(edit_at=bindparam("due"))
)
_GLANCE = Statement(update(alerts).where(alerts.c.id == bindparam("which")).values(glance=bindparam("seen")))


class Refreshing:
    """Finds the cards that no longer show what is true."""

    def __init__(self, store: Store, clock: Clock, snapshot: SnapshotReader) -> None:
        self._store = store
        self._clock = clock
        self._snapshots = snapshot

    async def mark(self, paces: Mapping[str, float]) -> int:
        """Let cards that show something old be drawn anew, and return how many those are.

        ``paces`` are, by platform, the least seconds between two edits in one space, for each card that stands there.
        """
        changed = await self._store.read(self._changed)
        return await self._store.write(lambda tx: self._mark(tx, changed, paces)) if changed else 0

    async def _changed(self, tx: Tx) -> dict[str, bytes]:
        """Return what the cards of alerts are to show, by alert, where that isn't what they were told last."""
        rows = await tx.all(_ALERTS)
        snapshot = await self._snapshots.read_all(tx, rows, self._clock())
        seen = {row.id: (snapshot[row.id].digest, row.glance) for row in rows if row.id in snapshot}
        return {alert: now for alert, (now, before) in seen.items() if before is None or now != bytes(before)}

    async def _mark(self, tx: Tx, changed: Mapping[str, bytes], paces: Mapping[str, float]) -> int:
        now = self._clock()
        # Before the cards are read: whoever has drawn one meanwhile waits for this, or has let go of it.
        for alert in sorted(changed):
            await tx.run(_REDRAW, alert=alert, now=now, leased=now + EDIT_LEASE)
        cards = [_posted(row) for row in await tx.all(_CARDS)]
        times = edit_times(cards, changed, now, paces)
        await tx.many(_MARK, [{"which": card, "due": at} for card, at in times.items()])
        await tx.many(_GLANCE, [{"which": alert, "seen": glance} for alert, glance in changed.items()])
        return len(times)


def edit_times(cards: Sequence[Posted], changed: Iterable[str], now: int, paces: Mapping[str, float]) -> dict[str, int]:
    """Return when each card of the ``changed`` alerts is drawn anew, UTC microseconds; the newest in a channel first.

    In one channel no two edits are closer than `INTERVAL`, and further apart where many cards share a space's budget.
    The cards of a space come one after the other, for together they would wait for it and keep others from theirs.
    """
    stale, crowd, ahead = set(changed), Counter(card.space for card in cards), Counter[bytes]()
    channels = defaultdict[str, list[Posted]](list)
    for card in cards:
        channels[card.channel].append(card)
    times = dict[str, int]()
    for there in channels.values():
        space, pace = there[0].space, int(paces.get(there[0].platform, 0.0) * SECOND)
        pause = max(INTERVAL, pace * crowd[space])
        last = max((card.edit_at or card.drawn_at for card in there), default=0)
        for card in reversed(there):
            if card.alert in stale and card.edit_at is None:
                times[card.id] = last = max(now, last + pause) + pace * ahead[space]
                ahead[space] += 1
    return times


def _posted(row: Row) -> Posted:
    return Posted(
        row.id, row.alert_id, row.platform, bytes(row.space_key), row.channel_id, row.drawn_at or 0, row.edit_at
    )
