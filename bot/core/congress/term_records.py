"""Which of the recorded terms are read: for each seat, one at a time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from bot.core.congress.records import Legislator, TermRecord
from bot.core.directory.congresses import find_noon
from bot.core.directory.states import SEATS, find_district

_SENATORS = 2  # of a state


class SeatTerm(Struct, frozen=True):
    """A member's term in a seat. It ``ends`` before the recorded day if somebody else's begins earlier."""

    record: Legislator
    term: TermRecord
    seat: str
    ends: date

    @property
    def id(self) -> str:
        """The member's id."""
        return self.record.id.bioguide

    def holds(self, at: int) -> bool:
        """Whether the term holds at ``at`` (UTC microseconds)."""
        return self.has_begun(at) and find_noon(self.ends) > at

    def has_begun(self, at: int) -> bool:
        """Whether the term has begun at ``at`` (UTC microseconds)."""
        return find_noon(self.term.start) <= at


def choose_terms(records: Iterable[Legislator], at: int) -> tuple[tuple[SeatTerm, ...], tuple[str, ...]]:
    """The terms that hold at ``at`` or begin later, and a sentence about each record that was left out.

    Of a member whose terms are all over it is the last one, if nobody else has the seat.
    """
    doubts = list[str]()
    sound = [term for one in records for term in _read_terms(one, at, doubts)]
    by_seat: dict[str, list[SeatTerm]] = defaultdict(list)
    for term in _drop_second_records(sound, doubts):
        by_seat[term.seat].append(term)
    lined_up = [term for row in by_seat.values() for term in _line_up(_drop_over(row, at), at, doubts)]
    return tuple(_drop_third_senators(lined_up, at, doubts)), tuple(doubts)


def _read_terms(one: Legislator, at: int, doubts: list[str]) -> Iterator[SeatTerm]:
    """A record's terms in seats that exist."""
    for term in _list_open_terms(one, at):
        if seat := _find_seat(one, term):
            yield SeatTerm(one, term, seat, term.end)
        else:
            id, place = one.id.bioguide, f"{term.state}-{term.district}"
            doubts.append(
                f"{id} sits for {place}, which there isn't, and was left out. Look the record up and correct it."
            )


def _list_open_terms(one: Legislator, at: int) -> Iterator[TermRecord]:
    """The latest term that has begun, even if it is over, and those that begin later."""
    begun = [term for term in one.terms if find_noon(term.start) <= at]
    later = [term for term in one.terms if term not in begun]
    if begun and (not later or find_noon(begun[-1].end) > at):
        yield begun[-1]
    yield from later


def _find_seat(one: Legislator, term: TermRecord) -> str | None:
    """The seat of a term, None if there is no such seat. Senators' seats are named by class."""
    if term.type == "rep":
        return find_district(term.state, -1 if term.district is None else term.district)
    if term.state not in SEATS:
        return None
    return f"{term.state} class {term.senate_class}" if term.senate_class else f"{term.state} {one.id.bioguide}"


def _drop_second_records(terms: Iterable[SeatTerm], doubts: list[str]) -> Iterable[SeatTerm]:
    """The terms of one record per member: the one whose last term began later, else the first in the file."""
    by_id: dict[str, dict[int, list[SeatTerm]]] = defaultdict(dict)
    for term in terms:
        by_id[term.id].setdefault(id(term.record), []).append(term)
    for member, records in by_id.items():
        taken = max(records.values(), key=_find_last_start)
        for other in records.values():
            if other is not taken:
                later = _find_last_start(taken) > _find_last_start(other)
                which = "the one whose term began later" if later else "the first in the file"
                doubts.append(f"{member} has two records; {which} was taken. Look them up and delete the other.")
        yield from taken


def _find_last_start(terms: list[SeatTerm]) -> date:
    return max(term.term.start for term in terms)


def _drop_over(row: list[SeatTerm], at: int) -> list[SeatTerm]:
    """The terms in one seat without those that are over while somebody else's holds, even if they began later."""
    if not any(term.holds(at) for term in row):
        return row
    return [term for term in row if term.holds(at) or not term.has_begun(at)]


def _line_up(row: list[SeatTerm], at: int, doubts: list[str]) -> list[SeatTerm]:
    """The terms in one seat, so that none overlaps the next: the later one holds from its first day."""
    kept = list[SeatTerm]()
    for term in sorted(row, key=lambda one: one.term.start):
        before = kept[-1] if kept else None
        if before and before.term.start == term.term.start:
            doubts.append(_describe_two(before, term, "the first in the file"))
            continue
        if before and term.has_begun(at):
            if before.ends > term.term.start:
                doubts.append(_describe_two(term, before, "whose term began later"))
            kept.pop()
        elif before and before.ends > term.term.start:
            kept[-1] = replace(before, ends=term.term.start)
        kept.append(term)
    return kept


def _drop_third_senators(terms: list[SeatTerm], at: int, doubts: list[str]) -> list[SeatTerm]:
    """The terms without senators who are one too many in their state, because the file names no class of seats.

    The two whose terms began later are kept.
    """
    by_state: dict[str, list[SeatTerm]] = defaultdict(list)
    for term in terms:
        if term.term.type == "sen" and term.has_begun(at):
            by_state[term.term.state].append(term)
    dropped = set[str]()
    for state, senators in by_state.items():
        latest_first = sorted(senators, key=lambda one: one.term.start, reverse=True)
        for other in latest_first[_SENATORS:]:
            taken = " and ".join(one.id for one in latest_first[:_SENATORS])
            doubts.append(
                f"{other.id} is a third senator of {state}; {taken}, whose terms began later, were taken. If that is "
                "wrong, correct the file."
            )
            dropped.add(other.id)
    return [term for term in terms if term.id not in dropped]


def _describe_two(taken: SeatTerm, other: SeatTerm, why: str) -> str:
    choice = f"{other.id} and {taken.id} both sit for {taken.seat}; {taken.id}, {why}, was taken"
    return f"{choice}. If that is wrong, correct the file."
