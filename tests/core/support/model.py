"""The counting rules again, as simply as possible: a list of entries, recounted each time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.services import JUNIOR, REPRESENTATIVE, SENIOR, ZONE

TARGETS = (REPRESENTATIVE, SENIOR, JUNIOR)
BETTER = ("unavailable", "voicemail", "spoke")
NOWHERE = "No chapter yet"
ORGS = {"n1": "North", "n2": "North", "s1": "South", NOWHERE: "Unaffiliated"}
DISTRICTS = {"CA": "CA-11", "VT": "VT-0"}  # the district of each state's people
PLACEHOLDERS = {"Unaffiliated", NOWHERE}
DAY = 24 * 3600 * 1_000_000
WAIT = 15 * 60 * 1_000_000  # the longest that a request can wait before it is handled

Line = tuple[int | None, str, int]


class Refused(Exception):
    """A sentence's key."""


@dataclass
class Volunteer:
    """A person's current state."""

    name: str
    public: str | None = None
    chapter: str = NOWHERE
    state: str | None = None


@dataclass
class Entry:
    """One entry, with what was true when it was logged."""

    who: str
    slot: str
    day: date
    outcome: str
    chapter: str
    state: str | None
    logged_at: int
    counted_at: int | None
    entered: int  # its place in the order of entries
    id: str = ""
    removed_at: int | None = None

    @property
    def removed(self) -> bool:
        """Whether it was undone."""
        return self.removed_at is not None

    @property
    def counts(self) -> bool:
        """Whether it is part of totals."""
        return not self.removed and self.outcome != "unavailable"

    @property
    def since(self) -> int:
        """When it last changed a number, or else when it was logged."""
        return self.counted_at or self.logged_at

    @property
    def org(self) -> str:
        """The org it belongs to."""
        return ORGS[self.chapter]

    @property
    def periods(self) -> tuple[str, str, str]:
        """The periods it is part of."""
        return "campaign", self.day.isoformat(), week(self.day)


@dataclass(frozen=True)
class Said:
    """What a receipt should say; ``entry`` is the one that counts."""

    kind: str
    entry: Entry | None
    outcome: str
    day: str
    own: int
    chapter: str | None
    chapter_total: int
    coalition: int
    done: int
    next_slot: str | None


@dataclass(frozen=True)
class Board:
    """What a board should show."""

    lines: list[Line]
    more: int
    total: int


def local_date(at: int) -> date:
    """An instant's date in the campaign's zone."""
    return datetime.fromtimestamp(at / 1_000_000, UTC).astimezone(ZoneInfo(ZONE)).date()


def week(day: date) -> str:
    """A date's ISO week."""
    return f"{day.isocalendar().year}-W{day.isocalendar().week:02}"


@dataclass
class Model:
    """Everything that happened."""

    opens: int
    people: dict[str, Volunteer]
    entries: list[Entry] = field(default_factory=list)

    def log(self, who: str, outcome: str, office: str | None, yesterday: bool, at: int) -> Said:
        """Log a call."""
        day = local_date(at) - timedelta(days=yesterday)
        if at < self.opens:
            raise Refused("campaign.upcoming.call")
        if day < local_date(self.opens):
            raise Refused("log.too_early")
        held = {e.slot: e for e in self.entries if (e.who, e.day, e.removed) == (who, day, False)}
        open_slots = [slot for slot in TARGETS if slot not in held or not held[slot].counts]
        slot = office or next(iter(open_slots), None)
        if slot is None:
            return self._said("all_done", who, None, outcome, day)
        entry = held.get(slot)
        if entry is None:
            undone = [e.removed_at for e in self.entries if (e.who, e.day, e.slot) == (who, day, slot) and e.removed_at]
            if any(at < removed_at <= at + WAIT for removed_at in undone):
                raise Refused("log.taken_back")  # this request waited, and the person tried again meanwhile
            person, counted = self.people[who], at if outcome != "unavailable" else None
            place = self._next_place()
            entry = Entry(who, slot, day, outcome, person.chapter, person.state, at, counted, place)
            self.entries.append(entry)
            return self._said("logged", who, entry, outcome, day)
        if BETTER.index(outcome) <= BETTER.index(entry.outcome):
            return self._said("same", who, entry, entry.outcome, day)
        if entry.counted_at is None:
            entry.counted_at, entry.entered = at, self._next_place()
        entry.outcome = outcome
        return self._said("upgraded", who, entry, outcome, day)

    def undo(self, who: str, entry: Entry | None, at: int) -> tuple[Entry, bool]:
        """Undo an entry, or the last one. Returns it, and whether it was already undone."""
        own = [e for e in self.entries if e.who == who]
        if entry is None:
            entry = max((e for e in own if not e.removed), key=lambda e: e.entered, default=None)
        if entry is None or entry not in own:
            raise Refused("undo.nothing")
        if entry.removed:
            return entry, True
        if at - entry.since > DAY:
            raise Refused("undo.late")
        entry.removed_at = at
        return entry, False

    def count(self, **where: str) -> int:
        """The number of calls that count with these properties."""
        return sum(all(getattr(e, name) == value for name, value in where.items()) for e in self._counting())

    def totals(self) -> set[tuple[str, str, str, str, int, int, int]]:
        """Every total: period, by, scope, key, calls, people, last call."""
        groups: dict[tuple[str, str, str, str], list[Entry]] = {}
        for entry in self._counting():
            for period in entry.periods:
                for by, scope, key in _groups(entry):
                    groups.setdefault((period, by, scope, key), []).append(entry)
        return {(*place, *tally(entries)) for place, entries in groups.items()}

    def board(self, by: str, period: str, org: str | None, shown: int) -> Board:
        """A board without folding. ``org`` is the org whose chapters or volunteers it shows, None for all."""
        counted = [e for e in self._counting() if period in e.periods]
        own = [e for e in counted if by in ("orgs", "states", "districts") or org in (None, e.org)]
        if by == "volunteers":
            return self._volunteers(own, shown, len(counted))
        groups: dict[str, list[Entry]] = {}
        for entry in own:
            places = {"states": entry.state, "districts": DISTRICTS.get(entry.state or "")}
            name = {"orgs": entry.org, "chapters": entry.chapter, **places}[by]
            if name:
                groups.setdefault(name, []).append(entry)
        lines = _ranked({name: tally(es) for name, es in groups.items()})
        return Board(lines[:shown], len(lines[shown:]), len(counted))

    def _next_place(self) -> int:
        return max((e.entered for e in self.entries), default=0) + 1

    def _counting(self) -> Iterator[Entry]:
        return (entry for entry in self.entries if entry.counts)

    def _volunteers(self, entries: Iterable[Entry], shown: int, total: int) -> Board:
        made: dict[str, list[Entry]] = {}
        for entry in entries:
            made.setdefault(entry.who, []).append(entry)
        order = sorted(made, key=lambda who: (-len(made[who]), tally(made[who])[2]))
        lines: list[Line] = []
        for who in order:
            if public := self.people[who].public:
                rank = 1 + sum(len(others) > len(made[who]) for others in made.values())
                lines.append((rank, public, len(made[who])))
        return Board(lines[:shown], len(made) - len(lines[:shown]), total)

    def _said(self, kind: str, who: str, entry: Entry | None, outcome: str, day: date) -> Said:
        mine = [e for e in self._counting() if e.who == who and e.day == day]
        done = {e.slot for e in mine}
        place = TARGETS.index(entry.slot) + 1 if entry else 0
        turned = (*TARGETS[place:], *TARGETS[: max(0, place - 1)])  # onward from the office that was called
        left = [slot for slot in turned if slot not in done]
        chapter = self.people[who].chapter
        return Said(
            kind,
            entry,
            outcome,
            day.isoformat(),
            self.count(who=who),
            None if chapter in PLACEHOLDERS else chapter,
            self.count(chapter=chapter),
            self.count(),
            len(done),
            next(iter(left), None),
        )


def tally(entries: list[Entry]) -> tuple[int, int, int]:
    """The number of calls and people, and the time of the last call."""
    return len(entries), len({e.who for e in entries}), max(e.counted_at or 0 for e in entries)


def _groups(entry: Entry) -> Iterator[tuple[str, str, str]]:
    yield "total", "", ""
    yield "org", "", entry.org
    yield "chapter", entry.org, entry.chapter
    yield "person", "", entry.who
    yield "person", entry.org, entry.who
    yield "district", entry.org, DISTRICTS.get(entry.state or "", "")
    if entry.state:
        yield "state", entry.org, entry.state


def _ranked(groups: dict[str, tuple[int, int, int]]) -> list[Line]:
    real = {name: group for name, group in groups.items() if name not in PLACEHOLDERS}
    order = sorted(real, key=lambda name: (-real[name][0], real[name][2]))
    lines: list[Line] = []
    for name in order:
        rank = 1 + sum(other[0] > real[name][0] for other in real.values())
        lines.append((rank, name, real[name][0]))
    return [*lines, *((None, name, groups[name][0]) for name in groups if name in PLACEHOLDERS)]
