"""What counts, as plain functions: outcomes, the day of a call, and the counters it moves."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple, assert_never

from msgspec import Struct

from bot.core.times.clock import week_of


class Outcome(StrEnum):
    """How a call went, best first."""

    SPOKE = "spoke"
    VOICEMAIL = "voicemail"
    UNAVAILABLE = "unavailable"

    @property
    def completed(self) -> bool:
        """Whether it counts. An unavailable office is only an attempt."""
        return self is not Outcome.UNAVAILABLE

    def is_better_than(self, other: "Outcome") -> bool:
        """Whether it upgrades ``other``."""
        order = list(Outcome)
        return order.index(self) < order.index(other)


class Day(StrEnum):
    """The day a call was made."""

    TODAY = "today"
    YESTERDAY = "yesterday"


class LogStatus(StrEnum):
    """What became of a request to log a call."""

    LOGGED = "logged"
    UPGRADED = "upgraded"
    SAME = "same"
    ALL_DONE = "all_done"


class GroupKind(StrEnum):
    """The kinds of groups that have counters."""

    TOTAL = "total"
    ORG = "org"
    CHAPTER = "chapter"
    STATE = "state"
    DISTRICT = "district"
    PERSON = "person"

    __hash__ = str.__hash__  # Enum's own is a Python function, and each call hashes a kind 21 times


class PostcardKind(StrEnum):
    """The kinds of groups that have counters of postcards: those of calls, under other names."""

    TOTAL = "postcards:total"
    ORG = "postcards:org"
    CHAPTER = "postcards:chapter"
    STATE = "postcards:state"
    DISTRICT = "postcards:district"
    PERSON = "postcards:person"

    __hash__ = str.__hash__


AnyKind = GroupKind | PostcardKind


class Measure(StrEnum):
    """What a total counts. Calls and postcards are never added up."""

    CALLS = "calls"
    POSTCARDS = "postcards"

    def name_kind(self, by: GroupKind) -> AnyKind:
        """The kind under which its groups have counters."""
        return by if self is Measure.CALLS else PostcardKind[by.name]


CAMPAIGN = "campaign"  # the period of the whole campaign; other periods are a day or an ISO week


class CallCredit(Struct, frozen=True):
    """What decides where a completed call counts: its campaign-local day, and what was true when it was logged."""

    day: str
    week: str
    org: str
    chapter: str
    state: str | None
    person: str
    district: str | None = None
    adds_person: bool = True  # False if the person is already counted

    @property
    def periods(self) -> tuple[str, str, str]:
        """The periods it counts in."""
        return (self.day, self.week, CAMPAIGN)

    @property
    def groups(self) -> tuple[tuple[AnyKind, str, str], ...]:
        """The groups it counts for, in order: kind, the org whose people they are ("" for all), key.

        The district's key is the caller's district, else their state, else "". So each state's districts add up to
        the state, and all districts to the whole.
        """
        states: tuple[tuple[AnyKind, str, str], ...] = ((GroupKind.STATE, self.org, self.state),) if self.state else ()
        return (
            (GroupKind.CHAPTER, self.org, self.chapter),
            (GroupKind.DISTRICT, self.org, self.district or self.state or ""),
            (GroupKind.ORG, "", self.org),
            (GroupKind.PERSON, "", self.person),
            (GroupKind.PERSON, self.org, self.person),
            *states,
            (GroupKind.TOTAL, "", ""),
        )

    @property
    def keys(self) -> tuple["CounterKey", ...]:
        """The keys of every counter it is part of, in order."""
        groups = self.groups
        return tuple([(period, by, scope, key) for period in sorted(self.periods) for by, scope, key in groups])


class PostcardCredit(CallCredit, frozen=True):
    """The same for a postcard. Its counters are apart from those of calls."""

    @property
    def groups(self) -> tuple[tuple[AnyKind, str, str], ...]:
        """The groups it counts for, in order."""
        return tuple((PostcardKind[by.name], scope, key) for by, scope, key in super().groups)


CounterKey = tuple[str, AnyKind, str, str]  # period, kind, scope, key: one counter of a campaign


class CounterDelta(NamedTuple):
    """A counter's values, or a change to them: calls, people, and the last call's time (UTC microseconds).

    The deltas of several people add up.
    """

    n: int = 0
    people: int = 0
    last_at: int = 0

    def add(self, other: "CounterDelta") -> "CounterDelta":
        """Add two deltas."""
        return CounterDelta(self.n + other.n, self.people + other.people, max(self.last_at, other.last_at))


def decide_log(logged: Outcome | None, outcome: Outcome) -> LogStatus:
    """Decide what to do with ``outcome``. ``logged`` is the person's entry for that target and day, if any."""
    if logged is None:
        return LogStatus.LOGGED
    return LogStatus.UPGRADED if outcome.is_better_than(logged) else LogStatus.SAME


def find_counter_changes(credit: CallCredit, others: Iterable[CallCredit]) -> dict[CounterKey, int]:
    """The counters that a completed call moves, in the one order in which their rows are locked.

    Each has the number of people it gains or loses: 0 if one of ``others``, the person's other completed calls of the
    campaign, is in that counter too, otherwise 1.
    """
    counted, people = find_counted(credit, others), int(credit.adds_person)
    return {counter_key: 0 if counter_key in counted else people for counter_key in credit.keys}


def find_counted(credit: CallCredit, others: Iterable[CallCredit]) -> set[CounterKey]:
    """The counters that count the person of a completed call by ``others``, their other ones of the campaign.

    Only those of the call's own periods are listed.
    """
    return {
        (period, by, scope, key)
        for other in set(others)  # a day's calls from one place are in the same counters
        if other.adds_person
        for period in credit.periods
        if period in other.periods
        for by, scope, key in other.groups
    }


def sum_credits(calls: Iterable[tuple[CallCredit, int]]) -> dict[CounterKey, CounterDelta]:
    """What one person adds to each counter. Each of their completed calls comes with the time it counts from."""
    found: dict[CounterKey, CounterDelta] = {}
    for credit, at in calls:
        for counter_key in credit.keys:
            old = found.get(counter_key, CounterDelta())
            people = max(old.people, int(credit.adds_person))
            found[counter_key] = CounterDelta(old.n + 1, people, max(old.last_at, at))
    return found


def sum_deltas(people: Iterable[Mapping[CounterKey, CounterDelta]]) -> dict[CounterKey, CounterDelta]:
    """What several people together add to each counter."""
    found: dict[CounterKey, CounterDelta] = {}
    for one in people:
        for counter_key, share in one.items():
            found[counter_key] = found.get(counter_key, CounterDelta()).add(share)
    return found


@lru_cache(maxsize=32)  # nearly every call is for today
def resolve_day(today: date, day: Day) -> tuple[str, str]:
    """The date and ISO week that ``day`` means on the date ``today``."""
    match day:
        case Day.TODAY:
            meant = today
        case Day.YESTERDAY:
            meant = today - timedelta(days=1)
        case _:
            assert_never(day)
    return meant.isoformat(), week_of(meant)
