"""Who sits when: a member's term begins and ends at noon in Washington.

Source: U.S. Constitution, Amendment XX, section 1, for January 3. Other terms begin and end at the same hour here.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from bot.core.directory.congresses import (
    find_congress,
    find_congress_of_term,
    find_congress_start,
    find_first_day,
    find_noon,
)
from bot.core.directory.members import Directory, Edition, Member, Title
from bot.core.directory.seat_marks import (
    EndedMark,
    SeatMark,
    find_vacant_seats,
    has_left,
    is_in_seat,
    seat_successors,
)


def is_over(day: date, at: int) -> bool:
    """Whether a term that ends on ``day`` is over at ``at`` (UTC microseconds)."""
    return at >= find_noon(day)


def is_holding(member: Member, at: int) -> bool:
    """Whether a member's term holds at ``at``. Data from older versions don't say when it began, but it had."""
    return (member.begins is None or find_noon(member.begins) <= at) and not is_over(member.ends, at)


def is_of_congress(member: Member, number: int) -> bool:
    """Whether a member's term holds at some time in a Congress."""
    begun = member.begins is None or find_congress(find_noon(member.begins)) <= number
    return begun and find_congress_of_term(member.ends) >= number


def find_holding(terms: Collection[Member], at: int, marks: Collection[SeatMark] = ()) -> dict[str, Member]:
    """The members by id whose terms hold at ``at``, with a state's two senators ranked anew.

    A lone senator keeps their rank, because somebody in the other seat is only unknown. A successor whom an admin named
    has the seat, whatever the data say.
    """
    holding = seat_successors((term for term in terms if is_holding(term, at)), terms, marks, at)
    return {member.id: member for member in rank_senators(holding, least=2)}


def rank_senators(members: Iterable[Member], least: int = 1) -> Iterator[Member]:
    """The same members, with one senior senator in each state: who the file ranks so, else who joined first.

    States with fewer than ``least`` senators are left alone.
    """
    by_state: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        if member.title is Title.SENATOR:
            by_state[member.state].append(member)
        else:
            yield member
    for senators in by_state.values():
        first = min(senators, key=lambda one: (not one.senior, one.since or date.max, one.id))
        for one in senators:
            ranked = len(senators) < least or one.senior is (one is first)
            yield one if ranked else replace(one, senior=one is first)


def find_loaded_congresses(directory: Directory) -> frozenset[int]:
    """The Congresses whose members are loaded, also before they begin."""
    own = {directory.edition.number} if directory.edition else set()
    return frozenset(own | {find_congress_of_term(term.ends) for term in directory.coming if term.district})


def find_sitting(
    directory: Directory, at: int, vacant: Collection[str] = (), marks: Collection[SeatMark] = ()
) -> Directory:
    """The directory at ``at``, with only the members whose terms hold then (nobody, if their Congress isn't loaded).

    Before the first loaded Congress begins, it is as if no members were loaded.

    Members in ``vacant`` seats, and those who left by ``marks``, are left out too. These, and all whose term is over,
    are in ``past``, so that calls to them keep their target and their names.
    """
    edition = directory.edition
    if edition is None:
        return directory
    number, loaded = find_congress(at), find_loaded_congresses(directory)
    if number < min(loaded):
        return Directory(coming=directory.coming, former=directory.former, maps=directory.maps, stored=directory)
    over = number not in loaded
    terms = (*directory.past.values(), *directory.members.values(), *directory.coming)
    holding = {} if over else find_holding(terms, at, marks)
    empty = frozenset(vacant) | find_vacant_seats(holding.values(), marks)
    sitting = {id: member for id, member in holding.items() if member.seat not in empty}
    if not over and sitting == directory.members and number == edition.number:
        return directory
    begun = (term for term in terms if term.begins is None or find_noon(term.begins) <= at)
    return replace(
        directory,
        edition=edition if over else _renumber(edition, number),
        members=sitting,
        seats={member.seat: member for member in sitting.values()},
        committees={} if over or number != edition.number else directory.committees,
        past={term.id: holding.get(term.id, term) for term in begun if term.id not in sitting},
        over=over,
        vacant=empty,
        stored=directory,
    )


def _renumber(edition: Edition, number: int) -> Edition:
    """The edition as that of another Congress whose members it has too."""
    if number == edition.number:
        return edition
    return replace(edition, number=number, valid_from=find_first_day(number), valid_to=find_first_day(number + 1))


def find_next_change(directory: Directory, at: int) -> float:
    """The next instant at which `find_sitting` may change, infinity if no data are loaded."""
    if directory.edition is None:
        return float("inf")
    terms = (*directory.members.values(), *directory.coming)
    days = {day for term in terms for day in (term.begins, term.ends) if day}
    return min([find_congress_start(find_congress(at) + 1), *(noon for noon in map(find_noon, days) if noon > at)])


def find_ended_marks(marks: Iterable[SeatMark], directory: Directory, at: int) -> tuple[EndedMark, ...]:
    """The marks that end at ``at``, because newly loaded data agree with them."""
    terms = (*directory.members.values(), *directory.coming)
    sitting = find_sitting(directory, at).members.values()
    found = list[EndedMark]()
    for mark in marks:
        holders = {member.id: member.name for member in sitting if is_in_seat(member, mark.seat)}
        if mark.successor:
            agrees = mark.successor in holders and mark.member not in holders
        else:
            agrees = not any(has_left(term, (mark,)) for term in terms)
        if agrees:
            found.append(EndedMark(mark, at, tuple(holders.values())))
    return tuple(found)


def include_everyone(directory: Directory) -> Directory:
    """The directory with everybody it knows among its members, to name calls of any time."""
    others = {term.id: term for term in (*directory.former, *directory.coming)}
    return replace(directory, members={**others, **directory.past, **directory.members})


def find_seats(directory: Directory, congress: int) -> Mapping[str, Member]:
    """Who had each seat at the end of a Congress, or has it now: nobody whose Congress was never loaded."""
    if directory.edition and directory.edition.number == congress and not directory.over:
        return directory.seats
    stored = directory.stored or directory
    terms = sorted(
        (*stored.former, *stored.past.values(), *stored.members.values(), *stored.coming),
        key=lambda term: term.begins or date.min,
    )
    if not any(term.district and find_congress_of_term(term.ends) == congress for term in terms):
        return {}
    return {member.seat: member for member in find_holding(terms, find_congress_start(congress + 1) - 1).values()}
