"""Two Congresses at once: what holds at noon on January 3, whenever the data came."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.core.congress.congress import Congress
from bot.core.congress.edition import CongressLoad, read_load
from bot.core.congress.source_file import SourceFile
from bot.core.directory.congresses import (
    find_congress,
    find_congress_of_term,
    find_congress_start,
    find_first_day,
    find_noon,
)
from bot.core.directory.data_warnings import find_data_warnings
from bot.core.directory.maps import MapEdition, make_maps
from bot.core.directory.members import JUNIOR, SENIOR, Directory
from bot.core.directory.states import DISTRICTS
from bot.core.directory.terms import find_seats, find_sitting, is_holding
from bot.errors import ConfigError
from bot.store.engine import Store
from tests.public_data.capitol import LOADED, find_real_files, id_of, make_congress
from tests.public_data.turnover import (
    LEAVING_SENATOR,
    NEW_CA,
    NEW_SENATOR,
    NEW_TX,
    NOON,
    OLD_TX,
    STAYING_SENATOR,
    edit_records,
    make_turnover,
)
from tests.services import HandClock, instant

MORNING = instant("2027-01-03 10:00")
BEFORE, AFTER = NOON - 1, NOON
DAY = timedelta(days=1) // timedelta(microseconds=1)


def load_turnover(at: int = LOADED, early: bool = True) -> CongressLoad:
    return read_load(*make_turnover(early).all, at, make_turnover(early).committees)


async def open_with(store: Store, *loads: CongressLoad) -> tuple[Congress, Directory]:
    """Congress after these loads, and its directory as stored."""
    congress = Congress(store, HandClock())
    for load in loads:
        await congress.replace(load)
    return congress, await congress.read_directory()


def list_texans(directory: Directory, at: int) -> list[str | None]:
    """Who is named for TX-16 and as Texas's senators."""
    seats = find_sitting(directory, at).seats
    return [seats[seat].id if seat in seats else None for seat in TEXANS]


TEXANS = ("TX-16", f"TX {SENIOR}", f"TX {JUNIOR}")
OLD, NEW = [OLD_TX, LEAVING_SENATOR, STAYING_SENATOR], [NEW_TX, STAYING_SENATOR, NEW_SENATOR]


def test_each_congress_begins_at_noon_eastern_on_january_3() -> None:
    assert (find_congress(BEFORE), find_congress(AFTER)) == (119, 120)
    assert [find_first_day(number) for number in (1, 119, 120)] == [
        date(1789, 1, 3), date(2025, 1, 3), date(2027, 1, 3)
    ]  # fmt: skip
    for number in range(110, 160):
        start = find_congress_start(number)
        assert (find_congress(start - 1), find_congress(start)) == (number - 1, number)
        assert {find_congress(start + days * DAY) for days in (0, 200, 363, 400, 728)} == {number}
        assert find_congress_of_term(find_first_day(number + 1)) == number
        assert find_congress_of_term(date(2 * number + 1788, 11, 3)) == number  # a special election's day


async def test_at_noon_the_new_members_are_named_by_themselves(store: Store) -> None:
    congress, directory = await open_with(store, load_turnover())
    assert list_texans(directory, BEFORE) == OLD
    assert list_texans(directory, AFTER) == NEW
    after = congress.get_sitting(AFTER)
    assert (after.seats["CA-15"].id, after.seats["CA-11"].id) == (id_of("CA-11"), NEW_CA)
    assert congress.get_sitting(BEFORE).seats["CA-11"].id == id_of("CA-11")  # the cache is right both ways
    assert after.edition
    assert (after.edition.number, after.over, after.committees) == (120, False, {})
    assert [office.phone for office in after.seats["TX-16"].offices] == ["(202) 225-9999"]
    assert len(after.seats["CA-15"].offices) == 3  # members who stay keep the offices at home
    assert set(DISTRICTS) <= after.seats.keys()


async def test_nobody_is_named_whose_term_doesnt_hold_at_that_moment(store: Store) -> None:
    """At each turn of the clock, from data loaded early, on the morning, and late."""
    edges = [NOON, find_congress_start(121), find_congress_start(119), find_noon(date(2029, 1, 3))]
    moments = [edge + step for edge in edges for step in (-DAY, -1, 0, 1, DAY)]
    loads = (load_turnover(), load_turnover(MORNING, early=False), load_turnover(NOON + DAY, early=False))
    for load in loads:
        _, directory = await open_with(store, load)
        for at in moments:
            sitting = find_sitting(directory, at)
            assert all(is_holding(member, at) for member in sitting.members.values())
            assert all(sitting.members[member.id] is member for member in sitting.seats.values())
            assert len(sitting.seats) == len(sitting.members)
            assert not sitting.seats or sitting.edition
            assert not sitting.seats or find_congress(at) in (119, 120)


async def test_files_without_those_who_leave_wait_until_noon(store: Store) -> None:
    """The public files are often merged on the day, hours before noon."""
    _, directory = await open_with(store, load_turnover(early=True), load_turnover(MORNING, early=False))
    assert list_texans(directory, BEFORE) == OLD
    assert list_texans(directory, AFTER) == NEW
    assert directory.committees
    alone = load_turnover(MORNING, early=False).directory
    assert (alone.members, find_sitting(alone, BEFORE).edition) == ({}, None)
    assert list_texans(alone, AFTER) == NEW


async def test_late_data_name_nobody_and_then_the_new_members(store: Store) -> None:
    congress, directory = await open_with(store, make_congress(vacant=()).load())
    assert list_texans(directory, BEFORE) == OLD
    assert find_sitting(directory, AFTER).over
    assert list_texans(directory, AFTER) == [None] * 3
    await congress.replace(load_turnover(NOON + DAY, early=False))
    directory = await congress.read_directory()
    assert list_texans(directory, NOON + DAY) == NEW
    for id, name in ((OLD_TX, "Casey TX-16"), (LEAVING_SENATOR, "Sam TX")):  # old calls keep their names
        member = directory.find_member(id)
        assert member
        assert member.name == name
        assert id not in directory.members
    office = directory.find_office(f"{OLD_TX}-el_paso")
    assert office
    assert office.place == "El Paso"
    await congress.replace(load_turnover(NOON + 2 * DAY, early=False))
    last = await congress.read_directory()
    assert last.find_member(OLD_TX)  # and keep them
    for known in (last, find_sitting(last, NOON + 2 * DAY)):
        assert [find_seats(known, 119)[seat].id for seat in TEXANS] == OLD
        assert [find_seats(known, 120)[seat].id for seat in TEXANS] == NEW
        assert find_seats(known, 121).keys() == find_seats(known, 122).keys() == set()


def test_a_congress_with_too_few_members_yet_is_left_out() -> None:
    def halve(records: list[dict[str, object]]) -> None:
        for record in records[::2]:
            record["terms"] = record["terms"][:1]  # type: ignore[index]  # JSON

    files = edit_records(make_turnover(), halve)
    load = read_load(*files.all, LOADED)
    assert (len(load.members), load.coming) == (541, ())
    assert "The next Congress was left out, because it isn't whole yet: 2" in load.doubts[-1]
    with pytest.raises(ConfigError, match="This can't be all of Congress"):
        read_load(*edit_records(files, lambda records: records.__delitem__(slice(100))).all, LOADED)


@pytest.mark.parametrize("start", ["2026-12-10", "2027-01-02"])
def test_a_special_election_takes_the_seat_on_its_day(start: str) -> None:
    """Of two members for one seat, each is named while their own term holds."""

    def elect(records: list[dict[str, object]]) -> None:
        term = records[0]["terms"][-1]  # type: ignore[index]  # JSON
        records.append({**records[0], "id": {"bioguide": "Z000001"}, "terms": [{**term, "start": start}]})

    directory = read_load(*edit_records(make_congress(), elect).all, LOADED).directory
    noon = find_noon(date.fromisoformat(start))
    named = [find_sitting(directory, at).seats["AL-1"].id for at in (LOADED, noon - 1, noon, BEFORE)]
    assert named == [id_of("AL-1"), id_of("AL-1"), "Z000001", "Z000001"]


def test_data_do_not_warn_while_each_congress_has_its_members() -> None:
    directory = load_turnover().directory
    warned = [{one.doubt.value for one in find_data_warnings(directory, at)} for at in (LOADED, BEFORE, AFTER)]
    assert warned == [set(), set(), {"zips"}]
    both = make_maps([*directory.maps.loaded, MapEdition(120, "")])
    assert find_data_warnings(replace(directory, maps=both), AFTER) == ()


def test_the_real_members_go_on_into_a_made_up_120th_congress() -> None:
    """All real members are reelected or replaced: every seat names one of them, before and after."""
    current, offices, zips = find_real_files()
    records = json.loads(current.data)
    for number, record in enumerate(list(records)):
        last = record["terms"][-1]
        if last["end"] == "2027-01-03":
            term = last | {"start": "2027-01-03", "end": "2029-01-03" if last["type"] == "rep" else "2033-01-03"}
            if number % 5:
                record["terms"].append(term)
            else:
                records.append({**record, "id": {"bioguide": f"Q9{number:05}"}, "terms": [term]})
    directory = read_load(SourceFile(current.name, json.dumps(records).encode()), offices, zips, LOADED).directory
    for at in (LOADED, BEFORE, AFTER, find_congress_start(121) - 1):
        sitting = find_sitting(directory, at)
        assert all(is_holding(member, at) for member in sitting.seats.values())
        assert len(sitting.seats) >= 535
        assert any(id[:2] == "Q9" for id in sitting.members) == (at >= AFTER)
