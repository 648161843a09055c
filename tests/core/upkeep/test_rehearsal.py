"""What the next Congress changes for how many people, and which campaigns' targets vanish."""

from dataclasses import replace
from functools import partial

from bot.core.campaigns.campaigns import read_campaigns
from bot.core.directory.maps import MapEdition, make_maps
from bot.core.directory.members import Directory
from bot.core.directory.terms import find_sitting
from bot.core.people.profiles.profiles import Profile
from bot.core.upkeep.rehearsal import Effect, Homes, count_homes, find_losses, rehearse
from tests.public_data.capitol import id_of
from tests.public_data.turnover import LEAVING_SENATOR, NOON, OLD_TX, make_turnover
from tests.services import Core, campaign

HOUR = 3_600_000_000
STORED = make_turnover().load().directory


def find_effects(
    place: str, stored: Directory = STORED, congress: int | None = None, coming: str | None = None
) -> dict[Effect, int]:
    now, then = find_sitting(stored, NOON - HOUR), find_sitting(stored, NOON)
    found = rehearse(Homes({Profile(place, congress=congress, coming=coming): 7}, 0, 0), now, NOON - HOUR, then, NOON)
    assert found.unchanged == (0 if found.effects else 7)
    return dict(found.effects)


def test_each_place_meets_its_own_changes() -> None:
    expected = {
        "MA-7": {},
        "MA": {},
        "VT": {},
        "VT-0": {},
        "PR": {},
        "FL-3": {Effect.REPRESENTATIVE: 7},
        "FL": {},
        "CA-11": {Effect.REPRESENTATIVE: 7},
        "CA-15": {Effect.REPRESENTATIVE: 7},
        "CA-12": {},
        "TX-16": {Effect.REPRESENTATIVE: 7, Effect.SENATOR: 7},
        "TX-7": {Effect.SENATOR: 7},  # who was junior before is senior now, and no other person
        "TX": {Effect.SENATOR: 7},
    }
    assert {place: find_effects(place) for place in expected} == expected


def test_new_lines_are_asked_about_and_only_there() -> None:
    older, newer = MapEdition(119, "a"), MapEdition(120, "b", changed=frozenset({"TX", "UT", "VT"}))
    by_data = replace(STORED, maps=make_maps((older, newer), ["CA"]))
    by_setting = replace(STORED, maps=make_maps((older,), ["TX", "CA"]))
    assert find_effects("UT-1", by_data) == find_effects("UT-1", by_data, 119) == {Effect.ASKED: 7}
    assert find_effects("UT-1", by_data, 120) == {}  # taken on a clock that is ahead
    assert find_effects("UT", by_data) == find_effects("VT-0", by_data) == find_effects("CA-12", by_data) == {}
    assert find_effects("UT-1", by_data, 119, coming="UT-1") == {}
    assert find_effects("UT-1", by_data, 119, coming="UT-2") == {Effect.REPRESENTATIVE: 7}
    assert find_effects("TX-16", by_data) == {Effect.ASKED: 7, Effect.SENATOR: 7}
    assert find_effects("CA-12", by_setting) == {Effect.ASKED: 7}
    assert find_effects("UT-1", by_setting) == {}


def test_missing_members_and_vacancies_are_told_apart() -> None:
    alone = replace(STORED, coming=())
    assert find_effects("MA-7", alone) == find_effects("MA", alone) == {Effect.SWITCHBOARD: 7}
    fewer = tuple(term for term in STORED.coming if term.district != "MA-7")
    assert find_effects("MA-7", replace(STORED, coming=fewer)) == {Effect.VACANT: 7}


async def test_people_are_counted_page_by_page_and_nobody_is_named(core: Core) -> None:
    for number, place in enumerate(["TX-16", "TX-16", "MA-7", "VT", "-"]):
        await core.tell(f"person {number}", district=place, name="Ana")
    for page in (1, 2, 1000):
        homes = await core.store.read(partial(count_homes, keys=core.base.keys, page=page))
        assert {home.district: number for home, number in homes.places.items()} == {"TX-16": 2, "MA-7": 1, "VT-0": 1}
        assert (homes.placeless, homes.unreadable) == (1, 0)


async def test_lost_targets_are_named_by_campaign(core: Core) -> None:
    targets = f"targets: [my_senators, {OLD_TX}, {LEAVING_SENATOR}, {id_of('MA-7')}]"
    files = [campaign("gone", targets), campaign("closed", targets, "closes: 2027-01-01 09:00"), campaign("own")]
    await core.campaigns.take_files([*files, campaign("panel", "targets: {committee: SSJU}")])
    now, then = find_sitting(STORED, NOON - HOUR), find_sitting(STORED, NOON)
    found = await core.store.read(read_campaigns)
    losses = find_losses(found, now, then, NOON)
    assert [(loss.campaign, [one.id for one in loss.members], loss.committee) for loss in losses] == [
        ("gone", [OLD_TX, LEAVING_SENATOR], None),
        ("panel", [], "SSJU"),
    ]
    assert find_losses(found, now, now, NOON - HOUR) == ()
