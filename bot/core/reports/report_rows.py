"""The rows that reports are computed from, limited to the orgs in the reader's reach. No row names a person."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Label, Select, bindparam, case, distinct, func, literal_column, null, or_, select

from bot.core.directory.congresses import find_congress_start
from bot.core.directory.generic_offices import GENERIC
from bot.core.directory.maps import UNDATED
from bot.core.directory.members import REPRESENTATIVE, Directory, Member, name_seat
from bot.core.directory.terms import find_seats
from bot.core.statehouse.districts import is_state_office
from bot.core.totals.counters import ADDED_PERSON
from bot.core.totals.counting import Outcome
from bot.roles import Reach, Role
from bot.store.engine import Tx
from bot.store.statement import Row, Statement
from bot.store.tables import anonymous_reports, calls, positions


class Scoped(NamedTuple):
    """A query in two forms: for all orgs, and for one ``org``."""

    whole: Statement
    one: Statement


def make_scoped(query: Select[Any], org: Any) -> Scoped:
    """Make both forms of a query. ``org`` is the column that limits it to one org."""
    return Scoped(Statement(query), Statement(query.where(org == bindparam("org"))))


async def load_rows_within(tx: Tx, query: Scoped, reach: Reach, **params: Any) -> list[Row]:
    """Load the rows of all orgs for admins, and of their own orgs for everybody else."""
    if reach.role is Role.ADMIN:
        return list(await tx.all(query.whole, **params))
    return [row for org in sorted(reach.orgs) for row in await tx.all(query.one, org=org, **params)]


def identify_office(
    slot: str, seats: Mapping[str, Member], state: str | None = None, district: str | None = None
) -> str:
    """Identify the office that a call was to, as exactly as possible.

    A member's id or an office's key is returned unchanged. A word of `GENERIC` becomes the id of the member in that
    seat, or the seat's name (see `members.name_seat`) if it has no known member. It stays the word if no place is
    known. ``seats`` are those of the Congress in which the call was made.
    """
    place = district if slot == REPRESENTATIVE else state
    if slot not in GENERIC or not place:
        return slot
    name = name_seat(place, slot)
    return seats[name].id if name in seats else name


class Seats:
    """Who had which seat in each Congress, so that a call stays with the member it was to."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._found: dict[int, Mapping[str, Member]] = {}

    def identify(self, row: Row) -> str:
        """Identify a row's office as `identify_office` does. The row has a slot, a state, a district and a Congress."""
        return identify_office(row.slot, self.of(row.congress), row.state, row.district)

    def of(self, congress: int) -> Mapping[str, Member]:
        """The members of a Congress by seat."""
        if congress not in self._found:
            self._found[congress] = find_seats(self._directory, congress)
        return self._found[congress]


_LATER = range(UNDATED, UNDATED + 20)  # Congresses to tell apart; all earlier ones count as the first of these


def select_congress(at: ColumnElement[int]) -> Label[int]:
    """The number of the Congress that sat at a time, as a column ``congress``."""
    numbers: list[Any] = [
        (at < literal_column(str(find_congress_start(number + 1))), literal_column(str(number))) for number in _LATER
    ]
    return case(*numbers, else_=literal_column(str(_LATER.stop))).label("congress")


BY_CONGRESS: ColumnElement[int] = literal_column("congress")


_C, _LEFT = calls.c, anonymous_reports.c
_CONGRESS = select_congress(_C.logged_at)
_NOT_REMOVED = (_C.campaign_id == bindparam("campaign"), _C.removed_at.is_(None))
_IN_CAMPAIGN = _LEFT.campaign_id == bindparam("campaign")

_ON_DAY = _C.day == bindparam("day")
_OFFICE_CALLS = (
    select(_C.slot, _C.office, _C.state, _C.district, _C.outcome, _CONGRESS, func.count().label("n"))
    .where(*_NOT_REMOVED)
    .group_by(_C.slot, _C.office, _C.state, _C.district, _C.outcome, BY_CONGRESS)
)
OFFICE_CALLS = make_scoped(_OFFICE_CALLS, _C.org_id)
OFFICE_CALLS_ON_DAY = make_scoped(_OFFICE_CALLS.where(_ON_DAY), _C.org_id)
OFFICE_CALLS_ANONYMOUS = make_scoped(
    select(_LEFT.subject, _LEFT.value, _LEFT.n).where(_IN_CAMPAIGN, _LEFT.about == "office", _LEFT.n > 0), _LEFT.org_id
)
_ANSWERED = (*_NOT_REMOVED, positions.c.call_id == _C.id, _C.outcome == Outcome.SPOKE.value)
_ANSWERS = (
    select(
        _C.slot,
        _C.state,
        _C.district,
        _CONGRESS,
        positions.c.ask,
        positions.c.position,
        func.count().label("n"),
        func.max(_C.day).label("last_day"),
    )
    .where(*_ANSWERED)
    .group_by(_C.slot, _C.state, _C.district, BY_CONGRESS, positions.c.ask, positions.c.position)
)
ANSWERS = make_scoped(_ANSWERS, _C.org_id)
ANSWERS_ON_DAY = make_scoped(_ANSWERS.where(_ON_DAY), _C.org_id)
# The caller's district or state decides whose office a generic slot means. A member's id needs no place.
_SENATORS = or_(*(_C.slot == slot for slot in GENERIC[1:]))  # an IN can't be compiled in advance
_PLACE = case((_C.slot == REPRESENTATIVE, _C.district), (_SENATORS, _C.state), else_=null())
_ASKERS = (
    select(
        _C.slot, _PLACE.label("place"), _CONGRESS, positions.c.ask, func.count(distinct(ADDED_PERSON)).label("people")
    )
    .where(*_ANSWERED)
    .group_by(_C.slot, _PLACE, BY_CONGRESS, positions.c.ask)
)
ASKERS = make_scoped(_ASKERS, _C.org_id)
ASKERS_ON_DAY = make_scoped(_ASKERS.where(_ON_DAY), _C.org_id)
_ANONYMOUS = select(_LEFT.about, _LEFT.subject, _LEFT.ask, _LEFT.value, _LEFT.n, _LEFT.people, _LEFT.last_day)
ANSWERS_ANONYMOUS = make_scoped(_ANONYMOUS.where(_IN_CAMPAIGN, _LEFT.about == "position", _LEFT.n > 0), _LEFT.org_id)
ASKERS_ANONYMOUS = make_scoped(_ANONYMOUS.where(_IN_CAMPAIGN, _LEFT.about == "asked"), _LEFT.org_id)

DISTRICTS = make_scoped(
    select(_C.district, func.count().label("n"), func.count(distinct(ADDED_PERSON)).label("people"))
    .where(*_NOT_REMOVED, _C.counted == 1, _C.district.is_not(None))
    .group_by(_C.district),
    _C.org_id,
)
DISTRICTS_ANONYMOUS = make_scoped(
    select(_LEFT.subject.label("district"), _LEFT.n, _LEFT.people).where(_IN_CAMPAIGN, _LEFT.about == "district"),
    _LEFT.org_id,
)


class OfficeCalls(NamedTuple):
    """How often calls to one office had one outcome. ``whom`` comes from `identify_office`."""

    office: str
    whom: str
    outcome: Outcome
    n: int


async def load_office_calls(tx: Tx, reach: Reach, campaign: str, directory: Directory) -> Sequence[OfficeCalls]:
    """Count calls by office and outcome, including forgotten people's. An office may have several rows."""
    found = _name_offices(await load_rows_within(tx, OFFICE_CALLS, reach, campaign=campaign), directory)
    for row in await load_rows_within(tx, OFFICE_CALLS_ANONYMOUS, reach, campaign=campaign):
        member = row.subject.partition("-")[0]
        whom = member if directory.find_member(member) or is_state_office(row.subject) else row.subject
        found.append(OfficeCalls(row.subject, whom, Outcome(row.value), row.n))
    return found


async def load_office_calls_on(
    tx: Tx, reach: Reach, campaign: str, directory: Directory, day: str
) -> Sequence[OfficeCalls]:
    """Like `load_office_calls`, for one campaign-local day. Of forgotten people's calls no day is known."""
    rows = await load_rows_within(tx, OFFICE_CALLS_ON_DAY, reach, campaign=campaign, day=day)
    return _name_offices(rows, directory)


def _name_offices(rows: Iterable[Row], directory: Directory) -> list[OfficeCalls]:
    found, seats = [], Seats(directory)
    for row in rows:
        whom = seats.identify(row)
        found.append(OfficeCalls(whom if row.office == row.slot else row.office, whom, Outcome(row.outcome), row.n))
    return found
