"""What people type for a reminder that comes once, what they type for one that comes again, and when it comes."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.core.reminders.once_times import has_clock, is_one_time, parse_one_time
from bot.errors import UserError
from tests.services import instant

EASTERN = "America/New_York"
NOW = instant("2026-11-24 13:00")  # a Tuesday


def at(local: str, zone: str = EASTERN) -> int:
    """UTC microseconds of a local time."""
    return int(datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)).timestamp()) * 1_000_000


@pytest.mark.parametrize(
    ("written", "local"),
    [
        ("in 20 minutes", "2026-11-24 13:20"),
        ("In 20 min", "2026-11-24 13:20"),
        ("in an hour and a half", "2026-11-24 14:30"),
        ("in 2 days", "2026-11-26 13:00"),
        ("tomorrow at noon", "2026-11-25 12:00"),
        ("noon tomorrow", "2026-11-25 12:00"),
        ("9am tomorrow", "2026-11-25 09:00"),
        ("tomorrow 9:00", "2026-11-25 09:00"),
        ("Tomorrow morning", "2026-11-25 09:00"),
        ("Friday 9:00", "2026-11-27 09:00"),
        ("on friday at 9:00", "2026-11-27 09:00"),
        ("fri 9 a.m.", "2026-11-27 09:00"),
        ("Thurs. 18:30", "2026-11-26 18:30"),
        ("next tues 8:15 pm", "2026-12-01 20:15"),
        ("tuesday 9:00", "2026-12-01 09:00"),
        ("at 4 pm", "2026-11-24 16:00"),
        ("at 9:00", "2026-11-25 09:00"),
        ("at noon", "2026-11-25 12:00"),
        ("once at 9:00", "2026-11-25 09:00"),
        ("once 16:00", "2026-11-24 16:00"),
        ("tonight", "2026-11-24 20:00"),
        ("tonight at 9", "2026-11-24 21:00"),
        ("today 17:00", "2026-11-24 17:00"),
        ("2026-12-01 9:00", "2026-12-01 09:00"),
        ("２０２６－１２－０１ ９：００", "2026-12-01 09:00"),
    ],
)
def test_when_it_comes(written: str, local: str) -> None:
    assert is_one_time(written)
    found = parse_one_time(written, EASTERN, NOW)
    assert (found.at, found.zone) == (at(local), EASTERN)


@pytest.mark.parametrize("written", ["at 4 pm Pacific", "tomorrow at noon Pacific", "Friday 9:00 america/los_angeles"])
def test_the_zone_can_be_named(written: str) -> None:
    assert has_clock(written)
    assert parse_one_time(written, EASTERN, NOW).zone == "America/Los_Angeles"


@pytest.mark.parametrize("written", ["in 20 minutes", "in an hour"])
def test_a_span_needs_no_zone(written: str) -> None:
    assert has_clock(written)
    assert not has_clock("tomorrow at noon")


@pytest.mark.parametrize(
    "written",
    [
        *(
            "9:00",
            "6pm daily",
            "every day at 8:30",
            "mon, thu 18:30",
            "mondays 9:00",
            "every friday 9:00",
            "fridays noon",
        ),
        *("weekdays 8am Pacific", "at 9:00 on weekdays", "at 6pm every day", "weekends 10am", "friday and sunday 9:00"),
        *("each monday 7:00", "later", "9:00 Samoa", "stop"),
    ],
)
def test_repeating_and_invalid_times_are_not_single_reminders(written: str) -> None:
    assert not is_one_time(written)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("tomorrow someday", "remind.unclear"),
        ("tomorrow at 31", "time.clock"),
        ("today 9:00", "time.past"),
        ("2020-01-01 9:00", "time.past"),
        ("2098-01-01 9:00", "remind.far"),
        ("tomorrow 25:00", "time.clock"),
        ("at 4 pm Atlantis", "time.zone"),
        ("2027-03-14 2:30", "time.skipped"),
        ("2027-11-07 1:30", "time.twice"),
    ],
)
def test_an_invalid_time_is_refused_in_the_words_typed(written: str, key: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_one_time(written, EASTERN, NOW)
    assert caught.value.key in (key, f"{key}_near")
    assert caught.value.params.get("field", "when") == "when"
    if key == "remind.unclear":
        assert caught.value.params["word"] == written


@pytest.mark.parametrize(("which", "hours"), [("first", 0), ("second", 1)])
def test_a_doubled_time_needs_first_or_second(which: str, hours: int) -> None:
    found = parse_one_time(f"2027-11-07 1:30 {which}", EASTERN, NOW)
    assert found.at == at("2027-11-07 01:30") + hours * 3_600_000_000
