"""Limits on logging. They stop anyone from moving the boards faster than people can call.

They apply to new entries only, and entries that were undone still count toward them. Repeating or upgrading
a call is free: neither can move a total twice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never
from zoneinfo import ZoneInfo

from bot.core.base.audit.audit import Audit
from bot.core.times.clock import HOUR, SECOND, local
from bot.errors import UserError
from bot.store.engine import Tx

LOOKS_BACK = 26 * HOUR  # the longest day has 25 hours, and an hour that ends in it can begin the day before


@dataclass(frozen=True, slots=True)
class LogLimits:
    """How much one person may log, in new entries.

    ``logs_per_day`` caps one campaign-local day. ``seconds_between_logs`` is the pause between entries (0: none).
    ``flag_logs_per_hour`` entries within an hour are allowed, but flagged for coordinators.
    """

    logs_per_day: int = 40
    seconds_between_logs: int = 2
    flag_logs_per_hour: int = 20

    @property
    def gap(self) -> int:
        """The shortest time between two entries, in microseconds."""
        return self.seconds_between_logs * SECOND


class Pace(StrEnum):
    """How one more entry relates to the limits."""

    FINE = "fine"
    FAST = "fast"  # logged, and flagged
    TOO_SOON = "too_soon"
    ENOUGH = "enough"


def is_too_close(at: int, other: int, limits: LogLimits) -> bool:
    """Whether two entries are closer than the pause. Requests can arrive in any order."""
    return abs(at - other) < limits.gap


def decide_pace(earlier: Sequence[int], at: int, zone: ZoneInfo, limits: LogLimits) -> Pace:
    """Decide how an entry at ``at`` relates to the limits. All times are UTC microseconds.

    ``earlier`` holds the person's entries since `LOOKS_BACK` before ``at``, in order. In each day of ``zone``
    only the entry that fills the first busy hour is flagged.
    """
    if any(is_too_close(at, time, limits) for time in earlier):
        return Pace.TOO_SOON
    if len(earlier) < min(limits.logs_per_day, limits.flag_logs_per_hour - 1):
        return Pace.FINE  # nearly always, so skip the arithmetic below
    midnight = _find_midnight(at, zone)
    if sum(time >= midnight for time in earlier) >= limits.logs_per_day:
        return Pace.ENOUGH
    full = _has_full_hour(sorted((*earlier, at)), midnight, limits.flag_logs_per_hour)
    return Pace.FAST if full and not _has_full_hour(earlier, midnight, limits.flag_logs_per_hour) else Pace.FINE


def _has_full_hour(times: Sequence[int], midnight: int, count: int) -> bool:
    """Whether ``count`` entries fit in one hour that ended after ``midnight``."""
    return any(last >= midnight and last - first < HOUR for first, last in zip(times, times[count - 1 :], strict=False))


def _find_midnight(at: int, zone: ZoneInfo) -> int:
    """The first instant of the local day that contains ``at``."""
    first = local(at, zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return int(first.timestamp()) * SECOND


class LogLimiter:
    """Enforces the limits inside the transaction that logs."""

    def __init__(self, limits: LogLimits, audit: Audit) -> None:
        self.limits, self._audit = limits, audit

    def admit(self, earlier: Iterable[int], at: int, zone: ZoneInfo, *, tapped: bool) -> Pace:
        """The pace of one more entry after those at ``earlier`` (UTC microseconds, in any order).

        Raises UserError if the limits forbid it. ``tapped`` entries can be tapped again, others are typed again.
        """
        found = decide_pace(sorted(time for time in earlier if time >= at - LOOKS_BACK), at, zone, self.limits)
        match found:
            case Pace.TOO_SOON:
                raise UserError("limits.too_soon" if tapped else "limits.too_soon_typed")
            case Pace.ENOUGH:
                raise UserError("limits.day", count=self.limits.logs_per_day)
            case Pace.FINE | Pace.FAST:
                return found
            case _:
                assert_never(found)

    async def flag(self, tx: Tx, pace: Pace, call_id: str, org_id: str) -> None:
        """Record in the org's audit trail that somebody logs faster than people can call.

        The entry names the call, which /void accepts, and no person: the trail outlives the link between the two.
        """
        if pace is Pace.FAST:
            await self._audit.record(tx, None, "calls.fast", call_id, org_id)
