"""Dates as people type them, for alerts and reminders alike."""

from datetime import date

import pytest

from bot.core.reminders.once_times import is_one_time, parse_one_time
from bot.core.times.typed_dates import reword_dates
from bot.core.times.typed_time import parse_moment
from tests.services import MONDAY, ZONE, instant

TODAY = date(2026, 11, 23)
TYPED = {
    "2026-11-30 09:00": (
        *("november 30 9:00", "nov 30 at 9am", "Nov. 30, 9am", "Nov 30th at 9 am", "30 november 9:00", "30 Nov at 9"),
        *(
            "the 30th at 9am",
            "the 30th of November at 9",
            "the thirtieth of november at 9",
            "November thirtieth 9am",
            "nov the thirtieth at 9",
            "9am on the thirtieth",
            "november 30 monday 9am",
            "monday nov 30 9am",
            "Mon, Nov 30, 2026 at 9:00",
            "9am on nov 30",
        ),
        *(
            "11/30 9am",
            "9am 11/30",
            "11/30/26 9am",
            "11/30/2026 at 9",
            "30/11 9:00",
            "11-30-2026 9am",
            "2026/11/30 9am",
            "2026-11-30 monday 9am",
            "monday, 2026-11-30 9am",
        ),
        *("in a week at 9am", "9am in a week", "in 7 days at 9", "a week from today at 9am", "2026-11-30T09:00"),
    ),
    "2026-12-01 09:00": (
        "12/1 9am",
        "12/01 at 9",
        "dec 1 9am",
        "1 dec 9am",
        "the 1st at 9am",
        "1 week from tomorrow 9am",
    ),
    "2026-11-30 12:00": ("in a week", "in 1 week", "a week from now", "noon on november 30", "in one week"),
    "2026-12-21 09:00": ("twenty-first of december 9am", "december twenty first at 9", "Dec Twenty-First, 9:00"),
    "2026-12-07 12:00": ("in a fortnight", "in 2 weeks", "in two weeks", "in a couple of weeks", "in 2 weeks at noon"),
    "2026-11-24 12:00": ("noon tomorrow", "tomorrow noon", "tomorrow at midday", "12 noon tomorrow"),
    "2026-11-25 09:00": (
        "the day after tomorrow at 9am",
        "2 days from now 9am",
        "9am day after tomorrow",
        "in 2 days at 9",
    ),
    "2027-01-02 09:00": ("1/2 9am", "jan 2 at 9"),  # a date long past is next year's
}


@pytest.mark.parametrize("wall", TYPED)
def test_a_date_is_understood_however_it_is_typed(wall: str) -> None:
    for written in TYPED[wall]:
        assert parse_moment(written, ZONE, MONDAY, "when").at == instant(wall, ZONE), written
        assert is_one_time(written), written
        assert parse_one_time(written, ZONE, MONDAY).at == instant(wall, ZONE), written


def test_what_names_no_date_or_none_that_exists_stays() -> None:
    for typed in (
        "9:00",
        "tomorrow 9am",
        "weekdays 9:30",
        "mon, thu 18:30",
        "2 weeks ago",
        "feb 30 9am",
        "13/13",
        "0/5",
        "first monday 9am",
        "the first week of december 9am",
        "1:30 second",
    ):
        assert reword_dates(typed, TODAY) == typed
    assert reword_dates("tuesday nov 30 9am", TODAY) == "tuesday nov 30 9am"  # that day is a Monday
    assert reword_dates("feb 29 9am", TODAY) == "feb 29 9am"
    assert reword_dates("feb 29 9am", date(2028, 1, 5)) == "2028-02-29 9am"
    assert reword_dates("the 31st at noon", TODAY) == "2026-12-31 at noon"


def test_a_weekly_reminder_stays_one() -> None:
    assert not any(map(is_one_time, ("weekdays 9:00", "every monday at 9", "daily at noon", "mon, thu 18:30", "9:00")))
