"""What `congress status` and `doctor` say of the seats that admins marked."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime

from msgspec import Struct
from msgspec.structs import replace

from bot.config.settings import Config
from bot.core.congress.congress import load_newest_directory
from bot.core.congress.seat_mark_rows import load_ended_marks, load_marks
from bot.core.directory.members import Directory, Member
from bot.core.directory.seat_marks import EndedMark, SeatMark, has_left
from bot.core.moderation.typed_seats import write_seat
from bot.core.times.clock import now
from bot.store.engine import Tx
from bot.store.glance import glance


class Marks(Struct, frozen=True):
    """The marks in force, those that ended lately, and all terms of the data."""

    holding: Sequence[SeatMark]
    ended: Sequence[EndedMark]
    terms: Sequence[Member]


async def load_all_marks(tx: Tx, directory: Directory, at: int) -> Marks:
    """The marks at ``at``, beside the terms of a ``directory`` as stored."""
    terms = (*directory.members.values(), *directory.coming)
    return Marks(await load_marks(tx), await load_ended_marks(tx, at), terms)


async def read_marks(config: Config, ended_since: int = 0) -> list[str]:
    """A sentence for each mark, also while Callboard runs; of those that ended, only since then (UTC microseconds).

    Raises Unavailable if the database can't be read.
    """

    async def read(tx: Tx) -> Marks:
        return await load_all_marks(tx, await load_newest_directory(tx, Directory()), now())

    found = await glance(config.store.url, read)
    if found is None:
        return []
    ended = [one for one in found.ended if one.at >= ended_since]
    return list(describe_marks(replace(found, ended=ended)))


def describe_marks(marks: Marks) -> Iterator[str]:
    """A sentence for each mark."""
    for mark in marks.holding:
        yield _describe_mark(mark, marks.terms)
    for ended in marks.ended:
        mark, seat = ended.mark, write_seat(ended.mark.seat)
        holders = " and ".join(ended.holders) or "nobody"
        yield (
            f"Marked: {seat} was marked on {_find_date(mark.at)} ({mark.name or 'nobody there'}). The mark ended on "
            f"{_find_date(ended.at)}, because the data agree: they have {holders} there."
        )


def _describe_mark(mark: SeatMark, terms: Sequence[Member]) -> str:
    seat, since = write_seat(mark.seat), _find_date(mark.at)
    back = f"To take it back: callboard congress fill {seat}"
    if mark.successor:
        name = next((term.name for term in terms if term.id == mark.successor), mark.successor)
        left = f", in place of {mark.name}" if mark.name else ""
        return f"Marked: {name} is named for {seat} since {since}{left}. {back}"
    again = _find_next_term(mark, terms)
    coming = f" They have a new term from {again} on: if that is right, take the mark back." if again else ""
    return f"Marked: {seat} is vacant since {since}, and the data still have {mark.name} there.{coming} {back}"


def _find_next_term(mark: SeatMark, terms: Iterable[Member]) -> date | None:
    """When a term of the member who left begins that is newer than the mark, None if there is none."""
    begun = [term.begins for term in terms if term.begins and has_left(term, (mark,))]
    return next((day for day in begun if day > _find_date(mark.at)), None)


def _find_date(at: int) -> date:
    return datetime.fromtimestamp(at // 1_000_000, UTC).date()
