"""Limits on logging: nobody moves the boards faster than people ring, and honest taps notice nothing.

Only a new entry is held to them, and entries taken back still fill them. Logging what already stands and
bettering it are not: they move nothing that could be moved twice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.core.base.audit import Audit
from bot.core.base.clock import HOUR, SECOND, local
from bot.errors import UserError
from bot.store.engine import Tx

LOOKS_BACK = 26 * HOUR  # a day in which clocks go back has 25, and its first hour began in the one before


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one person may log, in new entries.

    ``logs_per_day`` in one campaign-local day, ``seconds_between_logs`` apart (0: no pause is asked for);
    ``flag_logs_per_hour`` within one hour are allowed, but coordinators see it.
    """

    logs_per_day: int = 40
    seconds_between_logs: int = 2
    flag_logs_per_hour: int = 20

    @property
    def gap(self) -> int:
        """The least time between two entries, microseconds."""
        return self.seconds_between_logs * SECOND


class Pace(StrEnum):
    """What becomes of one more entry."""

    FINE = "fine"
    FAST = "fast"  # logged, and flagged
    TOO_SOON = "too_soon"
    ENOUGH = "enough"


def near(at: int, other: int, limits: Limits) -> bool:
    """Say whether two entries are closer than the pause between them; requests may arrive in any order."""
    return abs(at - other) < limits.gap


def pace(earlier: Sequence[int], at: int, zone: ZoneInfo, limits: Limits) -> Pace:
    """Return what becomes of an entry made at ``at``, all times in UTC microseconds.

    ``earlier`` are the person's entries since `LOOKS_BACK` before it, in their order. An hour too full is
    flagged once in a day of ``zone``: by the entry that fills the first such hour.
    """
    if any(near(at, time, limits) for time in earlier):
        return Pace.TOO_SOON
    if len(earlier) < min(limits.logs_per_day, limits.flag_logs_per_hour - 1):
        return Pace.FINE  # as nearly always, so that nobody waits for the arithmetic below
    midnight = _midnight(at, zone)
    if sum(time >= midnight for time in earlier) >= limits.logs_per_day:
        return Pace.ENOUGH
    full = _full_hour(sorted((*earlier, at)), midnight, limits.flag_logs_per_hour)
    return Pace.FAST if full and not _full_hour(earlier, midnight, limits.flag_logs_per_hour) else Pace.FINE


def _full_hour(times: Sequence[int], midnight: int, count: int) -> bool:
    """Say whether so many entries stand within one hour that ended on the day."""
    return any(last >= midnight and last - first < HOUR for first, last in zip(times, times[count - 1 :], strict=False))


def _midnight(at: int, zone: ZoneInfo) -> int:
    """Return the first instant of the day in which ``at`` falls."""
    first = local(at, zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return int(first.timestamp()) * SECOND


class Watch:
    """Holds people to the limits, inside the transaction of what they log."""

    def __init__(self, limits: Limits, audit: Audit) -> None:
        self.limits = limits
        self._audit = audit

    def admit(self, earlier: Iterable[int], at: int, zone: ZoneInfo) -> Pace:
        """Return at what pace one more entry comes after those made ``earlier`` (UTC microseconds, in any order).

        Raises UserError when it may not be made.
        """
        found = pace(sorted(time for time in earlier if time >= at - LOOKS_BACK), at, zone, self.limits)
        if found is Pace.TOO_SOON:
            raise UserError("limits.too_soon")
        if found is Pace.ENOUGH:
            raise UserError("limits.day", count=self.limits.logs_per_day)
        return found

    async def note(self, tx: Tx, pace: Pace, call_id: str, org_id: str) -> None:
        """Let the org's coordinators see in the audit trail that somebody logs faster than people ring.

        By which call, as /void takes it, and not by whom: the trail outlasts what ties people to their calls.
        """
        if pace is Pace.FAST:
            await self._audit.record(tx, None, "calls.fast", call_id, org_id)
