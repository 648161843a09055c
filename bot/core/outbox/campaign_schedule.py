"""What a campaign posts by itself, and when: at most once on each day of the clock that each is told by."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from itertools import takewhile
from zoneinfo import ZoneInfo

from cronsim import CronSim

from bot.core.alerts.card_snapshot import Kind
from bot.core.base.clock import SECOND, day_of, local
from bot.core.campaigns.campaign_file import CampaignFile
from bot.core.directory.office_hours import list_holidays
from bot.core.directory.office_zones import EASTERN

LINES_OPEN = "0 9 * * 1-5"  # when Congress's offices in Washington take the phone


@dataclass(frozen=True, slots=True)
class Beat:
    """Something that comes again at ``cron`` on the clocks of ``zone``, or once, at the instant ``once``.

    ``key`` tells it from the campaign's others, also when the file has been rearranged.
    """

    kind: Kind
    key: str
    zone: str
    cron: str | None = None
    once: int | None = None
    workdays: bool = False  # not on federal holidays, when Washington's offices are closed
    text: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Stroke:
    """One time that a beat comes: the instant (UTC microseconds), and the local day that it is for."""

    beat: Beat
    at: int
    day: str


def beats(file: CampaignFile, opens: int | None, closes: int | None) -> tuple[Beat, ...]:
    """Return what a campaign that opens and closes then posts by itself."""
    rhythm, found = file.rhythm, list[Beat]()
    if rhythm.start and opens is not None:
        found.append(Beat(Kind.START, "start", file.timezone, once=opens))
    if rhythm.close and closes is not None:
        found.append(Beat(Kind.CLOSE, "close", file.timezone, once=closes))
    if rhythm.lines_open:
        found.append(Beat(Kind.LINES, "lines", EASTERN, LINES_OPEN, workdays=True))
    if rhythm.day_summary:
        found.append(Beat(Kind.SUMMARY, "summary", file.timezone, rhythm.day_summary))
    for reminder in rhythm.reminders:
        zone = reminder.timezone or file.timezone
        key = f"reminder {reminder.cron} {zone}"
        found.append(Beat(Kind.REMINDER, key, zone, reminder.cron, text=reminder.text))
    return tuple(found)


def stroke(beat: Beat, after: int, until: int) -> Stroke | None:
    """Return the last time that a beat comes in (``after``, ``until``], None where it doesn't."""
    at = _last(beat, after, until)
    return None if at is None else Stroke(beat, at, day_of(at, ZoneInfo(beat.zone)).isoformat())


def following(beat: Beat, at: int) -> int | None:
    """Return when a beat comes next after ``at``, None where it doesn't come any more."""
    if beat.once is not None:
        return beat.once if beat.once > at else None
    found = next_after(beat.cron or "", beat.zone, at)
    while found is not None and not _sounds(beat, found):
        found = next_after(beat.cron or "", beat.zone, found)
    return found


@lru_cache(maxsize=1024)  # asked every few seconds, and the same for each of them until it has come
def _following(cron: str, zone: str, minute: int) -> int | None:
    begin = local(minute * 60 * SECOND, ZoneInfo(zone))
    found = next(CronSim(cron, begin), None)
    return None if found is None else int(found.timestamp()) * SECOND


def next_after(cron: str, zone: str, at: int) -> int | None:
    """Return the first time after ``at`` that a schedule comes, on the clocks of ``zone``.

    A time that a clock change skips comes right after it, and one that it brings twice comes the first time, as with
    Debian's cron (cronsim says so, and tests/core/outbox/test_campaign_schedule.py holds it to that).
    """
    return _following(cron, zone, at // SECOND // 60)


def _last(beat: Beat, after: int, until: int) -> int | None:
    if beat.once is not None:
        return beat.once if after < beat.once <= until else None
    zone = ZoneInfo(beat.zone)
    begin = local(after - after % (60 * SECOND), zone)
    end = local(until, zone) + timedelta(microseconds=1)
    times = [int(one.timestamp()) * SECOND for one in takewhile(lambda one: one < end, CronSim(beat.cron or "", begin))]
    return next((one for one in reversed(times) if after < one <= until and _sounds(beat, one)), None)


def _sounds(beat: Beat, at: int) -> bool:
    day = day_of(at, ZoneInfo(beat.zone))
    return not (beat.workdays and day in list_holidays(day.year))
