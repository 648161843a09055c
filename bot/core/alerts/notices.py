"""What people are told of an alert, once, privately: that it has ended, waits for them, was approved or refused.

Each is a row first. Nobody is told twice on a guess: what may have arrived counts as told, and whoever can't be
reached finds it in `/alert list`.
"""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import and_, bindparam, exists, func, or_, select, update

from bot.core.alerts.alert_reader import AlertReader, Detail
from bot.core.base.clock import DAY, HOUR, SECOND, Clock
from bot.core.base.ids import new_id
from bot.core.base.keys import Keys
from bot.core.base.statuses import AlertStatus, DeliveryStatus, has_delivery_status
from bot.core.base.stored_values import read_each
from bot.core.coalition.org_directory import EVERYTHING
from bot.core.people.people import People
from bot.store.engine import Store, Tx
from bot.store.statement import Row, Statement
from bot.store.tables import accounts, actors, alerts, deliveries, notices, people

PATIENCE = HOUR // 2  # after a channel's time, for what is still tried there; then the author is told all the same
DELAY = 15 * SECOND  # until it is told, so that whoever has just sent it has read the answer to that
AGAIN = 60 * SECOND  # until somebody who couldn't be told just now is tried again
_GIVE_UP = DAY


class NoticeKind(StrEnum):
    """What somebody is told of an alert."""

    ENDED = "ended"  # to its author
    WAITING = "waiting"  # to admins: one of them has to approve it
    APPROVED = "approved"  # to its author
    REFUSED = "refused"  # to its author: withdrawn by somebody else


class NoticeState(StrEnum):
    """How far a notice has come."""

    WAITING = "waiting"
    TOLD = "told"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice in hand: its alert, and whom it is for, as (platform, account)."""

    id: str
    kind: NoticeKind
    detail: Detail
    accounts: tuple[tuple[str, str], ...]
    language: str | None


_N, _D = notices.c, deliveries.c
_UNDECIDED = and_(
    _D.alert_id == alerts.c.id,
    or_(
        _D.state == DeliveryStatus.HELD.value,
        and_(has_delivery_status(DeliveryStatus.WAITING, DeliveryStatus.SENDING), _D.planned_at > bindparam("since")),
    ),
)
_LAST = select(func.max(_D.done_at)).where(_D.alert_id == alerts.c.id).scalar_subquery()
_ENDED = Statement(
    select(alerts.c.id, alerts.c.author, _LAST.label("last")).where(
        alerts.c.ended_at.is_(None),
        or_(alerts.c.state == AlertStatus.GOING.value, alerts.c.state == AlertStatus.CANCELLED.value),
        ~exists().where(_UNDECIDED),
    )
)
_END = Statement(
    update(alerts)
    .where(alerts.c.id == bindparam("alert"), alerts.c.ended_at.is_(None))
    .values(ended_at=bindparam("now"))
)
_ADD = Statement(lambda insert: insert(notices).on_conflict_do_nothing())
_DUE = Statement(
    select(notices)
    .where(_N.due_at <= bindparam("now"))
    .order_by(_N.due_at, _N.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_SET = Statement(
    update(notices).where(_N.id == bindparam("which")).values(state=bindparam("as_state"), due_at=bindparam("at"))
)
_LATER = Statement(
    update(notices).where(_N.id == bindparam("which")).values(state=NoticeState.WAITING.value, due_at=bindparam("at"))
)
_NEXT = Statement(select(func.min(_N.due_at).label("at")))
_ACCOUNTS = Statement(
    select(accounts.c.platform, accounts.c.address, people.c.profile)
    .where(
        actors.c.id == bindparam("actor"),
        people.c.id == actors.c.person_id,
        accounts.c.person_id == people.c.id,
    )
    .order_by(accounts.c.created_at, accounts.c.key)
)


class Notices:
    """Gives out what is to be told, and keeps what became of it."""

    def __init__(self, store: Store, keys: Keys, clock: Clock, people: People, reader: AlertReader) -> None:
        self._store = store
        self._keys = keys
        self._clock = clock
        self._people = people
        self._reader = reader

    async def end(self) -> int:
        """Find alerts that have ended, let their authors be told, and return how many those are."""
        since = self._clock() - PATIENCE
        if not await self._store.read(lambda tx: tx.all(_ENDED, since=since)):
            return 0
        return await self._store.write(lambda tx: self._end(tx, since))

    async def take(self, most: int) -> tuple[Notice, ...]:
        """Take what is due; it counts as told until `later` or `unreachable` says otherwise."""
        return await self._store.write(lambda tx: self._take(tx, most))

    async def later(self, notice: Notice, seconds: float) -> None:
        """Try a notice again that surely didn't arrive, for a day at the most."""
        due = self._clock() + max(int(seconds * SECOND), AGAIN)
        await self._store.write(lambda tx: tx.run(_LATER, which=notice.id, at=due))

    async def unreachable(self, notice: Notice) -> None:
        """Keep that nobody can be told."""
        await self._store.write(lambda tx: _set(tx, notice.id, NoticeState.UNREACHABLE))

    async def next_at(self) -> int | None:
        """Return when the next one is due, None where none is."""
        row = await self._store.read(lambda tx: tx.one(_NEXT))
        return row.at if row else None

    async def _end(self, tx: Tx, since: int) -> int:
        now, ended = self._clock(), 0
        for row in await tx.all(_ENDED, since=since):
            if await tx.run(_END, alert=row.id, now=now):
                ended += 1
                if row.author:
                    await add_notice(tx, row.id, row.author, NoticeKind.ENDED, row.last or now)
        return ended

    async def _take(self, tx: Tx, most: int) -> tuple[Notice, ...]:
        now, found = self._clock(), list[Notice]()
        for row in await tx.all(_DUE, now=now, most=most):
            notice = await self._notice(tx, row)
            given_up = notice is None or row.created_at < now - _GIVE_UP
            await _set(tx, row.id, NoticeState.UNREACHABLE if given_up else NoticeState.TOLD)
            if notice and not given_up:
                found.append(notice)
        return tuple(found)

    async def _notice(self, tx: Tx, row: Row) -> Notice | None:
        """Return a notice, None where its recipient is nobody any more."""
        rows = await tx.all(_ACCOUNTS, actor=row.actor)
        known = tuple(read_each(rows, lambda one: (str(one.platform), self._keys.decrypt(one.address))))
        if not known:
            return None
        detail = await self._reader.detail(tx, EVERYTHING, row.alert_id)
        return Notice(row.id, NoticeKind(row.kind), detail, known, self._people.profile(rows[0].profile).language)


async def add_notice(tx: Tx, alert: str, actor: str, kind: NoticeKind, at: int) -> None:
    """Let somebody be told, once, what happened to an alert ``at``; ``actor`` is their id in the audit trail."""
    row = {"id": new_id(at), "alert_id": alert, "actor": actor, "kind": kind.value}
    due = at + DELAY if kind is NoticeKind.ENDED else at
    await tx.run(_ADD, **row, state=NoticeState.WAITING.value, due_at=due, created_at=at)


async def _set(tx: Tx, notice: str, state: NoticeState) -> None:
    await tx.run(_SET, which=notice, as_state=state.value, at=None)
