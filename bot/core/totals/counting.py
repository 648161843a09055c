"""What counts, decided without a database: outcomes, the day a call is for, and the totals it moves."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct

from bot.core.base.clock import week_of


class Outcome(StrEnum):
    """How a call went, best first."""

    SPOKE = "spoke"
    VOICEMAIL = "voicemail"
    UNAVAILABLE = "unavailable"

    @property
    def completed(self) -> bool:
        """Whether it counts; an office that couldn't be reached is an attempt."""
        return self is not Outcome.UNAVAILABLE

    def better_than(self, other: "Outcome") -> bool:
        """Whether it upgrades ``other``."""
        order = list(Outcome)
        return order.index(self) < order.index(other)


class Day(StrEnum):
    """Which day a call was made."""

    TODAY = "today"
    YESTERDAY = "yesterday"


class Kind(StrEnum):
    """What became of a request to log."""

    LOGGED = "logged"
    UPGRADED = "upgraded"
    SAME = "same"
    ALL_DONE = "all_done"


class By(StrEnum):
    """What totals are kept for."""

    TOTAL = "total"
    ORG = "org"
    CHAPTER = "chapter"
    STATE = "state"
    DISTRICT = "district"
    PERSON = "person"


CAMPAIGN = "campaign"  # the period that is the whole of it; the others are a day and an ISO week


class Credit(Struct, frozen=True):
    """Where a completed call counts: its campaign-local day, and what was true of the caller when it was logged."""

    day: str
    week: str
    org: str
    chapter: str
    state: str | None
    person: str
    district: str | None = None
    adds_person: bool = True  # not where they are one of the people counted already

    @property
    def periods(self) -> tuple[str, str, str]:
        """The periods whose totals it is part of."""
        return (self.day, self.week, CAMPAIGN)

    @property
    def groups(self) -> tuple[tuple[By, str, str], ...]:
        """The groups it counts for, as (what, the org whose people they are or "" for all, key), in their order.

        A district is that of the caller, or as much as is known of it: the state, or "". So districts part every
        state's calls, and with "" everybody's.
        """
        states = ((By.STATE, self.org, self.state),) if self.state else ()
        return (
            (By.CHAPTER, self.org, self.chapter),
            (By.DISTRICT, self.org, self.district or self.state or ""),
            (By.ORG, "", self.org),
            (By.PERSON, "", self.person),
            (By.PERSON, self.org, self.person),
            *states,
            (By.TOTAL, "", ""),
        )

    @property
    def places(self) -> tuple["Place", ...]:
        """Every (period, what, scope, key) whose total it is part of, in their order."""
        groups = self.groups
        return tuple([(period, by, scope, key) for period in sorted(self.periods) for by, scope, key in groups])


Place = tuple[str, By, str, str]  # period, what, scope, key: one total of a campaign


class Share(NamedTuple):
    """What one person adds to one total: calls, themselves as one of its people, and their last call's time.

    ``last_at`` is in UTC microseconds. Several people's shares of a total add up.
    """

    n: int = 0
    people: int = 0
    last_at: int = 0

    def plus(self, other: "Share") -> "Share":
        """Return both shares together."""
        return Share(self.n + other.n, self.people + other.people, max(self.last_at, other.last_at))


def decide(logged: Outcome | None, outcome: Outcome) -> Kind:
    """Return what becomes of ``outcome`` where the same person, slot and day already holds ``logged``."""
    if logged is None:
        return Kind.LOGGED
    return Kind.UPGRADED if outcome.better_than(logged) else Kind.SAME


def bumps(credit: Credit, others: Iterable[Credit]) -> dict[Place, int]:
    """Return the totals a completed call moves, in the one order in which their rows are taken.

    Each comes with the persons it gains or loses: 1 where none of ``others``, the person's other completed calls
    of the campaign, is, else 0.
    """
    moved = dict.fromkeys(credit.places, int(credit.adds_person))
    for other in others if credit.adds_person else ():
        if other.adds_person:
            moved.update((place, 0) for place in other.places if place in moved)
    return moved


def shares(calls: Iterable[tuple[Credit, int]]) -> dict[Place, Share]:
    """Return what one person's completed calls, each with the time since which it counts, add to totals."""
    found: dict[Place, Share] = {}
    for credit, at in calls:
        for place in credit.places:
            held = found.get(place, Share())
            found[place] = Share(held.n + 1, max(held.people, int(credit.adds_person)), max(held.last_at, at))
    return found


def summed(people: Iterable[Mapping[Place, Share]]) -> dict[Place, Share]:
    """Return what several people add to every total together."""
    found: dict[Place, Share] = {}
    for one in people:
        for place, share in one.items():
            found[place] = found.get(place, Share()).plus(share)
    return found


@lru_cache(maxsize=32)  # nearly every call is for today
def day_meant(today: date, day: Day) -> tuple[str, str]:
    """Return the date and the ISO week that ``day`` means when it is ``today``."""
    meant = today - timedelta(days=1) if day is Day.YESTERDAY else today
    return meant.isoformat(), week_of(meant)
