"""The loaded data: read as stored, replaced as a whole, noticed by every process, and doubted when old."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from bot.core.congress.congress import RECHECK_AFTER, Congress
from bot.core.directory.congresses import find_congress_start
from bot.core.directory.data_warnings import FRESH, Doubt, find_data_warnings
from bot.core.directory.maps import UNDATED, MapEdition, make_maps
from bot.core.directory.members import SENIOR, Directory, make_directory
from bot.store.engine import Store
from tests.core.support.tables import everything
from tests.public_data.capitol import ENDS, VACANT, id_of, make_congress
from tests.services import HandClock, instant

LOAD = make_congress().load()


async def load_congress(store: Store, clock: HandClock | None = None) -> Congress:
    congress = Congress(store, clock or HandClock())
    await congress.replace(LOAD)
    return congress


async def test_nothing_is_known_while_nothing_is_loaded(store: Store) -> None:
    congress = Congress(store, HandClock())
    assert await congress.read_directory() == congress.last_directory == Directory()


async def test_a_directory_is_read_as_it_was_stored(store: Store) -> None:
    directory = await (await load_congress(store)).read_directory()
    should = make_directory(LOAD.edition, LOAD.members, LOAD.committees, LOAD.committee_names)
    assert directory.committee_names == should.committee_names != {}
    assert (directory.edition, directory.committees) == (LOAD.edition, should.committees)
    assert {id: replace(one, offices=()) for id, one in directory.members.items()} == {
        id: replace(one, offices=()) for id, one in should.members.items()
    }
    for id, member in should.members.items():
        own = directory.members[id].offices
        assert own[0].is_in_washington
        assert set(own) == set(member.offices)


async def test_members_are_found_by_seat_and_offices_by_id(store: Store) -> None:
    directory = await (await load_congress(store)).read_directory()
    assert directory.seats["CA-11"].id == id_of("CA-11")
    assert directory.seats[f"CA {SENIOR}"].name == "Sam CA"
    assert not directory.seats.keys() & set(VACANT)
    office = directory.find_office(f"{id_of('CA-11')}-daly_city")
    assert office
    assert (office.place, office.member) == ("Daly City", id_of("CA-11"))
    washington = directory.find_office(id_of("CA-11"))
    assert washington
    assert washington.is_in_washington
    assert directory.find_office("H999999") is directory.find_office(f"{id_of('CA-11')}-nowhere") is None


async def test_a_zips_districts_are_found(store: Store) -> None:
    congress = await load_congress(store)
    rows = await store.read(lambda tx: congress.load_districts(tx, 119, "94110", "94112"))
    assert {tuple(row) for row in rows} == {
        ("94110", "CA-11", 1000),
        ("94112", "CA-11", 300),
        ("94112", "CA-15", 700),
    }


async def test_a_new_edition_replaces_the_whole_old_one(store: Store) -> None:
    congress = await load_congress(store)
    newer = make_congress(vacant=["CA-11"], census=False, last=" II").load()
    await congress.replace(newer)
    directory = await congress.read_directory()
    assert directory.edition == newer.edition
    assert directory.members.keys() == {one.id for one in newer.members}
    assert directory.seats["CA-14"].name == "Casey CA-14 II"
    assert "CA-11" not in directory.seats
    assert await store.read(lambda tx: congress.load_districts(tx, 119, "96910", "96910")) == ()


async def test_a_failed_load_keeps_the_old_edition(store: Store) -> None:
    congress = await load_congress(store)
    before = await everything(store)
    [zips] = LOAD.maps
    twice = replace(zips, sha256="other", pairs=(*zips.pairs, zips.pairs[0]))
    broken = replace(LOAD, edition=replace(LOAD.edition, key="other"), maps=(twice,))
    with pytest.raises(Exception, match=r"(?i)unique"):
        await congress.replace(broken)
    assert await everything(store) == before


async def test_concurrent_updates_take_turns(store: Store) -> None:
    loads = [make_congress(last=f" {number}").load() for number in range(3)]
    await asyncio.gather(*(Congress(store, HandClock()).replace(load) for load in loads))
    directory = await Congress(store, HandClock()).read_directory()
    assert directory.edition in [load.edition for load in loads]
    [load] = [load for load in loads if load.edition == directory.edition]
    assert {one.name for one in directory.members.values()} == {one.name for one in load.members}


async def test_every_process_notices_a_new_edition_within_the_interval(store: Store) -> None:
    clock = HandClock()
    other = Congress(store, clock)
    assert await other.read_directory() == Directory()
    await load_congress(store)
    clock.at += RECHECK_AFTER - 1
    assert (await other.read_directory()).edition is None
    clock.at += 1
    assert (await other.read_directory()).edition == LOAD.edition
    clock.at -= 10 * RECHECK_AFTER  # a corrected clock
    assert (await other.read_directory()).edition == LOAD.edition


async def test_the_same_edition_isnt_read_again(store: Store) -> None:
    clock = HandClock()
    congress = await load_congress(store, clock)
    first = await congress.read_directory()
    clock.at += 2 * RECHECK_AFTER
    assert await congress.read_directory() is first


# doubts


def find_doubts(day: date, names: Sequence[str] = (), zips_for: int | None = 119, age: int = 0) -> list[Doubt]:
    at = instant(f"{day} 12:00")
    members = [replace(one, ends=day) if one.name in names else one for one in LOAD.members]
    maps = make_maps([MapEdition(zips_for or UNDATED, "", zips_for is not None)])
    directory = make_directory(replace(LOAD.edition, loaded_at=at - age), members, maps=maps)
    return [caveat.doubt for caveat in find_data_warnings(directory, at)]


def test_current_data_has_no_doubts() -> None:
    assert find_doubts(date(2026, 6, 1)) == find_doubts(date(2026, 6, 1), zips_for=None) == []
    assert find_data_warnings(Directory(), instant("2040-01-01 12:00")) == ()


def test_a_new_congress_is_the_most_serious_doubt() -> None:
    assert find_doubts(date(2027, 1, 2)) == []
    assert find_doubts(ENDS) == find_doubts(ENDS, ["Sam CA"], 118) == [Doubt.OVER]


def test_terms_that_end_early_and_the_maps_of_another_congress_are_doubts_too() -> None:
    assert find_doubts(date(2026, 11, 3), ["Sam CA"], 118) == [Doubt.TERMS, Doubt.ZIPS]


def test_zips_of_an_unknown_congress_are_doubted_under_a_new_one() -> None:
    def unknown(number: int, zips_for: int | None) -> list[Doubt]:
        at = find_congress_start(number)
        edition = replace(LOAD.edition, number=number, loaded_at=at)
        maps = make_maps([MapEdition(zips_for or UNDATED, "", zips_for is not None)])
        found = find_data_warnings(make_directory(edition, (), maps=maps), at)
        return [caveat.doubt for caveat in found]

    assert unknown(120, None) == unknown(121, None) == [Doubt.UNKNOWN_ZIPS]
    assert unknown(120, 119) == [Doubt.ZIPS]
    assert unknown(119, None) == unknown(120, 120) == []


def test_data_older_than_half_a_year_is_doubted_once() -> None:
    day = date(2026, 11, 3)
    assert find_doubts(day, age=FRESH) == []
    assert find_doubts(day, age=FRESH + 1) == [Doubt.AGED]
    assert find_doubts(day, ["Sam CA"], age=FRESH + 1) == [Doubt.TERMS]
