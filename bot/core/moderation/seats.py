"""Seats that admins mark as vacant, or as filled again, before the data on Congress say so."""

from dataclasses import asdict, dataclass
from enum import StrEnum

from bot.core.base.build import Base
from bot.core.congress.congress import Congress
from bot.core.congress.seat_mark_rows import load_marks, remove_mark, save_mark
from bot.core.directory.congresses import find_congress
from bot.core.directory.members import Directory, Member
from bot.core.directory.seat_marks import SeatMark, is_in_seat
from bot.core.directory.terms import is_of_congress
from bot.core.moderation.typed_seats import find_seat, is_called, write_seat
from bot.core.people.people import People, Person
from bot.errors import UserError
from bot.identity import Caller
from bot.store.engine import Tx
from bot.text import matches

COMMAND_LINE = "command_line"  # the result of an entry in the audit trail that nobody in chat made


class SeatChange(StrEnum):
    """What happens to a seat."""

    VACANT = "vacant"  # nobody is named for it
    FILL = "fill"  # the data decide again
    SUCCESSOR = "successor"  # a member of the data holds it, whom the data don't name there


@dataclass(frozen=True, slots=True)
class SeatPlan:
    """A change of a seat, in the form of `members.name_seat`, that an admin may make.

    ``member`` is the id and ``name`` the name of who is left out, named again, or the successor.
    """

    change: SeatChange
    seat: str
    member: str
    name: str


def name_change(plan: SeatPlan) -> str:
    """The word for a change in the catalog. Without its mark, a seat may have nobody by the data."""
    return plan.change.value if plan.name else f"{plan.change.value}_nobody"


class Seats:
    """Marks seats and takes marks back. For admins only: what they mark holds for everybody."""

    def __init__(self, base: Base, people: People, congress: Congress) -> None:
        self._store, self._clock = base.store, base.clock
        self._requests, self._audit = base.requests, base.audit
        self._people, self._congress = people, congress

    async def plan_vacancy(self, seat: str) -> SeatPlan:
        """What marking a typed seat as vacant would do. Raises UserError if nobody is named for it."""
        return await self._store.read(lambda tx: self._plan_vacancy(tx, seat))

    async def plan_fill(self, seat: str, member: str | None = None) -> SeatPlan:
        """What filling a typed seat would do: take its mark back, or name ``member`` (a name or an id) there.

        Raises UserError if it isn't marked, or if the data don't have ``member`` for it.
        """
        return await self._store.read(lambda tx: self._plan_fill(tx, seat, member))

    async def apply(
        self, caller: Caller | None, change: SeatChange, seat: str, member: str, request: str | None = None
    ) -> SeatPlan:
        """Make a planned change, at once for every process. ``caller`` is None for the command line.

        Raises UserError if the seat has changed since it was planned.
        """

        async def apply(tx: Tx) -> SeatPlan:
            person = await self._people.take(tx, caller) if caller else None
            if request and (answer := await self._requests.find_answer(tx, request)):
                return SeatPlan(**{**answer, "change": SeatChange(answer["change"])})
            plan = await self._plan_again(tx, change, seat, member)
            await self._change(tx, plan)
            await self._record(tx, person, plan)
            if request:
                await self._requests.keep_answer(tx, caller, request, asdict(plan), self._clock())
            return plan

        done = await self._store.write(apply)
        await self._congress.read_directory()  # so that what is drawn next knows it
        return done

    async def suggest(self, typed: str) -> tuple[tuple[str, str], ...]:
        """Seats as admins type them, each with who sits there or that it is vacant, that match the typed text."""
        directory = await self._store.read(lambda tx: self._congress.load_sitting(tx, self._clock()))
        pairs = [(write_seat(seat), f"{write_seat(seat)}: {one.name}") for seat, one in directory.seats.items()]
        pairs += [(write_seat(seat), write_seat(seat)) for seat in sorted(directory.vacant)]
        return tuple(pair for pair in pairs if matches(typed, *pair))

    async def _plan_vacancy(self, tx: Tx, typed: str) -> SeatPlan:
        directory = await self._load(tx)
        seat = find_seat(typed, directory)
        if seat in directory.vacant:
            raise UserError("seat.already", field="seat", seat=write_seat(seat))
        member = directory.seats.get(seat)
        if member is None:
            raise UserError("seat.nobody", field="seat", seat=write_seat(seat))
        return SeatPlan(SeatChange.VACANT, seat, member.id, member.name)

    async def _plan_fill(self, tx: Tx, typed: str, member: str | None) -> SeatPlan:
        directory, marks = await self._load(tx), await load_marks(tx)
        seat = find_seat(typed, directory)
        if seat in self._congress.configured_vacancies:
            raise UserError("seat.by_config", field="seat", seat=write_seat(seat))
        mark = next((one for one in marks if one.seat == seat), None)
        if member:
            return _plan_successor(seat, _find_named(member, seat, directory, self._clock()), mark, directory)
        if mark is None:
            now = directory.seats.get(seat)
            known = {"seat": write_seat(seat), **({"name": now.name} if now else {})}
            raise UserError("seat.filled" if now else "seat.nobody", field="seat", **known)
        return SeatPlan(SeatChange.FILL, seat, mark.member, mark.name)

    async def _load(self, tx: Tx) -> Directory:
        directory = await self._congress.load_sitting(tx, self._clock())
        if directory.edition is None:
            raise UserError("seat.no_data")
        if directory.over:
            raise UserError("seat.over")
        return directory

    async def _plan_again(self, tx: Tx, change: SeatChange, seat: str, member: str) -> SeatPlan:
        typed = write_seat(seat)
        if change is SeatChange.VACANT:
            plan = await self._plan_vacancy(tx, typed)
        else:
            plan = await self._plan_fill(tx, typed, member if change is SeatChange.SUCCESSOR else None)
        if (plan.change, plan.member) != (change, member):
            raise UserError("seat.changed", seat=typed)
        return plan

    async def _record(self, tx: Tx, person: Person | None, plan: SeatPlan) -> None:
        result = "ok" if person else COMMAND_LINE
        await self._audit.record(tx, person.id if person else None, f"seat.{plan.change}", plan.seat, None, result)

    async def _change(self, tx: Tx, plan: SeatPlan) -> None:
        at = self._clock()
        mark = next((one for one in await load_marks(tx) if one.seat == plan.seat), None)
        now = self._congress.get_sitting(at).seats.get(plan.seat)
        before = (mark.member, mark.name) if mark and mark.member else None
        match plan.change:
            case SeatChange.FILL:
                await remove_mark(tx, plan.seat)
            case SeatChange.VACANT:  # of a successor who left too, the data go on naming the one before
                await save_mark(tx, SeatMark(plan.seat, *(before or (plan.member, plan.name)), at))
            case SeatChange.SUCCESSOR:
                left = before or ((now.id, now.name) if now else ("", ""))
                await save_mark(tx, SeatMark(plan.seat, *left, at, successor=plan.member))


def _find_named(typed: str, seat: str, directory: Directory, at: int) -> Member:
    """The one term in this Congress for a seat whose member a text names, nobody who holds another seat.

    Raises UserError.
    """
    sitting = [one for one in directory.members.values() if one.seat == seat]
    others = [one for one in (*directory.past.values(), *directory.coming) if one.id not in directory.members]
    found = {
        one.id: one
        for one in (*sitting, *others)
        if is_in_seat(one, seat) and is_of_congress(one, find_congress(at)) and is_called(typed, one)
    }
    if len(found) != 1:
        raise UserError("seat.no_successor", field="member", word=typed, seat=write_seat(seat))
    return found.popitem()[1]


def _plan_successor(seat: str, member: Member, mark: SeatMark | None, directory: Directory) -> SeatPlan:
    now = directory.seats.get(seat)
    if now and now.id == member.id:
        raise UserError("seat.filled", field="seat", seat=write_seat(seat), name=now.name)
    back = mark is not None and mark.member == member.id
    return SeatPlan(SeatChange.FILL if back else SeatChange.SUCCESSOR, seat, member.id, member.name)
