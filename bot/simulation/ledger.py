"""What people were shown on a simulated day: what each log of a call came to, and how long all took, by minute."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from math import ceil

from bot.core.totals.counting import Outcome
from bot.simulation.plan.model import MINUTE
from bot.simulation.plan.places import Platform
from bot.simulation.plan.walks import Deed
from bot.simulation.platforms.screens import ANSWER_SECONDS, PATIENCE, Shown

SLOW_SECONDS = 1.0


class Fate(StrEnum):
    """What a person knows about what they did."""

    CONFIRMED = "confirmed"  # a receipt with a reference, or that it was undone
    REFUSED = "refused"  # a sentence why nothing was saved
    UNKNOWN = "unknown"  # no answer, or the platform's own error


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One log or undo, and what came of it. ``reference`` is that of the call.

    ``whose`` are the person's platform and account. Two entries with the same ``step`` of a person were one, tapped
    twice.
    """

    whose: tuple[Platform, str]
    step: int
    deed: Deed
    fate: Fate
    outcome: Outcome | None
    reference: str | None


@dataclass
class Minute:
    """One minute of the day: how long each answer took, in seconds, and the answers that never came in time."""

    seconds: "array[float]" = field(default_factory=lambda: array("f"))
    late: int = 0

    @property
    def count(self) -> int:
        """How many commands were answered."""
        return len(self.seconds)

    def find_percentile(self, share: float) -> float:
        """The seconds within which so much of the answers came, 0 without any."""
        return find_percentile(self.seconds, share)


@dataclass
class Ledger:
    """The records of a day. Times are seconds of the simulated day."""

    minutes: defaultdict[int, Minute] = field(default_factory=lambda: defaultdict(Minute))
    logs: list[LogEntry] = field(default_factory=list)
    by_deed: "dict[Deed, array[float]]" = field(default_factory=dict)
    by_platform: "dict[Platform, array[float]]" = field(default_factory=dict)
    refusals: Counter[str] = field(default_factory=Counter)
    waited: int = 0  # over a second
    late: int = 0  # over three seconds, or not at all
    dropped: int = 0  # of the late ones, those for which the platform showed an error

    @property
    def count(self) -> int:
        """How many commands people gave."""
        return sum(map(len, self.by_platform.values()))

    def add(self, at: float, platform: Platform, deed: Deed, shown: Shown) -> None:
        """Record one answer. One that never came counts as as long as anybody waits."""
        minute = self.minutes[int(at // MINUTE)]
        seconds = PATIENCE if shown.seconds is None else shown.seconds
        minute.seconds.append(seconds)
        self.by_deed.setdefault(deed, array("f")).append(seconds)
        self.by_platform.setdefault(platform, array("f")).append(seconds)
        is_late = shown.is_dropped or seconds > ANSWER_SECONDS
        self.waited += seconds > SLOW_SECONDS
        self.late += is_late
        minute.late += is_late
        self.dropped += shown.is_dropped

    def find_percentile(self, share: float) -> float:
        """The seconds within which so much of all answers came."""
        every = array("f")
        for taken in self.by_platform.values():
            every.extend(taken)
        return find_percentile(every, share)


def find_percentile(taken: Sequence[float] | Iterable[float], share: float) -> float:
    """The value that ``share`` of the values don't exceed, 0 without any."""
    ordered = sorted(taken)
    return ordered[max(0, ceil(share * len(ordered)) - 1)] if ordered else 0.0
