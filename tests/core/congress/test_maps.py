"""Maps are editions of their own: a new one waits beside the old, and the two say which states' lines changed."""

import pytest

from bot.core.congress.congress import Congress
from bot.core.congress.edition import CongressLoad, read_load
from bot.core.directory.maps import UNDATED, MapEdition, Maps, make_maps
from bot.store.engine import Store
from tests.public_data.capitol import AWKWARD, LOADED, census_file, make_congress, tract_file
from tests.public_data.turnover import AFTER, BEFORE, NOON, make_maps_of_two
from tests.services import HandClock

OF_119, OF_120 = make_maps_of_two()


def load_with(*zips: object) -> CongressLoad:
    files = make_congress()
    first, *more = zips
    return read_load(files.legislators, files.offices, first, LOADED, more_zips=more)  # type: ignore[arg-type]


async def open_with(store: Store, *loads: CongressLoad) -> tuple[Congress, Maps]:
    congress = Congress(store, HandClock(), (), {"TX", "OH"})
    for load in loads:
        await congress.replace(load)
    return congress, (await congress.read_directory()).maps


async def find(congress: Congress, store: Store, number: int, zip: str) -> set[str]:
    rows = await store.read(lambda tx: congress.load_districts(tx, number, zip, zip))
    return {row.district for row in rows}


@pytest.mark.parametrize("together", [True, False])
async def test_the_changed_states_come_from_both_maps(store: Store, together: bool) -> None:
    loads = (load_with(OF_119, OF_120),) if together else (load_with(OF_119), load_with(OF_120))
    congress, maps = await open_with(store, *loads)
    assert [one.congress for one in maps.loaded] == [119, 120]
    assert maps.list_changed(120) == {"TX", "UT"}  # not Ohio, which the setting lists
    for zip in BEFORE:
        assert await find(congress, store, 119, zip) == set(BEFORE[zip])
        assert await find(congress, store, 120, zip) == set(AFTER[zip])
    assert maps.has_map("TX", NOON - 1)
    assert maps.has_map("TX", NOON)


async def test_a_share_within_rounding_is_the_same_line(store: Store) -> None:
    land = {"94112": {"CA-11": 3000, "CA-15": 7000}, "60614": {"IL-5": 6000, "IL-9": 4000}}
    near = {"94112": {"CA-11": 3010, "CA-15": 6990}, "60614": {"IL-5": 6030, "IL-9": 3970}}
    _, maps = await open_with(store, load_with(census_file({**AWKWARD, **land}), census_file({**AWKWARD, **near}, 120)))
    assert maps.list_changed(120) == {"IL"}


async def test_until_the_new_map_is_loaded_the_setting_says_it(store: Store) -> None:
    congress, maps = await open_with(store, load_with(OF_119))
    assert [maps.list_changed(number) for number in (119, 120)] == [set(), {"TX", "OH"}]
    assert [maps.has_map(state, NOON) for state in ("TX", "UT", "OH", "MA")] == [False, True, False, True]
    assert maps.has_map("TX", NOON - 1)
    await congress.replace(load_with(OF_120))
    assert (await congress.read_directory()).maps.list_changed(120) == {"TX", "UT"}


async def test_a_map_by_tract_isnt_compared_with_one_by_area(store: Store) -> None:
    congress, maps = await open_with(store, load_with(tract_file(AWKWARD), OF_120))
    assert [(one.congress, one.is_dated, one.changed) for one in maps.loaded] == [
        (UNDATED, False, None), (120, True, None)
    ]  # fmt: skip
    assert maps.list_changed(120) == {"TX", "OH"}
    await congress.replace(load_with(OF_119))  # the dated file takes its place
    assert (await congress.read_directory()).maps.list_changed(120) == {"TX", "UT"}
    assert await find(congress, store, 119, "96910") == {"GU-0"}


def test_lines_differ_if_any_map_in_between_moved_them() -> None:
    maps = make_maps(
        [MapEdition(120, "", changed=frozenset({"TX"})), MapEdition(119, ""), MapEdition(121, "", changed=frozenset())],
        {"OH"},
    )
    assert [maps.has_changed("TX", *pair) for pair in ((119, 120), (119, 121), (121, 119), (120, 121), (119, 119))] == [
        True, True, True, False, False
    ]  # fmt: skip
    assert [maps.has_changed("OH", 119, number) for number in (120, 121, 122, 123)] == [False, False, True, True]
    assert [found and found.congress for found in map(maps.find, (118, 119, 120, 125))] == [119, 119, 120, 121]
    assert Maps().find(119) is None
    assert not Maps().has_map("CA", NOON)
