"""A volunteer's card doubts a member's name only where it may be wrong for that caller."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from bot.cogs.shared.name_doubts import write_name_doubt
from bot.core.directory.congresses import find_first_day
from bot.core.directory.data_warnings import FRESH, Doubt
from bot.core.directory.maps import MapEdition, make_maps
from bot.core.directory.members import Directory
from bot.core.directory.terms import find_sitting
from bot.core.guidance.name_doubts import NameDoubt, find_name_doubt, find_state_name_doubt
from bot.core.guidance.state_targets import StateHome
from bot.core.guidance.targets import find_targets
from bot.core.statehouse.state_directory import StateDirectory
from bot.core.statehouse.state_doubts import StateDoubt
from bot.core.times.clock import day_of
from bot.kit.i18n import load_words
from tests.public_data.capitol import LOADED, make_congress
from tests.public_data.statehouses import load_state
from tests.public_data.turnover import NOON, make_turnover
from tests.services import JUNIOR, REPRESENTATIVE, SENIOR, campaign, instant


def list_doubts(directory: Directory, place: str | None, at: int) -> dict[str, NameDoubt | None]:
    sitting = find_sitting(directory, at)
    targets = find_targets(campaign(), place, sitting)
    return {target.generic or "": find_name_doubt(target, sitting, at) for target in targets.all}


def test_old_data_are_doubted_where_they_name_somebody() -> None:
    directory = make_congress().load().directory
    aged = LOADED + FRESH + 1
    assert set(list_doubts(directory, "CA-11", LOADED + 1).values()) == {None}
    edition = directory.edition
    assert edition
    long_ago = replace(directory, edition=replace(edition, loaded_at=LOADED - FRESH))
    for place in ("CA-11", "VT-0"):
        doubts = list_doubts(long_ago, place, LOADED + 1)
        assert {one.doubt for one in doubts.values() if one} == {Doubt.AGED}
        assert None not in doubts.values()
    unknown = list_doubts(long_ago, "CA", LOADED + 1)
    assert unknown[REPRESENTATIVE] is None  # the switchboard names nobody
    assert unknown[SENIOR] == unknown[JUNIOR]
    assert unknown[SENIOR]
    assert set(list_doubts(long_ago, None, LOADED + 1).values()) == {None}
    assert set(list_doubts(directory, "CA-11", aged).values()) == {None}  # their Congress is over: another line says so


@pytest.mark.parametrize("later", [0, 1, 12_345_678])
def test_data_are_old_after_their_time_to_the_microsecond(later: int) -> None:
    directory, at = make_congress().load().directory, LOADED + later
    assert directory.edition
    for age, doubts in ((0, {None}), (later, {None}), (FRESH, {None}), (FRESH + 1, {Doubt.AGED})):
        aged = replace(directory, edition=replace(directory.edition, loaded_at=at - age))
        found = list_doubts(aged, "VT-0", at).values()
        assert {one and one.doubt for one in found} == doubts, age


def test_a_district_of_an_older_map_is_doubted_unless_an_admin_says_which_lines_moved() -> None:
    directory = make_turnover().load().directory
    loaded, doubt = directory.maps.loaded, NameDoubt(Doubt.ZIPS, find_first_day(120))
    maps = {
        "nobody says": (make_maps(loaded), doubt),
        "an admin says": (make_maps(loaded, ["CA"]), None),
        "both are loaded": (make_maps([*loaded, MapEdition(120, "", changed=frozenset({"CA"}))]), None),
    }
    for name, (known, expected) in maps.items():
        now = list_doubts(replace(directory, maps=known), "TX-16", NOON)
        assert now == {REPRESENTATIVE: expected, SENIOR: None, JUNIOR: None}, name
        assert set(list_doubts(replace(directory, maps=known), "TX-16", NOON - 1).values()) == {None}, name
        assert set(list_doubts(replace(directory, maps=known), "VT-0", NOON).values()) == {None}, name  # one district


def test_old_data_on_a_state_are_doubted_where_they_name_a_legislator() -> None:
    states = StateDirectory({"CA": load_state("CA").roster})
    file, home = campaign("both", "targets: [my_senators, {state: both}]"), StateHome("CA-U-11", None, states)
    targets = find_targets(file, "CA-11", make_congress().load().directory, home)
    old = NameDoubt(StateDoubt.TERMS, day_of(LOADED, ZoneInfo("America/Los_Angeles")))
    for at, expected in ((LOADED + 1, None), (instant("2026-12-16 12:00"), old)):
        doubts = {one.generic: find_state_name_doubt(one, states, at) for one in targets.all}
        assert doubts == {SENIOR: None, JUNIOR: None, "state-upper": expected, "state-lower": None}
        [senator] = [one for one in targets.all if one.generic == "state-upper"]
        line = str(write_name_doubt(load_words("en"), senator, targets, at))
        assert ("Our list of state legislators is from Nov 18" in line) is (expected is not None)
