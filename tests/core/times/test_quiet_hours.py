"""Quiet hours as people type them; hours that can be by night or by day are asked about."""

import pytest

from bot.core.times.quiet_hours import QuietHours, is_quiet_hours, parse_quiet_hours
from bot.errors import UserError
from tests.core.support.coalition import expect_refusal

HOUR = 60
NIGHT = QuietHours(22 * HOUR, 8 * HOUR)


@pytest.mark.parametrize(
    "written",
    [
        *(
            "22:00-8:00",
            "22:00-08:00",
            "22-8",
            "22–8",
            "22 — 8",
            "22:00–8",
            "22-8:00",
            "22 to 8",
            "2200-0800",
            "22.00-8.00",
        ),
        *(
            "10pm – 8am",
            "10pm to 8am",
            "10pm-8",
            "10-8am",
            "10 p.m. until 8",
            "From 10pm till 8 a.m.",
            "２２－８",
        ),
        *("between 22:00 and 8", "10 at night to 8 in the morning"),
    ],
)
def test_one_night_typed_in_many_ways(written: str) -> None:
    assert parse_quiet_hours(written, "quiet") == NIGHT
    assert is_quiet_hours(written)


def test_other_hours_and_none() -> None:
    typed = {"midnight-6": (0, 6), "noon to 1": (12, 13), "8-10pm": (20, 22), "10pm-11": (22, 23), "08-12": (8, 12)}
    for written, (start, end) in (typed | {"0-8": (0, 8), "12am-7am": (0, 7)}).items():
        assert parse_quiet_hours(written, "quiet") == QuietHours(start * HOUR, end * HOUR), written
    for written in ("none", "None", "-", "—"):
        assert parse_quiet_hours(written, "quiet") is None


def test_hours_by_night_or_by_day_are_asked_about() -> None:
    for written, night, day in (
        ("10-8", "22:00–8:00", "10:00–20:00"),
        ("9 to 5", "21:00–5:00", "9:00–17:00"),
        ("12-1", "12:00–1:00", "0:00–13:00"),
        ("10:00-8:00", "22:00–8:00", "10:00–20:00"),  # as typed, it would be quiet nearly all day
        ("10:30 to 7:15", "22:30–7:15", "10:30–19:15"),
    ):
        with pytest.raises(UserError) as caught:
            parse_quiet_hours(written, "quiet")
        assert caught.value.key == "time.quiet_which"
        assert [str(parse_quiet_hours(word, "quiet")) for word, _ in caught.value.choices] == [night, day]
        assert is_quiet_hours(written)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("at night", "time.quiet"),
        ("9:00-9:00", "time.quiet"),
        ("22", "time.quiet"),
        ("1-2-3", "time.quiet"),
        ("25-8", "time.clock"),
    ],
)
def test_invalid_hours(written: str, key: str) -> None:
    with expect_refusal(key):
        parse_quiet_hours(written, "quiet")
    assert not is_quiet_hours(written)
