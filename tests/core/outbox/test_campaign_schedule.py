"""Scheduled posts come once on each local day, whatever the clocks do."""

from collections import Counter
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.core.alerts.posting.card_snapshot import Kind
from bot.core.outbox.campaign_schedule import Rule, find_next_occurrence, find_next_time, find_occurrence, list_rules
from bot.core.times.clock import DAY, HOUR, SECOND, day_of, local
from tests.services import MONDAY, ZONE, campaign, instant

ZONES = ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Phoenix")
BEGIN, END = instant("2024-01-01 00:00", "UTC"), instant("2035-01-01 00:00", "UTC")


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("cron", ["0 9 * * *", "30 2 * * *", "30 1 * * *"])
def test_it_comes_once_a_local_day_from_2024_to_2034(zone: str, cron: str) -> None:
    """Even at 2:30, which is skipped in spring, and at 1:30, which comes twice in fall."""
    there, at, times = ZoneInfo(zone), BEGIN - 1, list[int]()
    while (found := find_next_occurrence(cron, zone, at)) is not None and found < END:
        assert found > at
        times.append(found)
        at = found
    days = Counter(day_of(one, there) for one in times)
    assert set(days.values()) == {1}
    assert len(days) in (4017, 4018, 4019)  # local days differ from UTC's
    assert max(days) - min(days) == timedelta(days=len(days) - 1)
    minute, hour = (int(part) for part in cron.split()[:2])
    odd = [one for one in times if (local(one, there).hour, local(one, there).minute) != (hour, minute)]
    springs = 0 if zone == "America/Phoenix" or cron != "30 2 * * *" else 11
    assert len(odd) == springs
    assert {local(one, there).strftime("%H:%M") for one in odd} <= {"03:00"}


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("cron", ["30 2 * * *", "30 1 * * *"])
def test_scans_every_ten_minutes_find_each_once(zone: str, cron: str) -> None:
    rule, there = Rule(Kind.REMINDER, "r", zone, cron), ZoneInfo(zone)
    for change in (date(2026, 3, 8), date(2026, 11, 1)):
        begin = instant(f"{change - timedelta(days=2)} 00:00", "UTC")
        found = {
            (one.at, one.day)
            for at in range(begin, begin + 5 * DAY, 600 * SECOND)
            if (one := find_occurrence(rule, at - HOUR, at))
        }
        days = Counter(day for _, day in found)
        assert set(days.values()) == {1}
        assert change.isoformat() in days
        assert {day_of(at, there).isoformat() for at, _ in found} == set(days)


def test_lines_open_on_weekdays_at_nine_in_washington() -> None:
    [rule] = list_rules(campaign("vof", "rhythm: {lines_open: true}"), None, None)
    friday = instant("2026-11-27 12:00", "America/New_York")
    assert find_next_time(rule, friday) == instant("2026-11-30 09:00", "America/New_York")


def test_lines_open_skips_federal_holidays() -> None:
    [rule] = list_rules(campaign("vof", "rhythm: {lines_open: true}"), None, None)
    thanksgiving = instant("2026-11-26 09:00", "America/New_York")
    assert find_occurrence(rule, thanksgiving - 1, thanksgiving) is None
    assert find_next_time(rule, thanksgiving - DAY) == thanksgiving + DAY
    assert find_occurrence(rule, thanksgiving - DAY - 1, thanksgiving) is not None


def test_every_rule_of_a_file() -> None:
    lines = (
        "rhythm:",
        "  start: true",
        "  close: true",
        '  day_summary: "20:00"',
        "  reminders:",
        '    - {cron: "30 17 * * 1", timezone: America/Chicago, text: Call tonight}',
        '    - {cron: "0 8 * * *"}',
    )
    found = list_rules(campaign("vof", *lines), MONDAY, MONDAY + DAY)
    assert [rule.kind.value for rule in found] == ["start", "close", "summary", "reminder", "reminder"]
    times = [find_next_time(rule, MONDAY - 1) for rule in found]
    assert times == [
        MONDAY,
        MONDAY + DAY,
        instant("2026-11-23 20:00"),
        instant("2026-11-23 17:30", "America/Chicago"),
        instant("2026-11-24 08:00"),
    ]
    assert found[3].text == {"en": "Call tonight"}
    assert len({rule.key for rule in found}) == len(found)
    assert find_next_time(found[0], MONDAY) is None


def test_a_campaign_without_a_schedule_posts_nothing() -> None:
    assert list_rules(campaign(), MONDAY, MONDAY + DAY) == ()


def test_missed_posts_are_found_once_and_future_ones_are_not() -> None:
    rule = Rule(Kind.REMINDER, "r", ZONE, "0 9 * * *")
    nine = instant("2026-11-23 09:00")
    assert find_occurrence(rule, nine - HOUR, nine - 1) is None
    assert find_occurrence(rule, nine - HOUR, nine) == find_occurrence(rule, nine - 1, nine + HOUR - 1)
    assert find_occurrence(rule, nine, nine + HOUR) is None
