"""Local times: one that a clock change skips or doubles is refused with the next valid one."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.times.wall_clock import parse_wall_time, to_instant

ZONES = [
    "America/New_York",
    "Pacific/Apia",
    "Australia/Lord_Howe",
    "America/Phoenix",
    "Asia/Kathmandu",
    "UTC",
]


def test_a_time_is_read_without_its_zone() -> None:
    assert parse_wall_time("2026-11-22 09:00") == datetime(2026, 11, 22, 9)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("tomorrow", "must be a local time such as 2026-11-22 09:00"),
        ("2026-11-22", "must be a local time such as 2026-11-22 09:00"),
        ("2026-11-22T09:00", "must be a local time such as 2026-11-22 09:00"),
        ("2026-11-22 09:00+01:00", "must be a local time such as 2026-11-22 09:00"),
        ("1999-11-22 09:00", "must be a local time such as 2026-11-22 09:00"),
        ("2026-02-30 09:00", "is a day or time that no calendar has"),
        ("2026-11-22 24:30", "is a day or time that no calendar has"),
    ],
)
def test_an_invalid_time_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match="^" + sentence + "$"):
        parse_wall_time(text)


@pytest.mark.parametrize(
    ("zone", "text", "utc"),
    [
        ("America/New_York", "2026-11-22 09:00", datetime(2026, 11, 22, 14, tzinfo=UTC)),
        ("America/New_York", "2026-07-01 09:00", datetime(2026, 7, 1, 13, tzinfo=UTC)),
        ("America/New_York", "2026-03-08 03:00", datetime(2026, 3, 8, 7, tzinfo=UTC)),
        ("America/New_York", "2026-11-01 00:59", datetime(2026, 11, 1, 4, 59, tzinfo=UTC)),
        ("America/New_York", "2026-11-01 02:00", datetime(2026, 11, 1, 7, tzinfo=UTC)),
        ("America/Phoenix", "2026-03-08 02:30", datetime(2026, 3, 8, 9, 30, tzinfo=UTC)),
    ],
)
def test_instants(zone: str, text: str, utc: datetime) -> None:
    assert to_instant(parse_wall_time(text), ZoneInfo(zone)) == int(utc.timestamp()) * 1_000_000


@pytest.mark.parametrize(
    ("zone", "text", "sentence"),
    [
        (
            "America/New_York",
            "2026-03-08 02:30",
            "clocks in America/New_York skip 2026-03-08 02:30; the next time is 2026-03-08 03:00",
        ),
        (
            "America/New_York",
            "2026-11-01 01:00",
            "clocks in America/New_York show 2026-11-01 01:00 twice; the next time they show once is 2026-11-01 02:00",
        ),
        (
            "Australia/Lord_Howe",  # its clocks change by half an hour
            "2026-10-04 02:10",
            "clocks in Australia/Lord_Howe skip 2026-10-04 02:10; the next time is 2026-10-04 02:30",
        ),
        (
            "Pacific/Apia",  # crossed the date line
            "2011-12-30 09:00",
            "clocks in Pacific/Apia skip 2011-12-30 09:00; the next time is 2011-12-31 00:00",
        ),
    ],
)
def test_clock_changes(zone: str, text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=r"^clocks") as caught:
        to_instant(parse_wall_time(text), ZoneInfo(zone))
    assert str(caught.value) == sentence


@settings(deadline=None)
@given(st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31)), st.sampled_from(ZONES))
def test_an_instant_shows_the_local_time_again(wall: datetime, name: str) -> None:
    wall = wall.replace(second=0, microsecond=0)
    zone = ZoneInfo(name)
    try:
        at = to_instant(wall, zone)
    except ValueError as refusal:
        wall = parse_wall_time(str(refusal)[-16:])  # the suggested time is valid
        at = to_instant(wall, zone)
    assert datetime.fromtimestamp(at // 1_000_000, zone).replace(tzinfo=None) == wall
