"""The rows that reports are computed from, limited to the orgs in the reader's reach. No row names a person."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from bot.core.directory.members import REPRESENTATIVE, Directory, Member, name_seat
from bot.core.directory.offices.generic_offices import GENERIC
from bot.core.directory.terms import find_seats
from bot.core.statehouse.districts import is_state_office
from bot.core.totals.counting import CAMPAIGN, Outcome
from bot.roles import Reach, Role
from bot.store.engine import Tx
from bot.store.sql import BigInteger, ColumnElement, Select, bindparam, cast, func, literal_column, select
from bot.store.statement import Row, Statement
from bot.store.tables import anonymous_reports, report_totals


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
        self._identified: dict[tuple[str, str | None, int], str] = {}  # a report has many rows about one office

    def identify(self, slot: str, place: str | None, congress: int) -> str:
        """Identify an office as `identify_office` does. ``place`` is the district of a representative, else a state."""
        key = slot, place, congress
        if key not in self._identified:
            self._identified[key] = identify_office(slot, self.of(congress), place, place)
        return self._identified[key]

    def of(self, congress: int) -> Mapping[str, Member]:
        """The members of a Congress by seat."""
        if congress not in self._found:
            self._found[congress] = find_seats(self._directory, congress)
        return self._found[congress]


_T, _LEFT = report_totals.c, anonymous_reports.c
_IN_CAMPAIGN = _LEFT.campaign_id == bindparam("campaign")


_WHOSE = (_T.slot, _T.place, _T.congress)
_SUM = cast(func.sum(_T.n), BigInteger).label("n")  # PostgreSQL's sums are decimals
_DAY = report_totals.alias().c
# A partial index has the answers by day. It is used only where these are parts of the query.
_ANSWER_OF_A_DAY = (_DAY.about == literal_column("'position'"), _DAY.period < literal_column(f"'{CAMPAIGN}'"))


def _is_about(about: str) -> tuple[ColumnElement[bool], ...]:
    """What a campaign's reports count in a ``period``: the whole campaign, or a day."""
    return _T.campaign_id == bindparam("campaign"), _T.about == about, _T.period == bindparam("period"), _T.n > 0


def _sum_lines(about: str, *columns: Any) -> Scoped:
    query = select(*_WHOSE, *columns, _SUM).where(*_is_about(about))
    return make_scoped(query.group_by(*_WHOSE, *columns), _T.org_id)


def _select_answers(about: str, org: ColumnElement[bool]) -> Statement:
    """The answers of a whole campaign, each with the last day on which it was given; admins read those of all orgs."""
    same = (_DAY[column.name] == column for column in (_T.campaign_id, *_WHOSE, _T.ask, _T.value))
    days = select(_DAY.period).where(*_ANSWER_OF_A_DAY, *same)
    if about == "position":
        days = days.where(_DAY.org_id == bindparam("org"))
    last = days.order_by(_DAY.period.desc()).limit(literal_column("1")).scalar_subquery().label("last_day")
    return Statement(select(*_WHOSE, _T.ask, _T.value.label("position"), _T.n, last).where(*_is_about(about), org))


OFFICE_CALLS = _sum_lines("office", _T.office, _T.value.label("outcome"))
OFFICE_CALLS_ANONYMOUS = make_scoped(
    select(_LEFT.subject, _LEFT.value, _LEFT.n).where(_IN_CAMPAIGN, _LEFT.about == "office", _LEFT.n > 0), _LEFT.org_id
)
ANSWERS = Scoped(_select_answers("answer", _T.org_id == ""), _select_answers("position", _T.org_id == bindparam("org")))
ANSWERS_IN = _sum_lines("position", _T.ask, _T.value.label("position"), _T.period.label("last_day"))  # for a day
POSTCARDS = _sum_lines("postcard", _T.value.label("status"))
_ASKED = select(*_WHOSE, _T.ask, _T.n).where(*_is_about("asked"))
ASKERS = Scoped(Statement(_ASKED.where(_T.org_id == "")), Statement(_ASKED.where(_T.org_id == bindparam("org"))))
_ANONYMOUS = select(_LEFT.about, _LEFT.subject, _LEFT.ask, _LEFT.value, _LEFT.n, _LEFT.people, _LEFT.last_day)
ANSWERS_ANONYMOUS = make_scoped(_ANONYMOUS.where(_IN_CAMPAIGN, _LEFT.about == "position", _LEFT.n > 0), _LEFT.org_id)
ASKERS_ANONYMOUS = make_scoped(_ANONYMOUS.where(_IN_CAMPAIGN, _LEFT.about == "asked"), _LEFT.org_id)


class OfficeCalls(NamedTuple):
    """How often calls to one office had one outcome. ``whom`` comes from `identify_office`."""

    office: str
    whom: str
    outcome: Outcome
    n: int


async def load_office_calls(tx: Tx, reach: Reach, campaign: str, directory: Directory) -> Sequence[OfficeCalls]:
    """Count calls by office and outcome, including forgotten people's. An office may have several rows."""
    found = list(await load_office_calls_in(tx, reach, campaign, directory, CAMPAIGN))
    for row in await load_rows_within(tx, OFFICE_CALLS_ANONYMOUS, reach, campaign=campaign):
        member = row.subject.partition("-")[0]
        whom = member if directory.find_member(member) or is_state_office(row.subject) else row.subject
        found.append(OfficeCalls(row.subject, whom, Outcome(row.value), row.n))
    return found


async def load_office_calls_in(
    tx: Tx, reach: Reach, campaign: str, directory: Directory, period: str
) -> Sequence[OfficeCalls]:
    """Like `load_office_calls`, for a campaign-local day. Of forgotten people's calls no day is known."""
    found, seats = [], Seats(directory)
    for row in await load_rows_within(tx, OFFICE_CALLS, reach, campaign=campaign, period=period):
        whom = seats.identify(row.slot, row.place, row.congress)
        found.append(OfficeCalls(whom if row.office == row.slot else row.office, whom, Outcome(row.outcome), row.n))
    return found
