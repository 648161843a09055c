"""A time of another year is shown with its year."""

import pytest

from bot.kit.i18n import load_words
from bot.moments import Moment, name_year
from tests.services import instant


@pytest.mark.parametrize(
    ("at", "zone", "shown"),
    [
        ("2026-11-30 20:00", "America/New_York", "November 30, 8:00 PM Eastern time"),
        ("2027-01-01 09:00", "America/New_York", "January 1, 2027, 9:00 AM Eastern time"),
        ("2027-01-01 01:00", "America/New_York", "January 1, 2027, 1:00 AM Eastern time"),
        ("2025-12-31 23:30", "America/New_York", "December 31, 2025, 11:30 PM Eastern time"),
    ],
)
def test_the_year_is_named_if_it_is_another_one(at: str, zone: str, shown: str) -> None:
    moment = name_year(Moment(instant(at, zone), zone, shared=True), instant("2026-11-23 12:00"))
    assert load_words("en").format_moment(moment) == shown


def test_the_year_is_that_of_the_places_own_clock() -> None:
    new_year = instant("2027-01-01 01:00")
    assert name_year(Moment(new_year, "America/New_York"), instant("2026-12-31 12:00")).dated
    assert not name_year(Moment(new_year, "America/Los_Angeles"), instant("2026-12-31 12:00")).dated
