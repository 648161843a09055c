"""The work of delivering: rows that are due are taken under a lease, and what became of each is written down.

Whoever takes a row holds it until ``due_at``; then it may be taken again. A lease is short, and renewed for as long as
the work on its row goes on: so a process that dies gives up its rows within seconds, begun or not. Before anything is
sent it is written that it is being tried, so that after a crash nobody takes for unsent what may stand there.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy import Update, bindparam, func, select, update

from bot.core.alerts.card_snapshot import CardSnapshot, SnapshotReader
from bot.core.base.clock import HOUR, SECOND, Clock
from bot.core.base.keys import Keys
from bot.core.base.leases import DELIVERY_LEASE
from bot.core.base.statuses import AlertStatus, DeliveryStatus
from bot.core.base.stored_values import UNREADABLE, is_readable
from bot.core.coalition.audience import read_audience
from bot.core.outbox.card_edits import INTERVAL
from bot.core.outbox.due_rows import OPEN, fetch_due_rows, is_wanted
from bot.core.outbox.refusals import BREATH, refusing
from bot.store.engine import Store, Tx
from bot.store.statement import Row, Statement
from bot.store.tables import alerts, channels, deliveries

MISSED = HOUR  # after which nothing goes out any more without its author's word


@dataclass(frozen=True, slots=True)
class Due:
    """A delivery in hand: ``token`` is the lease's, ``first_tried_at`` None while it surely doesn't stand there."""

    id: str
    token: str
    alert_id: str
    platform: str
    space: str
    channel: str
    language: str | None
    first_tried_at: int | None
    tries: int
    snapshot: CardSnapshot


@dataclass(frozen=True, slots=True)
class Room:
    """How much more may be taken: of one platform, and of one space where it already holds ``busy`` of it."""

    platform: int
    space: int
    busy: Mapping[tuple[str, str], int]


_D = deliveries.c
_ALERTS = Statement(select(alerts).where(alerts.c.id == bindparam("alert")))
_NEXT = Statement(select(func.min(_D.due_at).label("at")).where(_D.platform == bindparam("platform"), OPEN))


def _set(*columns: str, mine: bool = True) -> Statement:
    """Return the statement that sets ``columns`` of one delivery, where ``mine`` only while its lease is one's own."""
    changed: Update = update(deliveries).where(_D.id == bindparam("which"))
    if mine:
        changed = changed.where(_D.claimed_by == bindparam("token"), _D.state == DeliveryStatus.SENDING.value)
    return Statement(changed.values({name: bindparam(f"new_{name}") for name in columns}))


_TAKE = _set("state", "claimed_by", "due_at", mine=False)
_PUT = _set("state", "due_at", mine=False)
_GIVE_UP = Statement(
    update(deliveries)
    .where(_D.id == bindparam("which"))
    .values(state=bindparam("stage"), due_at=None, done_at=bindparam("at"), refusal=bindparam("why"))
)
_RELEASE = Statement(
    update(deliveries)
    .where(_D.claimed_by.like(bindparam("mine")), _D.state == DeliveryStatus.SENDING.value)
    .values(state=DeliveryStatus.WAITING.value, due_at=bindparam("now"))
)
_RENEW = _set("due_at")
# Of a process that is gone. What it had begun keeps its lease: the platform may be at work on that request still.
_RECOVER = Statement(
    update(deliveries)
    .where(_D.state == DeliveryStatus.SENDING.value, _D.first_tried_at.is_(None), _D.due_at > bindparam("now"))
    .values(state=DeliveryStatus.WAITING.value, due_at=bindparam("now"))
)
_BEGIN = _set("first_tried_at", "due_at", "tries")
_AGAIN = _set("state", "due_at", "first_tried_at")
_END = _set("state", "due_at", "done_at", "message", "refusal", "missing", "edit_at", "shown", "edited_at")
_STANDING = Statement(
    select(alerts.c.state, _D.channel_id).where(_D.id == bindparam("which"), alerts.c.id == _D.alert_id)
)
_MARK = Statement(
    update(channels)
    .where(channels.c.id == bindparam("channel"))
    .values(refusal=bindparam("why"), missing=bindparam("lacking"))
)


class Deliveries:
    """Gives out what is due, and keeps what became of it."""

    def __init__(self, store: Store, keys: Keys, clock: Clock, snapshot: SnapshotReader) -> None:
        self._store = store
        self._keys = keys
        self._clock = clock
        self._snapshots = snapshot

    async def take(self, platform: str, token: str, room: Room) -> tuple[Due, ...]:
        """Take rows that are due on a platform, oldest first, as far as there is ``room``; they are the caller's alone.

        What is meant for a channel that wants it no more is cancelled, and what would only be refused waits.
        """
        return await self._store.write(lambda tx: self._take(tx, platform, token, room))

    async def begin(self, due: Due) -> bool:
        """Write that a delivery is being tried; False where it isn't the caller's any more, and nothing may be sent."""
        now = self._clock()

        async def begin(tx: Tx) -> bool:
            tried = now if due.first_tried_at is None else due.first_tried_at
            new = {"new_first_tried_at": tried, "new_due_at": now + DELIVERY_LEASE, "new_tries": due.tries + 1}
            return bool(await tx.run(_BEGIN, which=due.id, token=due.token, **new))

        return await self._store.write(begin)

    async def sent(self, due: Due, message: str, shown: bytes | None = None) -> None:
        """Keep that a delivery stands in its channel, under the platform's id of it.

        ``shown`` is the SHA-256 of the card that was posted, None where nobody knows which it was.
        """
        await self._store.write(lambda tx: self._ended(tx, due, DeliveryStatus.SENT, message=message, shown=shown))

    async def refused(self, due: Due, refusal: str, missing: str) -> None:
        """Keep that a platform won't have a delivery; its channel says so too."""
        await self._store.write(
            lambda tx: self._ended(tx, due, DeliveryStatus.FAILED, refusal=refusal, missing=missing)
        )

    async def lost(self, due: Due) -> None:
        """Keep that nobody can tell whether a delivery stands in its channel."""
        await self._store.write(lambda tx: self._ended(tx, due, DeliveryStatus.UNKNOWN))

    async def dropped(self, due: Due) -> None:
        """Keep that a delivery doesn't stand there, and that its alert was withdrawn meanwhile."""
        await self._store.write(lambda tx: self._ended(tx, due, DeliveryStatus.CANCELLED))

    async def renew(self, held: Iterable[Due]) -> None:
        """Hold for longer what is in hand; what somebody else has taken meanwhile is left to them."""
        until = self._clock() + DELIVERY_LEASE
        rows = [{"which": due.id, "token": due.token, "new_due_at": until} for due in held]
        await self._store.write(lambda tx: tx.many(_RENEW, rows))

    async def recover(self) -> None:
        """Give back at once what the process before this one held and had not begun.

        Where several processes write, nobody can tell whose rows those are, and the leases end by themselves.
        """
        if self._store.has_one_process:
            now = self._clock()
            await self._store.write(lambda tx: tx.run(_RECOVER, now=now))

    async def release(self, worker: str) -> None:
        """Give back what a worker, by the beginning of its tokens, holds and won't bring to an end.

        What it had begun to try keeps saying so, and is looked for first.
        """
        now = self._clock()
        await self._store.write(lambda tx: tx.run(_RELEASE, mine=f"{worker}-%", now=now))

    async def later(self, due: Due, seconds: float, *, tried: bool) -> None:
        """Put a delivery off for so long. ``tried`` says that it may stand there since it was first tried."""
        now = self._clock()
        first = (due.first_tried_at or now) if tried else None
        new = {
            "new_state": DeliveryStatus.WAITING.value,
            "new_due_at": now + int(seconds * SECOND),
            "new_first_tried_at": first,
        }
        await self._store.write(lambda tx: tx.run(_AGAIN, which=due.id, token=due.token, **new))

    async def next_at(self, platforms: Collection[str]) -> int | None:
        """Return when something is due next on these platforms, None where nothing is."""

        async def read(tx: Tx) -> list[int | None]:
            rows = [await tx.one(_NEXT, platform=platform) for platform in platforms]
            return [row.at if row else None for row in rows]

        return min((at for at in await self._store.read(read) if at is not None), default=None)

    async def _take(self, tx: Tx, platform: str, token: str, room: Room) -> tuple[Due, ...]:
        now = self._clock()
        rows = await fetch_due_rows(tx, platform, now, missed=now - MISSED, share=room.space)
        whole = [row for row in rows if is_readable(partial(self._reachable, row))]
        stopped = [row for row in whole if row.first_tried_at is None and not is_wanted(row)]
        left_alone = await refusing(tx, platform, now)
        put_off = [row for row in whole if row.space_key in left_alone and row not in stopped]
        aside = {row.id for row in (*stopped, *put_off)}
        chosen = self._chosen([row for row in whole if row.id not in aside], platform, room)
        snapshot = {alert: await self._read(tx, alert, now) for alert in {row.alert_id for row, _ in chosen}}
        read = {row.id for row in whole}
        broken = [row for row in rows if row.id not in read] + [row for row, _ in chosen if not snapshot[row.alert_id]]
        await _put(tx, stopped, DeliveryStatus.CANCELLED, None)
        await _put(tx, put_off, DeliveryStatus.WAITING, now + BREATH)
        await self._fail(tx, broken, now)
        due = [self._due(row, token, space, shown) for row, space in chosen if (shown := snapshot[row.alert_id])]
        held = {"new_state": DeliveryStatus.SENDING.value, "new_claimed_by": token, "new_due_at": now + DELIVERY_LEASE}
        await tx.many(_TAKE, [{"which": one.id, **held} for one in due])
        return tuple(due)

    def _reachable(self, row: Row) -> None:
        """Raise Unreadable where nothing says any more where a delivery goes, or for whom it is."""
        self._keys.decrypt(row.space), self._keys.decrypt(row.address), read_audience(row.audience)

    async def _fail(self, tx: Tx, rows: Iterable[Row], now: int) -> None:
        """Give up what can't be read: what was never tried isn't there, of anything else nobody can tell."""
        for row in rows:
            stage = DeliveryStatus.FAILED if row.first_tried_at is None else DeliveryStatus.UNKNOWN
            await tx.run(_GIVE_UP, which=row.id, stage=stage.value, at=now, why=UNREADABLE)

    async def _read(self, tx: Tx, alert: str, now: int) -> CardSnapshot | None:
        snapshot = await self._snapshots.read(tx, await tx.one(_ALERTS, alert=alert), now)
        return replace(snapshot, corrected=False) if snapshot else None  # nobody has seen it as it was before

    def _chosen(self, rows: Iterable[Row], platform: str, room: Room) -> list[tuple[Row, str]]:
        """Return the rows for which there is room, with their spaces' ids: none of them takes another's share."""
        chosen, taken, names = list[tuple[Row, str]](), Counter(room.busy), dict[bytes, str]()
        for row in rows:
            if len(chosen) >= room.platform:
                break
            key = bytes(row.space_key)
            space = names.get(key) or names.setdefault(key, self._keys.decrypt(row.space))  # which was read before
            if taken[platform, space] < room.space:
                taken[platform, space] += 1
                chosen.append((row, space))
        return chosen

    def _due(self, row: Row, token: str, space: str, snapshot: CardSnapshot) -> Due:
        place = (row.platform, space, self._keys.decrypt(row.address), row.language)
        return Due(row.id, token, row.alert_id, *place, row.first_tried_at, row.tries, snapshot)

    async def _ended(
        self,
        tx: Tx,
        due: Due,
        stage: DeliveryStatus,
        message: str | None = None,
        shown: bytes | None = None,
        refusal: str | None = None,
        missing: str | None = None,
    ) -> None:
        now, about = self._clock(), await tx.one(_STANDING, which=due.id)
        withdrawn = stage is DeliveryStatus.SENT and about is not None and about.state == AlertStatus.CANCELLED
        new = {
            "new_state": stage.value,
            "new_due_at": None,
            "new_done_at": now,
            "new_message": self._keys.encrypt(message) if message else None,
            "new_refusal": refusal,
            "new_missing": missing or None,
            "new_edit_at": _looked_at_again(now, withdrawn) if stage is DeliveryStatus.SENT else None,
            "new_shown": shown,
            "new_edited_at": now if stage is DeliveryStatus.SENT else None,
        }
        if (
            await tx.run(_END, which=due.id, token=due.token, **new)
            and about
            and stage in (DeliveryStatus.SENT, DeliveryStatus.FAILED)
        ):
            await tx.run(_MARK, channel=about.channel_id, why=refusal, lacking=missing or None)


def _looked_at_again(now: int, withdrawn: bool) -> int:
    """Return when a card that was just posted is drawn anew, if its numbers moved while it was on its way."""
    return now if withdrawn else now + INTERVAL


async def _put(tx: Tx, rows: Iterable[Row], stage: DeliveryStatus, due_at: int | None) -> None:
    await tx.many(_PUT, [{"which": row.id, "new_state": stage.value, "new_due_at": due_at} for row in rows])
