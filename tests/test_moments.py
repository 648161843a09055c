"""A time names its year where it isn't the reader's present one, in the zone that it is shown in."""

import pytest

from bot.kit.i18n import load_words
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
