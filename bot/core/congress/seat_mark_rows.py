"""The rows of marked seats. A mark that ended is kept for a while, so that admins learn of it."""

from typing import Any, cast

from bot.core.directory.members import Directory
from bot.core.directory.seat_marks import EndedMark, SeatMark
from bot.core.directory.terms import find_ended_marks
from bot.core.times.clock import DAY
from bot.store.engine import Query, Tx
from bot.store.sql import Executable, bindparam, delete, select, update
from bot.store.statement import Row, Statement
from bot.store.tables import seat_marks

SHOWN_FOR = 90 * DAY  # after a mark ended

_HOLDING = Statement(select(seat_marks).where(seat_marks.c.ended_at.is_(None)).order_by(seat_marks.c.seat))
MARKS_IN_FORCE: Query = (_HOLDING, {})
_ENDED = Statement(
    select(seat_marks)
    .where(seat_marks.c.ended_at > bindparam("since"))
    .order_by(seat_marks.c.ended_at, seat_marks.c.seat)
)


def _upsert(insert: Any) -> Executable:
    new = insert(seat_marks)
    names = [column.name for column in seat_marks.columns if column.name != "seat"]
    return cast(
        Executable,
        new.on_conflict_do_update(index_elements=["seat"], set_={name: new.excluded[name] for name in names}),
    )


_SAVE = Statement(_upsert)
_REMOVE = Statement(delete(seat_marks).where(seat_marks.c.seat == bindparam("which")))
_END = Statement(
    update(seat_marks)
    .where(seat_marks.c.seat == bindparam("which"))
    .values(ended_at=bindparam("at"), holders=bindparam("names"))
)


async def load_marks(tx: Tx) -> tuple[SeatMark, ...]:
    """The marks in force, by seat."""
    statement, params = MARKS_IN_FORCE
    return tuple([_read_mark(row) for row in await tx.all(statement, **params)])


async def load_ended_marks(tx: Tx, at: int) -> tuple[EndedMark, ...]:
    """The marks that ended in the `SHOWN_FOR` before ``at``, oldest first."""
    rows = await tx.all(_ENDED, since=at - SHOWN_FOR)
    return tuple([EndedMark(_read_mark(row), row.ended_at, tuple(row.holders.splitlines())) for row in rows])


async def save_mark(tx: Tx, mark: SeatMark) -> None:
    """Save a mark, in place of an earlier one of its seat."""
    await tx.run(
        _SAVE,
        seat=mark.seat,
        member_id=mark.member,
        name=mark.name,
        successor_id=mark.successor,
        marked_at=mark.at,
        ended_at=None,
        holders="",
    )


async def remove_mark(tx: Tx, seat: str) -> bool:
    """Remove a seat's mark. Returns whether there was one."""
    return bool(await tx.run(_REMOVE, which=seat))


async def end_agreed_marks(tx: Tx, directory: Directory, at: int) -> None:
    """End the marks that a newly loaded directory agrees with: see `find_ended_marks`."""
    for ended in find_ended_marks(await load_marks(tx), directory, at):
        await tx.run(_END, which=ended.mark.seat, at=at, names="\n".join(ended.holders))


def _read_mark(row: Row) -> SeatMark:
    return SeatMark(row.seat, row.member_id, row.name, row.marked_at, row.successor_id)
