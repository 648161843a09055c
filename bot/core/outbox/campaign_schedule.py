"""A campaign's posting schedule: its rules, and when each occurs. Start with `list_rules`."""

from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache
from itertools import takewhile
from zoneinfo import ZoneInfo

from cronsim import CronSim
from msgspec import Struct

from bot.core.alerts.posting.card_snapshot import Kind
from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.directory.offices.office_hours import list_holidays
from bot.core.directory.offices.office_zones import EASTERN
from bot.core.times.clock import SECOND, day_of, local

LINES_OPEN = "0 9 * * 1-5"  # when Washington offices start answering the phone, Eastern


class Rule(Struct, frozen=True):
    """One kind of scheduled post: at each ``cron`` time in ``zone``, or at the instant ``once``.

    ``key`` identifies the rule within its campaign, even after the file was reordered. With ``workdays``, it skips
    federal holidays, when Washington offices are closed. ``text`` is a reminder's own, by language.
    """

    kind: Kind
    key: str
    zone: str
    cron: str | None = None
    once: int | None = None
    workdays: bool = False
    text: Mapping[str, str] | None = None


class Occurrence(Struct, frozen=True):
    """One time that a rule applies: the instant, in UTC microseconds, and its local day."""

    rule: Rule
    at: int
    day: str


def list_rules(file: CampaignFile, opens: int | None, closes: int | None) -> tuple[Rule, ...]:
    """The rules of a campaign that opens and closes at these instants."""
    rhythm, found = file.rhythm, list[Rule]()
    if rhythm.start and opens is not None:
        found.append(Rule(Kind.START, "start", file.timezone, once=opens))
    if rhythm.close and closes is not None:
        found.append(Rule(Kind.CLOSE, "close", file.timezone, once=closes))
    if rhythm.lines_open:
        found.append(Rule(Kind.LINES, "lines", EASTERN, LINES_OPEN, workdays=True))
    if rhythm.day_summary:
        found.append(Rule(Kind.SUMMARY, "summary", file.timezone, rhythm.day_summary))
    for reminder in rhythm.reminders:
        zone = reminder.timezone or file.timezone
        key = f"reminder {reminder.cron} {zone}"
        found.append(Rule(Kind.REMINDER, key, zone, reminder.cron, text=reminder.text))
    return tuple(found)


def find_occurrence(rule: Rule, after: int, until: int) -> Occurrence | None:
    """The rule's last occurrence in (``after``, ``until``], None if there is none."""
    at = _find_last(rule, after, until)
    return None if at is None else Occurrence(rule, at, day_of(at, ZoneInfo(rule.zone)).isoformat())


def find_next_time(rule: Rule, at: int) -> int | None:
    """When the rule next applies after ``at``, None if it never does again."""
    if rule.once is not None:
        return rule.once if rule.once > at else None
    found = find_next_occurrence(rule.cron or "", rule.zone, at)
    while found is not None and not _is_in_force(rule, found):
        found = find_next_occurrence(rule.cron or "", rule.zone, found)
    return found


@lru_cache(maxsize=1024)  # called every few seconds with the same answer
def _find_next(cron: str, zone: str, minute: int) -> int | None:
    begin = local(minute * 60 * SECOND, ZoneInfo(zone))
    found = next(CronSim(cron, begin), None)
    return None if found is None else int(found.timestamp()) * SECOND


def find_next_occurrence(cron: str, zone: str, at: int) -> int | None:
    """The first time after ``at`` that a cron schedule in ``zone`` occurs, None if it never does.

    A local time that a clock change skips occurs right after the change; one that occurs twice counts the first time.
    That is Debian cron's rule, which cronsim follows and tests/core/outbox/test_campaign_schedule.py checks.
    """
    return _find_next(cron, zone, at // SECOND // 60)


def _find_last(rule: Rule, after: int, until: int) -> int | None:
    if rule.once is not None:
        return rule.once if after < rule.once <= until else None
    zone = ZoneInfo(rule.zone)
    begin = local(after - after % (60 * SECOND), zone)
    end = local(until, zone) + timedelta(microseconds=1)
    times = [int(one.timestamp()) * SECOND for one in takewhile(lambda one: one < end, CronSim(rule.cron or "", begin))]
    return next((one for one in reversed(times) if after < one <= until and _is_in_force(rule, one)), None)


def _is_in_force(rule: Rule, at: int) -> bool:
    day = day_of(at, ZoneInfo(rule.zone))
    return not (rule.workdays and day in list_holidays(day.year))
