"""Public files on Congress: what is read about a member and an office, and what can't be Congress."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.core.congress.edition import CongressLoad, describe_seat, read_load
from bot.core.congress.legislators import LONGEST_ID, make_office_id
from bot.core.congress.source_file import SourceFile
from bot.core.directory.members import JUNIOR, SENIOR, Member, Title
from bot.core.directory.offices.office_zones import find_zone
from bot.errors import ConfigError
from tests.public_data.capitol import (
    LOADED,
    NO_PHONE,
    VACANT,
    Invented,
    find_real_files,
    id_of,
    make_congress,
)

Records = list[dict[str, Any]]


def load_changed(change: Callable[[Records], None]) -> CongressLoad:
    """The data read after a change to the members' records."""
    files = make_congress()
    records = json.loads(files.legislators.data)
    change(records)
    return replace(files, legislators=SourceFile("current.json", json.dumps(records).encode())).load()


def member(load: CongressLoad, id: str) -> Member:
    return next(one for one in load.members if one.id == id)


def refusal(files: Invented) -> str:
    with pytest.raises(ConfigError) as caught:
        files.load()
    return str(caught.value)


def test_an_edition_says_which_congress_and_until_when() -> None:
    edition = make_congress().load().edition
    assert (edition.number, edition.valid_from, edition.valid_to) == (119, date(2025, 1, 3), date(2027, 1, 3))
    assert edition.loaded_at == LOADED
    assert make_congress(ends=date(2029, 1, 3)).load().edition.number == 120


def test_the_same_files_are_the_same_edition_and_others_are_another() -> None:
    assert make_congress().load().edition == make_congress().load().edition
    assert make_congress(last="!").load().edition.key != make_congress().load().edition.key


def test_vacant_seats_are_named() -> None:
    load = make_congress().load()
    assert set(load.vacant) == set(VACANT)
    assert [describe_seat(seat) for seat in load.vacant if " " in seat] == ["a Senate seat of Nebraska"]
    assert len(load.members) == 541 - len(VACANT)


def test_a_member_is_read_with_offices_and_without_party() -> None:
    load = make_congress().load()
    casey = member(load, id_of("CA-11"))
    assert (casey.name, casey.title, casey.state, casey.district) == (
        "Casey CA-11",
        Title.REPRESENTATIVE,
        "CA",
        "CA-11",
    )
    assert [(office.place, office.zone) for office in casey.offices] == [
        ("Washington", "America/New_York"),
        ("San Francisco", "America/Los_Angeles"),
        ("Daly City", "America/Los_Angeles"),
    ]
    assert casey.offices[0].id == casey.id
    assert member(load, id_of(NO_PHONE)).offices[0].phone is None
    assert "Planted" not in repr(load)


def test_titles_are_those_of_the_seat() -> None:
    titles = {one.district: one.title for one in make_congress().load().members if one.district}
    assert titles["DC-0"] is titles["GU-0"] is Title.DELEGATE
    assert titles["PR-0"] is Title.COMMISSIONER
    assert titles["VT-0"] is Title.REPRESENTATIVE


def test_the_senior_senator_is_as_the_file_says_or_else_the_first_to_serve() -> None:
    senior, junior = id_of("CA", SENIOR), id_of("CA", JUNIOR)
    load = make_congress().load()
    assert (member(load, senior).senior, member(load, junior).senior) == (True, False)

    def both_junior(records: Records) -> None:
        for record in records:
            if record["id"]["bioguide"] == senior:
                record["terms"][-1]["state_rank"] = "junior"
            if record["id"]["bioguide"] == junior:
                record["terms"].insert(0, {**record["terms"][0], "start": "2001-01-03"})

    load = load_changed(both_junior)
    assert (member(load, senior).senior, member(load, junior).senior) == (False, True)


def test_a_lone_senator_is_the_senior_one() -> None:
    load = make_congress(vacant=[f"NE {SENIOR}"]).load()
    assert member(load, id_of("NE", JUNIOR)).senior is True
    assert load.vacant == (f"NE {JUNIOR}",)


def test_a_name_without_its_full_form_is_put_together() -> None:
    def shorten(records: Records) -> None:
        del records[0]["name"]["official_full"]
        records[0]["name"] |= {"first": "Ana", "last": "Lee", "suffix": "Jr."}

    assert load_changed(shorten).members[0].name == "Ana Lee Jr."


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda records: records[0]["terms"][-1].update(type="king"), "0.terms.0.type is not what it should be"),
        (lambda records: records[0].update(terms=[]), "0.terms is not what it should be"),
        (lambda records: records[0]["id"].update(bioguide="<script>"), "0.id.bioguide is not"),
        (lambda records: records.__delitem__(slice(100)), "This can't be all of Congress: 339 of 441 in the House"),
        (lambda records: records.clear(), "This can't be all of Congress: 0 of 441 in the House, 0 of 100"),
    ],
)
def test_data_that_cant_be_congress_is_refused_with_a_sentence(change: Callable[[Records], None], said: str) -> None:
    with pytest.raises(ConfigError, match=rf"current\.json: .*{said}.*\. Nothing was changed"):
        load_changed(change)


def test_a_doubtful_record_is_reported_and_the_rest_is_loaded() -> None:
    def spoil(records: Records) -> None:
        records.append(records[0])  # AL-1 a second time
        records[2]["terms"][-1].update(district=2, start="2026-01-06")  # AL-3's member, now the later of two in AL-2
        records[3]["terms"][-1].update(district=8)
        records[4]["terms"][-1].update(state="ZZ")

    load = load_changed(spoil)
    ids = [id_of(f"AL-{number}") for number in range(1, 6)]
    assert len(load.doubts) == 4
    for told, names in zip(sorted(load.doubts), sorted((ids[:1], ids[1:3], ids[3:4], ids[4:5])), strict=True):
        assert all(name in told for name in names)
    assert {one.id for one in load.members if one.state == "AL" and one.district} >= {ids[0], ids[2]}
    assert not {one.id for one in load.members} & {ids[1], ids[3], ids[4]}
    assert member(load, ids[2]).district == "AL-2"
    assert set(load.vacant) >= {"AL-3", "AL-4", "AL-5"}


def test_no_member_is_lost_without_a_word() -> None:
    """Of two records the one taken is named with the true reason, also where a record shares both member and seat."""

    def spoil(records: Records) -> None:
        first = {**records[0], "terms": [records[0]["terms"][-1] | {"district": 2, "start": "2026-01-06"}]}
        records.append(first)  # AL-1's member a second time, in AL-2, where somebody else sits
        records.append({**records[2], "id": {"bioguide": "Z999999"}})  # AL-3, from the same day
        records.append(records[3])  # the same record twice

    load, plain = load_changed(spoil), make_congress().load()
    first, second, third, fourth = (id_of(f"AL-{number}") for number in (1, 2, 3, 4))
    assert load.doubts[:4] == (
        f"{first} has two records; the one whose term began later was taken. Look them up and delete the other.",
        f"{fourth} has two records; the first in the file was taken. Look them up and delete the other.",
        f"{second} and {first} both sit for AL-2; {first}, whose term began later, was taken. "
        "If that is wrong, correct the file.",
        f"Z999999 and {third} both sit for AL-3; {third}, the first in the file, was taken. "
        "If that is wrong, correct the file.",
    )
    assert {it.id for it in plain.members} - {it.id for it in load.members} == {second}


@pytest.mark.parametrize("data", [b"", b"x", b"{}", b"[1]", b"\xff\xfe", b"[[[[", b'[{"id": 7}]'])
def test_an_unrelated_file_is_refused(data: bytes) -> None:
    files = make_congress()
    for name in ("legislators", "offices", "zips"):
        source: SourceFile = getattr(files, name)
        assert refusal(replace(files, **{name: SourceFile(source.name, data)})).startswith(f"{source.name}: ")


# what is read about an office


@pytest.mark.parametrize(
    ("written", "id"),
    [
        ("H000032-san_francisco", "H000032-san_francisco"),
        ("H000032-" + "x" * 40, None),
        ("H000032-" + "ñ" * 5, None),  # six characters each in a button's id
        ("H000099-elsewhere", None),
    ],
)
def test_the_id_of_an_office_fits_into_a_button_and_begins_with_its_member(written: str, id: str | None) -> None:
    found = make_office_id("H000032", written)
    assert found == (id or found)
    assert found.startswith("H000032-")
    assert len(found) <= LONGEST_ID
    assert make_office_id("H000032", written) == found


@pytest.mark.parametrize(
    ("state", "latitude", "longitude", "zone"),
    [
        ("CA", 37.8, -122.4, "America/Los_Angeles"),
        ("TX", 31.76, -106.49, "America/Denver"),  # El Paso
        ("TX", 29.76, -95.37, "America/Chicago"),
        ("FL", 30.41, -87.22, "America/Chicago"),  # Pensacola
        ("FL", 30.44, -84.28, "America/New_York"),  # Tallahassee
        ("IN", 41.62, -87.52, "America/Chicago"),  # Hammond
        ("IN", 39.77, -86.16, "America/New_York"),
        ("IN", 37.97, -87.58, "America/Chicago"),  # Evansville
        ("KY", 38.25, -85.76, "America/New_York"),  # Louisville
        ("KY", 36.97, -86.43, "America/Chicago"),  # Bowling Green
        ("TN", 35.05, -85.31, "America/New_York"),  # Chattanooga
        ("TN", 36.16, -85.51, "America/Chicago"),  # Cookeville
        ("ID", 47.7, -116.8, "America/Los_Angeles"),  # Coeur d'Alene
        ("OR", 44.02, -117.0, "America/Denver"),  # Ontario
        ("NE", 41.87, -103.65, "America/Denver"),  # Scottsbluff
        ("SD", 44.08, -103.23, "America/Denver"),  # Rapid City
        ("MI", 45.82, -88.07, "America/Chicago"),  # Iron Mountain
        ("AZ", None, None, "America/Phoenix"),
        ("GU", None, None, "Pacific/Guam"),
        ("IL", 441.51, -90.58, "America/Chicago"),  # as in the real file
    ],
)
def test_an_office_has_the_time_zone_of_its_place(
    state: str, latitude: float | None, longitude: float | None, zone: str
) -> None:
    assert find_zone(state, latitude, longitude) == zone


# the real files


def test_the_whole_real_congress_is_read() -> None:
    load = read_load(*find_real_files(), LOADED)
    assert (load.edition.number, load.edition.valid_to) == (119, date(2027, 1, 3))
    assert set(load.vacant) == {"CA-14", "FL-20", "GA-13", "TX-23"}
    assert [one.name for one in load.members if one.offices[0].phone is None] == ["James Gallagher"]
    assert {"Analilia Mejia", "James Gallagher"} <= {one.name for one in load.members}
    assert (len(load.members), load.offices, len(load.zips)) == (537, 1280, 42_033)
    assert set(load.without_zips) == {"AS-0", "GU-0", "MP-0", "VI-0"}
    assert all(len(office.id) <= LONGEST_ID for one in load.members for office in one.offices)
    assert {one.title for one in load.members} == set(Title)
