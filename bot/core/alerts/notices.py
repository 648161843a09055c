"""Direct messages about an alert: it ended, it needs approval, it was approved, or somebody withdrew it.

Each notice is a row first and is sent at most once: one that may have arrived counts as sent. People who can't be
reached still find the alert in `/alert list`. Start with `Notices.end_alerts` and `Notices.take`.
"""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from bot.core.alerts.alert_reader import AlertDetail, AlertReader
from bot.core.base.build import Base
from bot.core.base.ids import make_id
from bot.core.base.statuses import AlertStatus, DeliveryStatus, NoticeState, has_delivery_status
from bot.core.coalition.org_directory import EVERYTHING
from bot.core.people.due_notices import DueNotices
from bot.core.people.people import People
from bot.core.people.recipients import fetch_recipient
from bot.core.times.clock import DAY, HOUR, SECOND
from bot.store.engine import Tx
from bot.store.sql import and_, bindparam, delete, exists, func, or_, select, update
from bot.store.statement import Row, Statement
from bot.store.tables import alerts, deliveries, notices

PATIENCE = HOUR // 2  # how long after its planned time a delivery may still be tried before the alert counts as ended
_UNTRIED = DAY  # the same for one that nothing tried yet: once its platform is back, it is posted or held
DELAY = 15 * SECOND  # before a notice about an end goes out, so that the author has read the answer to sending it
_LIFETIME = DAY


class NoticeKind(StrEnum):
    """What a notice says about an alert."""

    ENDED = "ended"  # to its author
    WAITING = "waiting"  # to admins: one of them has to approve it
    APPROVED = "approved"  # to its author
    DECLINED = "declined"  # to its author: an admin who could have approved it refused it
    REFUSED = "refused"  # to its author: withdrawn by somebody else
    LAPSED = "lapsed"  # to its author: nobody approved it before its time
    MISSED = "missed"  # to the admins who were asked: the same
    RESENT = "resent"  # to its author and who sent it again: that ended, too
    UNREACHED = "unreached"  # to its author: an admin who could approve it gets no direct messages


class Notice(Struct, frozen=True):
    """A notice to send. ``accounts`` are its recipient's, as (platform, account)."""

    id: str
    kind: NoticeKind
    detail: AlertDetail
    accounts: tuple[tuple[str, str], ...]
    language: str | None


_N, _D = notices.c, deliveries.c
_UNDECIDED = and_(
    _D.alert_id == alerts.c.id,
    or_(
        _D.state == DeliveryStatus.HELD.value,
        and_(
            has_delivery_status(DeliveryStatus.WAITING, DeliveryStatus.SENDING),
            or_(_D.planned_at > bindparam("since"), and_(_D.tries == 0, _D.planned_at > bindparam("lately"))),
        ),
    ),
)
_LAST = select(func.max(_D.done_at)).where(_D.alert_id == alerts.c.id).scalar_subquery()
_FIND_ENDED = Statement(
    select(alerts.c.id, alerts.c.author, alerts.c.vouched_by, _LAST.label("last")).where(
        alerts.c.ended_at.is_(None),
        or_(alerts.c.state == AlertStatus.GOING.value, alerts.c.state == AlertStatus.CANCELLED.value),
        ~exists().where(_UNDECIDED),
    )
)
_SET_ENDED = Statement(
    update(alerts)
    .where(alerts.c.id == bindparam("alert"), alerts.c.ended_at.is_(None))
    .values(ended_at=bindparam("now"))
)
_ADD = Statement(lambda insert: insert(notices).on_conflict_do_nothing())
_SET_STATE = Statement(
    update(notices).where(_N.id == bindparam("which")).values(state=bindparam("as_state"), due_at=bindparam("at"))
)
_FIND_LAPSED = Statement(
    select(alerts.c.id, alerts.c.author).where(
        alerts.c.state == AlertStatus.AWAITING.value, alerts.c.at.is_not(None), alerts.c.at < bindparam("now")
    )
)
_SET_LAPSED = Statement(
    update(alerts)
    .where(alerts.c.id == bindparam("alert"), alerts.c.state == AlertStatus.AWAITING.value)
    .values(state=AlertStatus.LAPSED.value, ended_at=bindparam("now"))
)
_IS_OF_KIND = and_(_N.alert_id == bindparam("alert"), _N.kind == bindparam("kind"))
_OF_KIND = Statement(select(_N.actor).where(_IS_OF_KIND).order_by(_N.id))
_DROP = Statement(delete(notices).where(_IS_OF_KIND))
_AUTHOR = Statement(
    select(alerts.c.author).where(alerts.c.id == bindparam("alert"), alerts.c.state == AlertStatus.AWAITING.value)
)


class Notices(DueNotices[Notice]):
    """Hands out due notices and records what became of them."""

    def __init__(self, base: Base, people: People, reader: AlertReader) -> None:
        self._keys = base.keys
        super().__init__(base.store, base.clock, notices, state=NoticeState.WAITING.value)
        self._people, self._reader = people, reader

    async def lapse_alerts(self) -> int:
        """Mark alerts that nobody approved in time, and notify their authors and the admins. Returns how many."""
        if not await self._store.read(lambda tx: tx.all(_FIND_LAPSED, now=self._clock())):
            return 0
        return await self._store.write(self._lapse_alerts)

    async def end_alerts(self) -> int:
        """Mark alerts whose deliveries are finished as ended, and add notices for their authors. Returns how many."""
        patience = {"since": self._clock() - PATIENCE, "lately": self._clock() - _UNTRIED}
        if not await self._store.read(lambda tx: tx.all(_FIND_ENDED, **patience)):
            return 0
        return await self._store.write(lambda tx: self._end_alerts(tx, patience))

    async def give_up(self, notice: Notice) -> None:
        """Record that the recipient can't be reached. If an admin can't, the alert's author learns it, once."""
        alert = notice.detail.progress.id

        async def give_up(tx: Tx) -> None:
            await _set_state(tx, notice.id, NoticeState.UNREACHABLE)
            waiting = await tx.one(_AUTHOR, alert=alert) if notice.kind is NoticeKind.WAITING else None
            if waiting and waiting.author:
                await add_notice(tx, alert, waiting.author, NoticeKind.UNREACHED, self._clock())

        await self._store.write(give_up)

    async def _end_alerts(self, tx: Tx, patience: Mapping[str, int]) -> int:
        now, ended = self._clock(), 0
        for row in await tx.all(_FIND_ENDED, **patience):
            if await tx.run(_SET_ENDED, alert=row.id, now=now):
                ended += 1
                await self._notify_of_end(tx, row, row.last or now)
        return ended

    async def _notify_of_end(self, tx: Tx, row: Row, at: int) -> None:
        """Notify an alert's author once that it ended; after it was sent again, also the person who did that."""
        if not await tx.all(_OF_KIND, alert=row.id, kind=NoticeKind.ENDED.value):
            if row.author:
                await add_notice(tx, row.id, row.author, NoticeKind.ENDED, at)
            return
        await drop_notices(tx, row.id, NoticeKind.RESENT)
        for actor in dict.fromkeys(actor for actor in (row.author, row.vouched_by) if actor):
            await add_notice(tx, row.id, actor, NoticeKind.RESENT, at)

    async def _lapse_alerts(self, tx: Tx) -> int:
        now, lapsed = self._clock(), 0
        for row in await tx.all(_FIND_LAPSED, now=now):
            if await tx.run(_SET_LAPSED, alert=row.id, now=now):
                lapsed += 1
                asked = await tx.all(_OF_KIND, alert=row.id, kind=NoticeKind.WAITING.value)
                await drop_notices(tx, row.id, NoticeKind.WAITING)
                await add_notice(tx, row.id, row.author, NoticeKind.LAPSED, now)
                for one in asked:
                    await add_notice(tx, row.id, one.actor, NoticeKind.MISSED, now)
        return lapsed

    async def _take_row(self, tx: Tx, row: Row, now: int) -> Notice | None:
        notice = await self._read_notice(tx, row) if row.created_at >= now - _LIFETIME else None
        await _set_state(tx, row.id, NoticeState.SENT if notice else NoticeState.UNREACHABLE)
        return notice

    async def _read_notice(self, tx: Tx, row: Row) -> Notice | None:
        """Load a notice, None if its recipient no longer has an account."""
        recipient = await fetch_recipient(tx, self._people, self._keys, row.actor)
        if recipient is None:
            return None
        detail = await self._reader.read_detail(tx, EVERYTHING, row.alert_id)
        return Notice(row.id, NoticeKind(row.kind), detail, recipient.accounts, recipient.language)


async def add_notice(tx: Tx, alert: str, actor: str, kind: NoticeKind, at: int) -> None:
    """Add a notice about what happened to an alert at ``at``, once. ``actor`` is the recipient's audit id."""
    row = {"id": make_id(at), "alert_id": alert, "actor": actor, "kind": kind.value}
    due = at + DELAY if kind in (NoticeKind.ENDED, NoticeKind.RESENT) else at
    await tx.run(_ADD, **row, state=NoticeState.WAITING.value, due_at=due, created_at=at)


async def drop_notices(tx: Tx, alert: str, *kinds: NoticeKind) -> None:
    """Drop an alert's notices of some kinds, so that they can be added anew."""
    for kind in kinds:
        await tx.run(_DROP, alert=alert, kind=kind.value)


async def _set_state(tx: Tx, notice: str, state: NoticeState) -> None:
    await tx.run(_SET_STATE, which=notice, as_state=state.value, at=None)
