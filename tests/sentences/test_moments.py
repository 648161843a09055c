"""A time names its weekday, date, clock and zone, and its year where that isn't the reader's present one."""

from zoneinfo import ZoneInfo

import pytest
from babel.dates import format_date

from bot.cldr import find_locale
from bot.core.times.clock import local
from bot.kit.i18n import list_catalogs, load_words
from bot.moments import Moment, name_year

NEW_YEAR = 1_798_765_200_000_000  # 2027-01-01 01:00 UTC


@pytest.mark.parametrize(
    ("zone", "days_before", "said"),
    [
        ("America/New_York", 30, "Thursday, December 31, 8:00 PM Eastern time"),
        ("America/New_York", 500, "Thursday, December 31, 2026, 8:00 PM Eastern time"),
        ("Europe/Paris", 30, "Friday, January 1, 2027, 2:00 AM Paris time"),
        ("Europe/Paris", 0, "Friday, January 1, 2:00 AM Paris time"),
    ],
)
def test_another_year_is_named(zone: str, days_before: int, said: str) -> None:
    moment = name_year(Moment(NEW_YEAR, zone), NEW_YEAR - days_before * 86_400_000_000)
    assert load_words("en").format_moment(moment).replace("\u202f", " ") == said


def test_a_time_has_its_weekday_date_clock_and_zone_in_every_language() -> None:
    zone = "America/Los_Angeles"
    there = local(NEW_YEAR, ZoneInfo(zone))
    for tag in list_catalogs():
        words = load_words(tag)
        weekday = format_date(there, "EEEE", locale=find_locale(tag))
        named = (weekday, "31", words.format_clock(NEW_YEAR, zone), words.name_zone(zone))
        for moment in (Moment(NEW_YEAR, zone), Moment(NEW_YEAR, zone, dated=True)):
            shown = words.format_moment(moment)
            assert all(part in shown for part in named), (tag, shown)
            assert ("2026" in shown) is moment.dated, (tag, shown)
