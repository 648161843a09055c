"""A district holds as long as its map's lines: where somebody lives before and after a new Congress begins."""

import random
from dataclasses import replace
from datetime import date

import pytest

from bot.core.congress.edition import read_load
from bot.core.congress.places import Question
from bot.core.directory.congresses import find_congress, find_congress_start
from bot.core.directory.maps import MapEdition, make_maps
from bot.core.directory.members import Directory, name_seat
from bot.core.directory.states import DISTRICTS
from bot.core.directory.terms import find_sitting, is_holding
from bot.core.guidance.targets import find_own_members
from bot.core.people.profiles.homes import NOWHERE, Home, Redrawn, find_coming_lines, find_home, find_trusted_place
from bot.core.people.profiles.profiles import Profile
from bot.core.times.clock import DAY
from bot.store.engine import Store
from tests.core.support.tables import everything
from tests.effort import choose
from tests.public_data.capitol import LOADED, id_of
from tests.public_data.turnover import NOON, OLD_TX, STAYING_SENATOR, make_maps_of_two, make_turnover
from tests.services import REPRESENTATIVE, SENIOR, Core, caller, core_on

BEFORE, AFTER = NOON - 1, NOON
BOTH = make_maps([MapEdition(119, ""), MapEdition(120, "", changed=frozenset({"TX", "UT"}))])
TEXAS = Redrawn("TX", date(2027, 1, 3), has_map=True)


@pytest.fixture
async def core(store: Store) -> Core:
    """Both Congresses are loaded, with both maps."""
    core = await core_on(store)
    files, maps = make_turnover(), make_maps_of_two()
    await core.congress.replace(read_load(files.legislators, files.offices, maps[0], LOADED, more_zips=maps[1:]))
    return core


def test_a_district_is_trusted_while_its_lines_hold() -> None:
    for given in (None, 119):
        profile = Profile("TX-35", congress=given)
        assert find_home(profile, BOTH, BEFORE) == Home("TX-35")
        assert find_home(profile, BOTH, AFTER) == Home("TX", TEXAS)
    assert find_home(Profile("TX-35", congress=120), BOTH, AFTER) == Home("TX-35")
    assert find_home(Profile("MA-3"), BOTH, AFTER) == Home("MA-3")
    assert find_home(Profile("VT-0"), make_maps((), {"VT"}), AFTER) == Home("VT-0")
    assert find_home(Profile("TX"), BOTH, AFTER) == Home("TX")
    assert find_home(Profile(), BOTH, AFTER) == find_home(None, BOTH, AFTER) == NOWHERE


def test_new_lines_are_announced_from_the_election_on_to_those_whom_they_concern() -> None:
    announced = make_maps([MapEdition(119, "")], {"TX", "VT"})
    november, july = BEFORE - 60 * DAY, BEFORE - 180 * DAY
    profiles = {
        Profile("TX-35"): (announced, november, False),
        Profile("TX-35", congress=119): (BOTH, november, True),
        Profile("TX-35", coming="TX-37"): (BOTH, november, None),  # known already
        Profile("TX"): (announced, november, None),
        Profile("MA-3"): (announced, november, None),
        Profile("VT-0"): (BOTH, november, None),
        Profile("TX-16"): (announced, july, None),
        Profile("TX-23", congress=120): (announced, AFTER, None),
        Profile("TX-1"): (announced, AFTER, None),  # no longer trusted: another sentence says so
    }
    for profile, (maps, at, has_map) in profiles.items():
        expected = None if has_map is None else Redrawn("TX", date(2027, 1, 3), has_map)
        assert find_coming_lines(profile, maps, at) == expected, profile


def test_a_state_alone_says_when_no_map_could_tell_the_district() -> None:
    announced, new = make_maps([MapEdition(119, "")], {"TX"}), Redrawn("TX", date(2027, 1, 3), has_map=False)
    assert find_home(Profile("TX"), announced, AFTER) == Home("TX", new)
    assert find_home(Profile("TX"), announced, BEFORE) == Home("TX")
    assert find_home(Profile("MA"), announced, AFTER) == Home("MA")
    assert find_home(Profile("TX"), make_maps((), {"TX"}), AFTER) == Home("TX")  # no map at all


def test_the_coming_district_holds_from_its_day_until_the_lines_change_again() -> None:
    profile = Profile("TX-16", congress=119, coming="TX-23")
    assert [find_trusted_place(profile, BOTH, at) for at in (BEFORE, AFTER)] == ["TX-16", "TX-23"]
    again = make_maps([*BOTH.loaded, MapEdition(121, "", changed=frozenset({"TX"}))])
    assert find_home(profile, again, find_congress_start(121)).redrawn == Redrawn("TX", date(2029, 1, 3), has_map=True)
    assert find_trusted_place(profile, again, find_congress_start(121) - 1) == "TX-23"


@pytest.mark.parametrize("loaded", [(), (MapEdition(119, ""),)])
def test_without_the_new_map_the_setting_says_whose_lines_changed(loaded: tuple[MapEdition, ...]) -> None:
    maps = make_maps(loaded, {"TX"})
    assert find_home(Profile("TX-35"), maps, AFTER) == Home("TX", Redrawn("TX", date(2027, 1, 3), has_map=False))
    assert find_home(Profile("UT-1"), maps, AFTER) == Home("UT-1")
    if loaded:
        assert find_home(Profile("TX-35"), maps, BEFORE) == Home("TX-35")


async def test_a_typed_district_is_of_the_congress_that_sits_then(core: Core) -> None:
    await core.tell("ana", district="TX-16")
    core.clock.at = AFTER
    view = await core.profiles.read(caller("ana"))
    assert (view.profile.district, view.profile.congress, view.place) == ("TX-16", 119, "TX")
    changed = await core.tell("ana", district="TX-16")
    assert (changed.profile.congress, changed.place) == (120, "TX-16")
    gone = await core.tell("ana", district="-")
    assert (gone.profile.district, gone.profile.congress, gone.place) == (None, None, None)


async def test_a_zip_given_while_both_maps_are_loaded_is_asked_for_only_once(core: Core) -> None:
    kept_by_zip = {"79901": ("TX-16", 119, "TX-23"), "84101": ("UT-1", 119, "UT-2"), "94110": ("CA-11", 119, None)}
    for zip, kept in kept_by_zip.items():
        profile = (await core.tell("ana", district=zip)).profile
        assert (profile.district, profile.congress, profile.coming) == kept
    await core.tell("ana", district="79901")
    assert (await core.tell("ana", name="Ana", district="TX-16")).profile.coming == "TX-23"  # the form sends it again
    core.clock.at = AFTER
    assert (await core.profiles.read(caller("ana"))).place == "TX-23"
    assert (await core.tell("ana", district="79901")).profile == Profile("TX-23", "Ana", congress=120)
    assert (await core.tell("ana", district="94110")).profile.district == "CA-11"


async def test_a_zip_in_redrawn_lines_without_their_map_is_never_looked_up_on_the_old_one(store: Store) -> None:
    core = await core_on(store)
    core.congress._known = Directory(maps=make_maps((), {"TX", "AL"}))  # the setting
    await core.congress.replace(read_load(*make_turnover().all, LOADED))
    assert (await core.tell("ana", district="79901")).place == "TX-16"
    core.clock.at = AFTER
    found = await core.tell("ben", district="79901")
    assert isinstance(found.question, Question)
    assert (found.question.unmapped, found.place, found.profile.congress) == ("TX", "TX", None)
    split = (await core.tell("cem", district="30165")).question
    assert isinstance(split, Question)
    assert split.districts == ("GA-14", "AL")
    assert (await core.tell("dee", district="94110")).place == "CA-11"


async def test_calls_store_the_place_that_holds_when_they_are_logged(core: Core) -> None:
    await core.tell("ana", district="TX-16")
    core.clock.at = BEFORE
    await core.log("ana", "spoke")
    core.clock.at = AFTER
    again = await core.log("ana", "spoke", "representative")
    assert (again.kind, again.slot, again.asked) == ("same", REPRESENTATIVE, TEXAS)
    await core.log("ana", "spoke", SENIOR)
    core.clock.forward(days=1)
    await core.tell("ana", district="79901")
    last = await core.log("ana", "spoke")
    assert last.asked is None
    stored = {row["slot"]: (row["state"], row["district"]) for row in (await everything(core.store))["calls"]}
    assert stored == {OLD_TX: ("TX", "TX-16"), STAYING_SENATOR: ("TX", None), id_of("TX-23"): ("TX", "TX-23")}


def test_nobody_ever_gets_a_member_whose_term_doesnt_hold() -> None:
    """At random moments, random people: each named member sits for their place at that moment."""
    directory, rng = replace(read_load(*make_turnover().all, LOADED).directory, maps=BOTH), random.Random(7)
    edges = [find_congress_start(number) for number in (119, 120, 121)]
    steps = [-1, 0, 1, *(rng.randrange(-(10**13), 10**13) for _ in range(choose(10, 200)))]
    for at in (edge + step for edge in edges for step in steps):
        sitting = find_sitting(directory, at)
        for _ in range(40):
            profile = Profile(rng.choice(DISTRICTS), congress=rng.choice([None, 119, 120]))
            check_own_members(profile, sitting, at)


def check_own_members(profile: Profile, sitting: Directory, at: int) -> None:
    place = find_trusted_place(profile, BOTH, at)
    moved = profile.state in BOTH.list_changed(120) and (profile.congress or 119) != find_congress(at)
    for word, id in find_own_members(place, sitting).items():
        member = sitting.members.get(id)
        if member is None:
            assert id == word
            continue
        assert is_holding(member, at)
        assert member.seat == name_seat(place or "", word)
        assert not (moved and word == REPRESENTATIVE)
