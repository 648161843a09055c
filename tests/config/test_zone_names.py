"""Zones in settings and typed times: only those with a city, with a suggestion for others."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.config.checks import check_time_zone
from bot.config.settings import load_config
from bot.config.zone_names import CHOICES, STATES, find_meant_zone, find_nearest_zone, list_city_zones
from bot.errors import ConfigError
from bot.kit.i18n import load_words

EASTERN, PACIFIC = "America/New_York", "America/Los_Angeles"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("EST", EASTERN),
        ("EDT", EASTERN),
        ("ET", EASTERN),
        ("est5edt", EASTERN),
        ("US/Eastern", EASTERN),
        ("Etc/GMT+5", EASTERN),
        ("Eastern Time", EASTERN),
        ("CST", "America/Chicago"),
        ("CT", "America/Chicago"),
        ("US/Central", "America/Chicago"),
        ("MST", "America/Denver"),
        ("MT", "America/Denver"),
        ("PST", PACIFIC),
        ("PT", PACIFIC),
        ("pacific", PACIFIC),
        ("AKST", "America/Anchorage"),
        ("HST", "Pacific/Honolulu"),
        ("AST", "America/Puerto_Rico"),
        ("ChST", "Pacific/Guam"),
        ("SST", "Pacific/Pago_Pago"),
        ("US/Arizona", "America/Phoenix"),
        ("Chicago", "America/Chicago"),
        ("Eastern Standard Time", EASTERN),
        ("pacific daylight time", PACIFIC),
        ("Central Daylight Savings Time", "America/Chicago"),
        ("Washington, D.C.", EASTERN),
        ("Atlanta", EASTERN),
        ("San Francisco", PACIFIC),
        ("America/Houston", "America/Chicago"),
        ("america/chicago", "America/Chicago"),
        ("America/Chicagoo", "America/Chicago"),
        ("Japan", "Asia/Tokyo"),
        ("America/Arizona", "America/Phoenix"),
        ("America/Hawaii", "Pacific/Honolulu"),
        ("US/Pacifc", "America/Los_Angeles"),
        ("Amerika/New_York", "America/New_York"),
        ("Asia/Korea", "Asia/Seoul"),
        ("utc", "UTC"),
        ("GMT", "Atlantic/Reykjavik"),
    ],
)
def test_the_probable_zone_is_suggested(tmp_path: Path, typed: str, meant: str) -> None:
    (tmp_path / "config.yaml").write_text(f"coalition:\n  timezone: {typed}\n")
    with pytest.raises(ConfigError) as refused:
        load_config(tmp_path / "config.yaml", {})
    assert str(refused.value).endswith(
        f':2:13: "timezone" must be an IANA time zone, such as America/New_York; did you mean "{meant}"?'
    )


@pytest.mark.parametrize("typed", ["Factory", "localtime", "posixrules", "GMT+5", "Narnia", "", "America", "../../etc"])
def test_an_unusable_zone_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="must be an IANA time zone"):
        check_time_zone(typed)


def test_an_area_suggests_no_city_that_is_spelled_like_it() -> None:
    """ "America" suggested Mérida, "Asia" Apia: an area gets the list of zones."""
    zones = ", ".join(STATES)
    areas = "America", "america/", "AMERICA ", "Americas", "American", "North America", "USA", "U.S.", "Asia", "Europe"
    for typed in (*areas, "Africa", "Australia", "Antarctica", "Arctic", "Narnia"):
        with pytest.raises(ValueError, match=f"; in the United States: {zones}$"):
            check_time_zone(typed)
        assert find_nearest_zone(typed) is None, typed


def test_only_zones_with_a_city_are_accepted() -> None:
    for name in available_timezones():
        if name in list_city_zones() or name == "UTC":
            assert check_time_zone(name) == name
        else:
            with pytest.raises(ValueError, match="must be an IANA time zone"):
                check_time_zone(name)


def test_no_two_zones_have_one_name() -> None:
    """Except aliases of one zone, whose clocks are the same all year."""
    named: dict[str, set[str]] = {}
    for zone in list_city_zones():
        named.setdefault(load_words("en").name_zone(zone), set()).add(zone)
    for zones in named.values():
        assert len({_clock(zone) for zone in zones}) == 1, zones


def _clock(zone: str) -> tuple[object, ...]:
    days = (datetime(2026, month, 15, 12) for month in range(1, 13))
    return tuple(day.replace(tzinfo=ZoneInfo(zone)).utcoffset() for day in days)


def test_the_names_are_those_people_use() -> None:
    told = [load_words("en").name_zone(zone) for zone in CHOICES]
    assert told[:6] == ["Eastern time", "Central time", "Mountain time", "Arizona time", "Pacific time", "Alaska time"]
    assert told[6:] == ["Hawaii time", "Puerto Rico time", "Guam time", "Samoa time"]
    assert [find_meant_zone(name) for name in told] == list(CHOICES)
    assert load_words("en").name_zone("America/Detroit") == "Detroit time"
