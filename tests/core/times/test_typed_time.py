"""Times as people type them, in a zone. Unclear, past, skipped and doubled ones are refused with their own sentence."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.core.times.typed_time import parse_clock, parse_moment, parse_zone, write_moment
from bot.errors import UserError
from bot.moments import Moment
from tests.core.support.coalition import expect_refusal
from tests.services import MONDAY, ZONE, instant


@pytest.mark.parametrize(
    ("written", "hour", "minute"),
    [
        ("9:00", 9, 0),
        ("09:05", 9, 5),
        ("9am", 9, 0),
        ("9 PM", 21, 0),
        ("9:30 p.m.", 21, 30),
        ("noon", 12, 0),
        ("12am", 0, 0),
        ("12:30pm", 12, 30),
        ("23:59", 23, 59),
    ],
)
def test_a_time_of_day(written: str, hour: int, minute: int) -> None:
    assert parse_clock(written, "when") == hour * 60 + minute


@pytest.mark.parametrize("written", ["", "9", "24:00", "13pm", "0am", "9:60", "9:5", "soon"])
def test_invalid_times_of_day(written: str) -> None:
    with expect_refusal("time.clock"):
        parse_clock(written, "when")


@pytest.mark.parametrize(
    ("written", "zone"),
    [
        ("Eastern", "America/New_York"),
        ("Pacific time", "America/Los_Angeles"),
        ("MT", "America/Denver"),
        ("america/chicago", "America/Chicago"),
        ("America/Los Angeles", "America/Los_Angeles"),
        ("Arizona", "America/Phoenix"),
    ],
)
def test_a_zone(written: str, zone: str) -> None:
    assert parse_zone(written, "zone") == zone


def test_an_unknown_zone_is_refused_with_the_nearest() -> None:
    with expect_refusal("time.zone_near"):
        parse_zone("America/Chicagoo", "zone")
    with expect_refusal("time.zone"):
        parse_zone("the one at home", "zone")


NEXT_MIDNIGHT = ("midnight", "At midnight", "midnight tonight", "tonight at 12", "12 midnight", "12am", "today 0:00")


@pytest.mark.parametrize(
    ("written", "wall", "zone"),
    [
        ("now", "2026-11-23 12:00", ZONE),
        ("13:00", "2026-11-23 13:00", ZONE),
        ("tomorrow 9:00", "2026-11-24 09:00", ZONE),
        ("Tomorrow at 9am Eastern", "2026-11-24 09:00", ZONE),
        ("tomorrow 9:00 PT", "2026-11-24 09:00", "America/Los_Angeles"),
        ("wednesday noon", "2026-11-25 12:00", ZONE),
        ("mon 13:00", "2026-11-23 13:00", ZONE),
        ("monday 9:00", "2026-11-30 09:00", ZONE),
        ("2026-12-01 17:30 America/Chicago", "2026-12-01 17:30", "America/Chicago"),
        ("2027-03-14 03:00", "2027-03-14 03:00", ZONE),
        ("in 20 minutes", "2026-11-23 12:20", ZONE),
        ("in 20min", "2026-11-23 12:20", ZONE),
        ("In 5 Minutes", "2026-11-23 12:05", ZONE),
        ("in a minute", "2026-11-23 12:01", ZONE),
        ("in 2 hours", "2026-11-23 14:00", ZONE),
        ("in an hour and a half", "2026-11-23 13:30", ZONE),
        ("in half an hour", "2026-11-23 12:30", ZONE),
        ("in 1h 30m", "2026-11-23 13:30", ZONE),
        ("in 1.5 hours", "2026-11-23 13:30", ZONE),
        ("in 2 days", "2026-11-25 12:00", ZONE),
        ("noon", "2026-11-23 12:00", ZONE),
        *((midnight, "2026-11-24 00:00", ZONE) for midnight in NEXT_MIDNIGHT),
        ("midnight Pacific", "2026-11-24 00:00", "America/Los_Angeles"),
        ("tomorrow at noon", "2026-11-24 12:00", ZONE),
        ("9am tomorrow", "2026-11-24 09:00", ZONE),
        ("9:00 tomorrow", "2026-11-24 09:00", ZONE),
        ("noon, tomorrow", "2026-11-24 12:00", ZONE),
        ("at 9 a.m. tomorrow pacific", "2026-11-24 09:00", "America/Los_Angeles"),
        ("5pm friday", "2026-11-27 17:00", ZONE),
        ("5 PM on Fri", "2026-11-27 17:00", ZONE),
        ("11am monday", "2026-11-30 11:00", ZONE),
        ("18:30 2026-12-01", "2026-12-01 18:30", ZONE),
        ("8pm tonight", "2026-11-23 20:00", ZONE),
        ("8:30 tonight", "2026-11-23 20:30", ZONE),
        ("3pm today", "2026-11-23 15:00", ZONE),
        ("tomorrow, noon", "2026-11-24 12:00", ZONE),
        ("tomorrow morning", "2026-11-24 09:00", ZONE),
        ("thursday evening", "2026-11-26 18:00", ZONE),
        ("on friday at noon", "2026-11-27 12:00", ZONE),
        ("this thursday 9:00", "2026-11-26 09:00", ZONE),
        ("tonight", "2026-11-23 20:00", ZONE),
        ("tonight at 9", "2026-11-23 21:00", ZONE),
        ("at 9 PM", "2026-11-23 21:00", ZONE),
        ("At 21:00 Pacific", "2026-11-23 21:00", "America/Los_Angeles"),
        ("at 9pm tomorrow", "2026-11-24 21:00", ZONE),
        ("tonight 9:30pm", "2026-11-23 21:30", ZONE),
        ("tonight 21:30", "2026-11-23 21:30", ZONE),
        ("tonight pacific", "2026-11-23 20:00", "America/Los_Angeles"),
        ("tomorrow 9am arizona", "2026-11-24 09:00", "America/Phoenix"),
        ("tomorrow 9am Hawaii time", "2026-11-24 09:00", "Pacific/Honolulu"),
        ("tomorrow 9am Puerto Rico", "2026-11-24 09:00", "America/Puerto_Rico"),
    ],
)
def test_a_moment(written: str, wall: str, zone: str) -> None:
    found = parse_moment(written, ZONE, MONDAY, "when")
    assert (found.at, found.zone) == (instant(wall, zone), zone)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("soon", "time.unclear"),
        ("in", "time.unclear"),
        ("in 0 minutes", "time.unclear"),
        ("in 999 days", "time.unclear"),
        ("in a while", "time.unclear"),
        ("tonight 9am", "time.past"),
        ("9am today", "time.past"),
        ("9am yesterday", "time.past"),
        ("3:30 yesterday", "time.past"),
        ("9 yesterday eastern", "time.past"),
        ("2026-02-30 9:00", "time.unclear"),
        ("someday 9:00", "time.unclear"),
        ("tomorrow", "time.which"),
        ("friday", "time.which"),
        ("Dec 1", "time.which"),
        ("12/1", "time.which"),
        ("nov 20 9am", "time.past"),
        ("tuesday nov 30 9am", "time.unclear"),
        ("feb 30 9am", "time.unclear"),
        ("13/13 9am", "time.unclear"),
        ("25:00", "time.clock"),
        ("tomorrow 9:00 Nowhere/Special", "time.zone"),
        ("9:00", "time.past"),
        ("yesterday", "time.past"),
        ("the day before yesterday at noon", "time.past"),
        ("last friday 9:00", "time.past"),
        ("two hours ago", "time.past"),
        ("2026-01-01", "time.past"),
        ("2026-11-22 9:00", "time.past"),
        ("2027-03-14 2:30", "time.skipped"),
        ("2027-11-07 1:30", "time.twice"),
    ],
)
def test_invalid_moments(written: str, key: str) -> None:
    with expect_refusal(key):
        parse_moment(written, ZONE, MONDAY, "when")


@pytest.mark.parametrize("written", ["2026-11-01 1:30", "2026-11-01 1:30 second", "2026-03-08 2:30", "2025-11-02 1:00"])
def test_a_past_time_is_past_also_where_clocks_changed(written: str) -> None:
    with expect_refusal("time.past"):
        parse_moment(written, ZONE, MONDAY, "when")


def test_a_passed_time_without_a_day_offers_tomorrow() -> None:
    for typed, word in (("9am", "tomorrow 9am"), ("at 9:00 Eastern", "tomorrow 9:00 eastern")):
        with pytest.raises(UserError) as refused:
            parse_moment(typed, ZONE, MONDAY, "when")
        [(offered, label)] = refused.value.choices
        assert (offered, label) == (word, parse_moment(word, ZONE, MONDAY, "when"))
    for typed in ("today 9am", "yesterday 9am", "nov 20 9am"):
        with pytest.raises(UserError) as refused:
            parse_moment(typed, ZONE, MONDAY, "when")
        assert refused.value.choices == ()


def test_next_tuesday_is_asked_about_where_it_may_be_this_week() -> None:
    for day, typed, wanted in (
        ("2026-11-23 08:00", "next tuesday 9:00", ("2026-11-24", "2026-12-01")),  # a Monday
        ("2026-11-23 08:00", "on next fri 9am", ("2026-11-27", "2026-12-04")),
        ("2026-11-23 08:00", "9am next sunday", ("2026-11-29", "2026-12-06")),
        ("2026-11-23 08:00", "next monday 9:00", ("2026-11-30",)),  # not today
        ("2026-11-27 08:00", "next tuesday 9:00", ("2026-12-01",)),  # a Friday
        ("2026-11-27 08:00", "next saturday at 9", ("2026-11-28", "2026-12-05")),
        ("2026-11-29 08:00", "next tuesday 9:00", ("2026-12-01", "2026-12-08")),  # a Sunday: some weeks begin with it
        ("2026-11-23 08:00", "this tuesday 9:00", ("2026-11-24",)),
        ("2026-11-23 08:00", "tuesday next week 9:00", ("2026-12-01",)),
    ):
        assert _list_days(typed, instant(day)) == [instant(f"{one} 09:00") for one in wanted], (day, typed)
    for typed, key in (("next tuesday", "time.which"), ("next tuesday 6", "time.half")):
        with pytest.raises(UserError) as asked:
            parse_moment(typed, ZONE, MONDAY, "when")
        assert asked.value.key == key
        assert all(one.startswith("next tuesday ") for one, _ in asked.value.choices)


def _list_days(typed: str, at: int) -> list[int]:
    """The moments that a text may mean. Each is what its choice means, too."""
    try:
        return [parse_moment(typed, ZONE, at, "when").at]
    except UserError as error:
        meant = [parse_moment(one, ZONE, at, "when") for one, _ in error.choices]
        return [one.at for one, (_, label) in zip(meant, error.choices, strict=True) if one == label]


def test_a_day_that_no_month_has_is_no_time_zone() -> None:
    for written in ("30 february", "tomorrow 45 Eastern"):
        with expect_refusal("time.clock"):
            parse_moment(written, ZONE, MONDAY, "when")


def test_after_a_doubled_hour_its_weekday_means_next_week() -> None:
    noon = int(datetime(2026, 11, 1, 12, tzinfo=ZoneInfo(ZONE)).timestamp()) * 1_000_000
    for written in ("sunday 01:30", "01:30 sunday"):
        found = datetime.fromtimestamp(parse_moment(written, ZONE, noon, "when").at / 1_000_000, ZoneInfo(ZONE))
        assert f"{found:%Y-%m-%d %H:%M}" == "2026-11-08 01:30"


def test_either_of_a_doubled_time_can_be_meant() -> None:
    first, second = (parse_moment(f"2027-11-07 1:30 {which}", ZONE, MONDAY, "when").at for which in ("first", "second"))
    assert second - first == 3600 * 1_000_000
    assert datetime.fromtimestamp(first / 1_000_000, ZoneInfo(ZONE)).strftime("%H:%M %Z") == "01:30 EDT"


def test_every_moment_that_is_written_is_read_again() -> None:
    hours = [instant(f"2026-11-24 {hour:02}:{minute:02}") for hour in range(24) for minute in (0, 30)]
    doubled = [parse_moment(f"2027-11-07 1:30 {which}", ZONE, MONDAY, "when").at for which in ("first", "second")]
    for at in (*hours, *doubled):
        for zone in (ZONE, "Pacific/Honolulu", "Asia/Kolkata", "UTC", "America/Argentina/Buenos_Aires"):
            for own in (None, ZONE, zone):
                typed = write_moment(Moment(at, zone), own)
                assert parse_moment(typed, own or "Asia/Seoul", MONDAY, "when").at == at, typed
    assert write_moment(Moment(hours[0], ZONE), ZONE) == "2026-11-24 00:00"
