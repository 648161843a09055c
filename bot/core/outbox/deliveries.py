"""Deliveries: taking due rows under a lease, and recording what became of each. Start with `Deliveries.take`.

A worker holds a row until ``due_at``; after that, others may take it. Leases are short and renewed while the work goes
on, so that the rows of a dead process are free within seconds. Each try is recorded before anything is sent, so that
after a crash a row that may have been posted is never mistaken for an unsent one.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import partial

from msgspec import Struct

from bot.core.alerts.posting.card_snapshot import CardSnapshot, SnapshotReader
from bot.core.base.build import Base
from bot.core.base.leases import DELIVERY_LEASE
from bot.core.base.statuses import AlertStatus, DeliveryStatus
from bot.core.base.stored_values import UNREADABLE, is_readable
from bot.core.coalition.audience import read_audience
from bot.core.coalition.channels import NAME
from bot.core.outbox.due_rows import OPEN, fetch_due_rows, is_wanted
from bot.core.outbox.edit_plan import INTERVAL
from bot.core.outbox.refusals import PAUSE, find_paused_spaces
from bot.core.times.clock import HOUR, SECOND
from bot.store.engine import Tx
from bot.store.sql import Update, bindparam, func, select, update
from bot.store.statement import Row, Statement
from bot.store.tables import alerts, channels, deliveries

MISSED = HOUR  # lateness after which an alert is overdue


class Due(Struct, frozen=True):
    """A delivery held under the lease ``token``. ``first_tried_at`` is None if it certainly isn't posted.

    ``planned_at`` is when it should be posted.
    """

    id: str
    token: str
    alert_id: str
    platform: str
    space: str
    channel: str
    language: str | None
    planned_at: int
    first_tried_at: int | None
    tries: int
    snapshot: CardSnapshot


class Room(Struct, frozen=True):
    """How many more deliveries a worker may take: of the platform, and of each space, given how many are ``busy``."""

    platform: int
    space: int
    busy: Mapping[tuple[str, str], int]


_D = deliveries.c
_ALERTS = Statement(select(alerts).where(alerts.c.id == bindparam("alert")))
_NEXT = Statement(select(func.min(_D.due_at).label("at")).where(_D.platform == bindparam("platform"), OPEN))


def _set(*columns: str, mine: bool = True) -> Statement:
    """A statement that sets ``columns`` of one delivery. With ``mine``, only while the caller holds its lease."""
    changed: Update = update(deliveries).where(_D.id == bindparam("which"))
    if mine:
        changed = changed.where(_D.claimed_by == bindparam("token"), _D.state == DeliveryStatus.SENDING.value)
    return Statement(changed.values({name: bindparam(f"new_{name}") for name in columns}))


_TAKE = _set("state", "claimed_by", "due_at", mine=False)
_SET_STATUS = _set("state", "due_at", mine=False)
_FAIL = Statement(
    update(deliveries)
    .where(_D.id == bindparam("which"))
    .values(state=bindparam("status"), due_at=None, done_at=bindparam("at"), refusal=bindparam("why"))
)
_RELEASE = Statement(
    update(deliveries)
    .where(_D.claimed_by.like(bindparam("mine")), _D.state == DeliveryStatus.SENDING.value)
    .values(state=DeliveryStatus.WAITING.value, due_at=bindparam("now"))
)
_RENEW = _set("due_at")
# For a process that is gone. Rows it had tried keep their lease: the platform may still be handling the request.
_RECOVER = Statement(
    update(deliveries)
    .where(_D.state == DeliveryStatus.SENDING.value, _D.first_tried_at.is_(None), _D.due_at > bindparam("now"))
    .values(state=DeliveryStatus.WAITING.value, due_at=bindparam("now"))
)
_RECORD_TRY = _set("first_tried_at", "due_at", "tries")
_POSTPONE = _set("state", "due_at", "first_tried_at")
_FINISH = _set("state", "due_at", "done_at", "message", "refusal", "missing", "edit_at", "shown", "edited_at")
_ALERT_STATE = Statement(
    select(alerts.c.state, _D.channel_id).where(_D.id == bindparam("which"), alerts.c.id == _D.alert_id)
)
_SET_CHANNEL_REFUSAL = Statement(
    update(channels)
    .where(channels.c.id == bindparam("channel"))
    .values(refusal=bindparam("why"), missing=bindparam("lacking"))
)
_RENAME_CHANNEL = Statement(
    update(channels).where(channels.c.id == bindparam("channel")).values(name=bindparam("named"))
)


class Deliveries:
    """Hands out due deliveries and records what became of them."""

    def __init__(self, base: Base, snapshots: SnapshotReader) -> None:
        self._store, self._keys, self._clock = base.store, base.keys, base.clock
        self._snapshots = snapshots

    async def take(self, platform: str, token: str, room: Room, due_by: int | None = None) -> tuple[Due, ...]:
        """Take due rows of a platform, oldest first, as far as there is ``room``. No other worker gets them.

        Rows that became due after ``due_by`` (now, if None) wait for the next call: their authors' rights weren't
        checked yet. Deliveries to channels that no longer want them are cancelled; those to paused spaces wait.
        """
        return await self._store.write(lambda tx: self._take(tx, platform, token, room, due_by))

    async def begin(self, due: Due) -> bool:
        """Record a try. Returns False if the caller lost the lease; then it must not send."""
        now = self._clock()

        async def begin(tx: Tx) -> bool:
            tried = now if due.first_tried_at is None else due.first_tried_at
            new = {"new_first_tried_at": tried, "new_due_at": now + DELIVERY_LEASE, "new_tries": due.tries + 1}
            return bool(await tx.run(_RECORD_TRY, which=due.id, token=due.token, **new))

        return await self._store.write(begin)

    async def record_sent(self, due: Due, message: str, shown: bytes | None = None) -> None:
        """Record that a delivery was posted; ``message`` is the platform's id of the post.

        ``shown`` is the SHA-256 of the posted card, None if it isn't known.
        """
        await self._store.write(lambda tx: self._end(tx, due, DeliveryStatus.SENT, message=message, shown=shown))

    async def record_refusal(self, due: Due, refusal: str, missing: str, name: str = "") -> None:
        """Record that the platform refused a delivery, on its channel too, with the ``name`` that it has by now."""
        state, named = DeliveryStatus.FAILED, name[:NAME]
        await self._store.write(lambda tx: self._end(tx, due, state, refusal=refusal, missing=missing, name=named))

    async def record_unknown(self, due: Due) -> None:
        """Record that nobody can tell whether a delivery was posted."""
        await self._store.write(lambda tx: self._end(tx, due, DeliveryStatus.UNKNOWN))

    async def record_cancelled(self, due: Due) -> None:
        """Record that a delivery wasn't posted because its alert was withdrawn."""
        await self._store.write(lambda tx: self._end(tx, due, DeliveryStatus.CANCELLED))

    async def renew(self, leased: Iterable[Due]) -> None:
        """Renew the leases of deliveries, except those that another worker has taken meanwhile."""
        until = self._clock() + DELIVERY_LEASE
        rows = [{"which": due.id, "token": due.token, "new_due_at": until} for due in leased]
        await self._store.write(lambda tx: tx.many(_RENEW, rows))

    async def recover(self) -> None:
        """Free the untried rows that the previous process held.

        If several processes write, nobody can tell whose rows those are, so their leases expire instead.
        """
        if self._store.has_one_process:
            now = self._clock()
            await self._store.write(lambda tx: tx.run(_RECOVER, now=now))

    async def release(self, worker: str) -> None:
        """Free the rows that a worker, named by the prefix of its tokens, won't finish.

        Rows it had tried stay marked as tried, so that the next worker first looks for the post.
        """
        now = self._clock()
        await self._store.write(lambda tx: tx.run(_RELEASE, mine=f"{worker}-%", now=now))

    async def postpone(self, due: Due, seconds: float, *, tried: bool) -> None:
        """Try a delivery again after so many seconds. ``tried``: an earlier try may have posted it."""
        now = self._clock()
        first = (due.first_tried_at or now) if tried else None
        new = {
            "new_state": DeliveryStatus.WAITING.value,
            "new_due_at": now + int(seconds * SECOND),
            "new_first_tried_at": first,
        }
        await self._store.write(lambda tx: tx.run(_POSTPONE, which=due.id, token=due.token, **new))

    async def find_next_time(self, platforms: Collection[str]) -> int | None:
        """When the next delivery is due on these platforms, None if there is none."""

        async def read(tx: Tx) -> list[int | None]:
            rows = [await tx.one(_NEXT, platform=platform) for platform in platforms]
            return [row.at if row else None for row in rows]

        return min((at for at in await self._store.read(read) if at is not None), default=None)

    async def _take(self, tx: Tx, platform: str, token: str, room: Room, due_by: int | None) -> tuple[Due, ...]:
        now = self._clock()
        rows = await fetch_due_rows(
            tx, platform, now if due_by is None else due_by, missed=now - MISSED, share=room.space
        )
        whole = [row for row in rows if is_readable(partial(self._check_readable, row))]
        stopped = [row for row in whole if row.first_tried_at is None and not is_wanted(row)]
        paused = await find_paused_spaces(tx, platform, now)
        put_off = [row for row in whole if row.space_key in paused and row not in stopped]
        aside = {row.id for row in (*stopped, *put_off)}
        chosen = self._choose([row for row in whole if row.id not in aside], platform, room)
        snapshots = {alert: await self._read(tx, alert, now) for alert in {row.alert_id for row, _ in chosen}}
        read = {row.id for row in whole}
        broken = [row for row in rows if row.id not in read] + [row for row, _ in chosen if not snapshots[row.alert_id]]
        await _set_status(tx, stopped, DeliveryStatus.CANCELLED, None)
        await _set_status(tx, put_off, DeliveryStatus.WAITING, now + PAUSE)
        await self._fail(tx, broken, now)
        due = [self._make_due(row, token, space, shown) for row, space in chosen if (shown := snapshots[row.alert_id])]
        lease = {"new_state": DeliveryStatus.SENDING.value, "new_claimed_by": token, "new_due_at": now + DELIVERY_LEASE}
        await tx.many(_TAKE, [{"which": one.id, **lease} for one in due])
        return tuple(due)

    def _check_readable(self, row: Row) -> None:
        """Raise Unreadable if a delivery's destination or audience can't be read."""
        self._keys.decrypt(row.space), self._keys.decrypt(row.address), read_audience(row.audience)

    async def _fail(self, tx: Tx, rows: Iterable[Row], now: int) -> None:
        """End unreadable deliveries: as failed if never tried, else as unknown."""
        for row in rows:
            status = DeliveryStatus.FAILED if row.first_tried_at is None else DeliveryStatus.UNKNOWN
            await tx.run(_FAIL, which=row.id, status=status.value, at=now, why=UNREADABLE)

    async def _read(self, tx: Tx, alert: str, now: int) -> CardSnapshot | None:
        snapshot = await self._snapshots.read(tx, await tx.one(_ALERTS, alert=alert), now)
        return replace(snapshot, corrected=False) if snapshot else None  # this channel never saw the earlier version

    def _choose(self, rows: Iterable[Row], platform: str, room: Room) -> list[tuple[Row, str]]:
        """The rows that fit the room, with their spaces' ids. No space takes another's share."""
        chosen, taken, names = list[tuple[Row, str]](), Counter(room.busy), dict[bytes, str]()
        for row in rows:
            if len(chosen) >= room.platform:
                break
            key = bytes(row.space_key)
            space = names.get(key) or names.setdefault(key, self._keys.decrypt(row.space))
            if taken[platform, space] < room.space:
                taken[platform, space] += 1
                chosen.append((row, space))
        return chosen

    def _make_due(self, row: Row, token: str, space: str, snapshot: CardSnapshot) -> Due:
        place = (row.platform, space, self._keys.decrypt(row.address), row.language)
        return Due(row.id, token, row.alert_id, *place, row.planned_at, row.first_tried_at, row.tries, snapshot)

    async def _end(
        self,
        tx: Tx,
        due: Due,
        status: DeliveryStatus,
        message: str | None = None,
        shown: bytes | None = None,
        refusal: str | None = None,
        missing: str | None = None,
        name: str = "",
    ) -> None:
        now, about = self._clock(), await tx.one(_ALERT_STATE, which=due.id)
        is_sent, is_known = status is DeliveryStatus.SENT, status in (DeliveryStatus.SENT, DeliveryStatus.FAILED)
        withdrawn = is_sent and about is not None and about.state == AlertStatus.CANCELLED
        new = {
            "new_state": status.value,
            "new_due_at": None,
            "new_done_at": now,
            "new_message": self._keys.encrypt(message) if message else None,
            "new_refusal": refusal,
            "new_missing": missing or None,
            "new_edit_at": _choose_edit_time(now, withdrawn) if is_sent else None,
            "new_shown": shown,
            "new_edited_at": now if is_sent else None,
        }
        finished = await tx.run(_FINISH, which=due.id, token=due.token, **new)
        if finished and about and is_known:
            await tx.run(_SET_CHANNEL_REFUSAL, channel=about.channel_id, why=refusal, lacking=missing or None)
        if finished and about and name:
            await tx.run(_RENAME_CHANNEL, channel=about.channel_id, named=self._keys.encrypt(name))


def _choose_edit_time(now: int, withdrawn: bool) -> int:
    """When to redraw a card that was just posted, in case its content changed meanwhile."""
    return now if withdrawn else now + INTERVAL


async def _set_status(tx: Tx, rows: Iterable[Row], status: DeliveryStatus, due_at: int | None) -> None:
    await tx.many(_SET_STATUS, [{"which": row.id, "new_state": status.value, "new_due_at": due_at} for row in rows])
