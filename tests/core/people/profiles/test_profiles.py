"""A person's time zone, and when a campaign's day ends in it."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from bot.core.directory.members import Directory, Office, make_directory
from bot.core.directory.offices.office_zones import CENTRAL, EASTERN, MOUNTAIN, PACIFIC, find_district_zone, find_zone
from bot.core.people.profiles.profiles import Profile, end_of_day, find_day_end, find_home_zone
from bot.core.times.clock import local
from tests.public_data.capitol import id_of, make_congress
from tests.services import Core, caller, instant

LOAD = make_congress().load()
CONGRESS = make_directory(LOAD.edition, LOAD.members)
ARIZONA, HAWAII = "America/Phoenix", "Pacific/Honolulu"


@pytest.mark.parametrize(
    ("platform", "district", "said", "zone"),
    [
        (HAWAII, "NY-12", ARIZONA, HAWAII),
        (None, "NY-12", ARIZONA, ARIZONA),
        (None, "HI-1", None, HAWAII),
        (None, "AZ", None, ARIZONA),
        (None, "PR-0", None, "America/Puerto_Rico"),
        (None, "GU-0", None, "Pacific/Guam"),
        (None, "AS-0", None, "Pacific/Pago_Pago"),
        (None, "TX-16", None, MOUNTAIN),  # its member's offices are in El Paso
        (None, "TX-1", None, CENTRAL),
        (None, "TX", None, CENTRAL),
        (None, None, None, None),
        ("Factory", "CA-11", None, PACIFIC),  # a zone without a city is ignored
        ("EST", None, None, None),
        ("", "CA-11", None, PACIFIC),
    ],
)
def test_a_persons_time_zone(platform: str | None, district: str | None, said: str | None, zone: str | None) -> None:
    assert find_home_zone(platform, Profile(district=district, zone=said), CONGRESS) == zone


def test_an_unknown_person_has_no_zone() -> None:
    assert find_home_zone(None, None, Directory()) is None
    assert find_home_zone(None, Profile(district="TX-16"), Directory()) == CENTRAL  # most of the state's


@pytest.mark.parametrize(
    ("place", "zones", "zone"),
    [
        ("FL-2", (EASTERN, CENTRAL), EASTERN),
        ("FL-1", (CENTRAL, CENTRAL), CENTRAL),
        ("IN-8", (EASTERN, CENTRAL, CENTRAL), CENTRAL),
        ("KY-1", (CENTRAL, EASTERN, CENTRAL), CENTRAL),
        ("ID-1", (PACIFIC, MOUNTAIN), MOUNTAIN),
        ("SD-0", (), CENTRAL),
    ],
)
def test_a_district_in_two_zones_follows_most_of_its_offices(place: str, zones: tuple[str, ...], zone: str) -> None:
    assert find_district_zone(place, zones) == zone


@pytest.mark.parametrize(
    ("state", "town", "zone"),
    [
        ("TX", "El Paso", MOUNTAIN),
        ("TX", " el  paso ", MOUNTAIN),
        ("TX", "Austin", CENTRAL),
        ("FL", "Pensacola", CENTRAL),
        ("TN", "Knoxville", EASTERN),
        ("SD", "Rapid City", MOUNTAIN),
        ("IN", "Evansville", CENTRAL),
        ("ID", "Coeur d'Alene", PACIFIC),
        ("CA", "El Paso", PACIFIC),
    ],
)
def test_an_office_without_coordinates_uses_its_town(state: str, town: str, zone: str) -> None:
    assert find_zone(state, None, None, town) == zone


def test_coordinates_come_before_the_town() -> None:
    assert find_zone("TX", 30.27, -97.74, "El Paso") == CENTRAL


@pytest.mark.parametrize(
    ("at", "campaign", "reader", "clock"),
    [
        ("2026-12-07 20:30", EASTERN, HAWAII, "19:00"),
        ("2026-07-01 12:00", EASTERN, HAWAII, "18:00"),
        ("2026-12-07 12:00", EASTERN, PACIFIC, "21:00"),
        ("2026-12-07 12:00", EASTERN, "America/Detroit", None),
        ("2026-12-07 12:00", EASTERN, EASTERN, None),
        ("2026-12-07 12:00", EASTERN, None, None),
        ("2026-03-28 12:00", "America/Nuuk", "America/Nuuk", None),
    ],
)
def test_when_a_day_ends_for_the_reader(at: str, campaign: str, reader: str | None, clock: str | None) -> None:
    end = find_day_end(instant(at, HAWAII), ZoneInfo(campaign), reader)
    assert (f"{local(end, ZoneInfo(reader)):%H:%M}" if end is not None and reader else None) == clock


def test_a_day_whose_midnight_is_skipped_ends_right_after() -> None:
    end = end_of_day(instant("2026-09-05 12:00", "America/Santiago"), ZoneInfo("America/Santiago"))
    assert end == instant("2026-09-06 01:00", "America/Santiago")


async def test_a_receipt_knows_the_callers_zone(core: Core) -> None:
    await core.congress.replace(LOAD)
    assert (await core.log("ben")).zone is None
    await core.tell("ana", district="HI-1")
    receipt = await core.log("ana", at=instant("2026-12-07 20:30", HAWAII))
    assert (receipt.zone, receipt.day) == (HAWAII, "2026-12-08")


async def test_an_open_district_office_is_found_by_its_town(core: Core) -> None:
    """Such as El Paso's at half past four, when Washington is closed. The file lacks its coordinates."""
    member = CONGRESS.seats["TX-16"]
    at_home = Office(f"{member.id}-el_paso", member.id, "El Paso", "(915) 555-0100", find_zone("TX", town="El Paso"))
    changed = replace(member, offices=(member.offices[0], at_home))
    members = tuple(changed if one.id == member.id else one for one in LOAD.members)
    await core.congress.replace(replace(LOAD, members=members))
    core.clock.at = instant("2026-11-23 16:30", MOUNTAIN)
    await core.tell("ana", district="TX-16")
    prompt = await core.scripts.fetch_prompt(caller("ana"), core.clock(), None, None)
    assert prompt.line
    assert prompt.line.elsewhere == at_home
    assert prompt.line.office == id_of("TX-16")
