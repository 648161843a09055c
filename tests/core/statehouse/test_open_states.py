"""A state's legislators read from Open States' CSV: what is taken, what is left out, and what is refused."""

import csv
import io
from collections import Counter
from collections.abc import Iterable

import pytest

from bot.core.congress.legislators import LONGEST_ID
from bot.core.congress.source_file import SourceFile
from bot.core.directory.members import Office
from bot.core.statehouse.chambers import Chamber, StateTitle
from bot.core.statehouse.facts import STATEHOUSES
from bot.core.statehouse.open_states import COLUMNS, StateLoad, read_state
from bot.core.statehouse.state_directory import StateDirectory, StateMember
from bot.errors import ConfigError
from tests.public_data.capitol import LOADED
from tests.public_data.statehouses import (
    Line,
    list_lines,
    load_real_state,
    load_state,
    make_line,
    make_state_file,
    phone_of,
    state_id_of,
)

REAL = ("AZ", "CA", "DC", "MA", "NE", "NH", "NY", "PR", "TX", "VT")


def read_lines(state: str, lines: Iterable[Line]) -> StateLoad:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows(lines)
    return read_state(SourceFile(f"{state.lower()}.csv", text.getvalue().encode()), state, LOADED)


def read_one(key: str, **changes: str) -> tuple[StateMember | None, tuple[str, ...]]:
    """The member of a district whose line has ``changes``, and the doubts."""
    changed = make_line(key) | changes
    load = read_lines(key[:2], [changed, *(line for line in list_lines(key[:2], vacant=[key]))])
    return load.roster.members.get(state_id_of(key)), load.doubts


def find_one(load: StateLoad, name: str) -> StateMember:
    return next(member for member in load.roster.members.values() if member.name == name)


def test_every_real_file_is_read_whole() -> None:
    counts = {"AZ": 90, "CA": 120, "DC": 12, "MA": 198, "NE": 49, "NH": 415, "NY": 213, "PR": 81, "TX": 181, "VT": 180}
    hampshire = "Belknap 2; Belknap 6; Cheshire 1; Coos 6; Hillsborough 1; Hillsborough 24; Hillsborough 29"
    vacant = {
        "DC": ["DC-U-At-Large"],
        "MA": ["MA-L-1st Franklin", "MA-L-17th Middlesex"],
        "NH": [f"NH-L-{name}" for name in (*hampshire.split("; "), "Hillsborough 40", "Rockingham 25")],
    }
    for state in REAL:
        load = load_real_state(state)
        assert len(load.roster.members) == counts[state]
        assert list(load.vacant) == [(key, 1) for key in vacant.get(state, ())], state
        assert [one for one in load.doubts if "phone number" not in one] == [], state
        ids = [office.id for member in load.roster.members.values() for office in member.offices]
        assert len(set(ids)) == len(ids)
        assert all(len(id) <= LONGEST_ID for id in ids)


def test_real_legislators_have_their_titles_numbers_and_towns() -> None:
    california = load_real_state("CA")
    hadwick = find_one(california, "Heather Hadwick")
    capitol = Office(hadwick.id, hadwick.id, "Sacramento", "(916) 319-2001", "America/Los_Angeles")
    home = Office(f"{hadwick.id}-home1", hadwick.id, "Redding", "(530) 223-6300", "America/Los_Angeles")
    assert (hadwick.key, hadwick.title) == ("CA-L-1", StateTitle.ASSEMBLY_MEMBER)
    assert hadwick.offices == (capitol, home)
    assert (hadwick.last, hadwick.first_names) == ("Hadwick", ("Heather",))
    nebraska = find_one(load_real_state("NE"), "Wendy DeBoer")
    assert (nebraska.key, nebraska.title) == ("NE-U-10", StateTitle.SENATOR)
    puerto_rico = find_one(load_real_state("PR"), "Ángel Toledo López")
    assert (puerto_rico.key, puerto_rico.offices[0].zone) == ("PR-U-At-Large", "America/Puerto_Rico")


def test_several_members_of_one_district_and_their_shared_numbers() -> None:
    new_hampshire = load_real_state("NH")
    directory = StateDirectory({"NH": new_hampshire.roster})
    members = directory.find_by_district("NH-L-Rockingham 13")
    assert len(members) == 10
    assert [one.name for one in members] == sorted((one.name for one in members), key=str.casefold)
    clerk = [one for one in new_hampshire.roster.members.values() if one.offices[0].phone == "(603) 271-3661"]
    assert len(clerk) == 351
    assert all(directory.is_shared(one.offices[0]) for one in clerk)
    arizona = StateDirectory({"AZ": load_real_state("AZ").roster})
    assert [len(arizona.find_by_district(f"AZ-{letter}-7")) for letter in "UL"] == [1, 2]
    assert not any(arizona.is_shared(one.offices[0]) for one in arizona.rosters["AZ"].members.values())


def test_the_council_of_the_district_of_columbia() -> None:
    """The file has its offices, all in one building, in the columns for the district."""
    load = load_real_state("DC")
    directory = StateDirectory({"DC": load.roster})
    [nadeau] = directory.find_by_district("DC-U-Ward 1")
    assert (nadeau.title, nadeau.offices) == (
        StateTitle.COUNCILMEMBER,
        (Office(nadeau.id, nadeau.id, "Washington", "(202) 724-8181", "America/New_York"),),
    )
    assert all(len(one.offices) == 1 and one.can_be_called for one in load.roster.members.values())
    everybodys = directory.find_at_large("DC", Chamber.UPPER)
    assert [one.name for one in everybodys] == ["Anita Bonds", "Christina Henderson", "Robert White", "Phil Mendelson"]


def test_an_office_in_another_town_is_not_at_the_capitol() -> None:
    vandeaver = find_one(load_real_state("TX"), "Gary VanDeaver")
    capitol, home = vandeaver.offices
    assert (capitol.place, capitol.phone) == ("Austin", None)
    assert (home.place, home.phone) == ("New Boston", "(903) 628-0361")


def test_somebody_without_a_number_is_named_and_has_none() -> None:
    names = {state: load_real_state(state).without_phone for state in ("MA", "TX")}
    assert [len(each) for each in names.values()] == [1, 1]
    texas = load_real_state("TX")
    assert not find_one(texas, names["TX"][0]).can_be_called


def test_numbers_that_no_card_can_show_are_left_out_and_named() -> None:
    for written in ("617-722-2000 ext. 12", "1-800-SENATOR", "916-319-2012 or 916-319-2112", "319-2012", "call us"):
        member, doubts = read_one("NE-U-12", capitol_voice=written)
        assert member
        assert member.offices[0].phone is None
        assert doubts == (f"Left out, as no card can show it as a phone number: {written} (Lee NE-U-12).",)


def test_an_office_at_home_has_its_town_and_zone() -> None:
    member, _ = read_one("NE-U-1", district_address="P.O. Box 1, Alliance, NE 69301", district_voice="308-555-2630")
    assert member
    assert member.offices[1:] == (
        Office(f"{member.id}-home1", member.id, "Alliance", "(308) 555-2630", "America/Denver"),
    )


def test_a_number_that_is_there_twice_is_one_office() -> None:
    member, _ = read_one("CA-L-12", district_voice=phone_of("CA-L-12"))
    assert member
    assert len(member.offices) == 1


def test_idahos_seats_are_two_members_of_one_district() -> None:
    lines = list(list_lines("ID"))
    for line in lines:
        if line["current_chamber"] == "lower":
            line["current_district"] += "A" if line["given_name"] == "Lee" else "B"
    load = read_lines("ID", lines)
    assert (load.doubts, load.vacant) == ((), ())
    assert len(load.roster.districts["ID-L-35"]) == 2


def test_a_faulty_line_is_left_out_and_named() -> None:
    faults = {
        "line has no id of Open States": {"id": "P000197"},
        "line has no name that can be shown": {"name": ""},
        "line names a chamber that California doesn't have": {"current_chamber": "legislature!"},
        "person has died": {"death_date": "2026-08-01"},
        "line has no district": {"current_district": ""},
    }
    for why, changes in faults.items():
        member, doubts = read_one("CA-L-12", **changes)
        assert member is None
        assert doubts == (
            f"Line 2 ({changes.get('name', 'Lee CA-L-12') or make_line('CA-L-12')['id']}) was left out, as this {why}.",
        )
    _, doubts = read_one("CA-L-12", name="N" * 81)
    assert "no name that can be shown" in doubts[0]
    _, doubts = read_one("NE-U-1", current_chamber="lower")
    assert doubts == ("Line 2 (Lee NE-U-1) was left out, as this line names a chamber that Nebraska doesn't have.",)


def test_a_line_that_is_there_twice_or_cut_is_left_out() -> None:
    twice = read_state(make_state_file("CA", lines=[make_line("CA-U-3") | {"name": "Lee Again"}]), "CA", LOADED)
    assert twice.doubts == ("Line 122 (Lee Again) was left out, as this is there twice; the first line was taken.",)
    assert twice.roster.districts["CA-U-3"][0].name == "Lee CA-U-3"
    whole = make_state_file("CA").data
    last = whole.rstrip().rpartition(b"\n")[2]
    for cut in (whole[: -len(last) + 60], whole[:-1] + b",one,more\n"):
        load = read_state(SourceFile("ca.csv", cut), "CA", LOADED)
        assert len(load.roster.members) == 119
        assert "line has too few values, or too many" in load.doubts[0]


def test_districts_are_known_however_the_file_writes_them() -> None:
    written = {
        "CA": {"CA-L-12": "012", "CA-L-13": "District 13", "CA-U-14": "14th"},
        "MA": {"MA-U-Fifth Middlesex": "5th Middlesex", "MA-U-Norfolk and Middlesex": "Norfolk & Middlesex"},
        "VT": {"VT-L-Addison-3": "Addison 3"},
        "DC": {"DC-U-At-Large": "At Large", "DC-U-Ward 2": "2"},
        "MN": {"MN-L-4A": "04A"},
    }
    for state, districts in written.items():
        changed = {key: {"current_district": district} for key, district in districts.items()}
        load = read_lines(state, [line | changed.get(_name_key(line), {}) for line in list_lines(state)])
        assert (load.doubts, load.vacant) == ((), ()), state
        assert load.roster.members == load_state(state).roster.members


def _name_key(line: Line) -> str:
    return line["name"].partition(" ")[2]


def test_a_line_is_named_as_an_admin_finds_it_and_a_terminal_shows_it() -> None:
    lines = [{**line, "biography": ""} for line in list_lines("NE")]
    lines[0]["biography"] = "Two\nlines"
    lines[1] |= {"name": "Lee \x1b[31mRed", "capitol_voice": "\x1b]0;call us"}
    text = io.StringIO()
    writer = csv.DictWriter(text, [*COLUMNS, "biography"])
    writer.writeheader()
    writer.writerows(lines)
    load = read_state(SourceFile("ne.csv", text.getvalue().encode()), "NE", LOADED)
    assert load.doubts == (
        "Line 4 (Lee [31mRed) was left out, as this line has no name that can be shown.",
        "Left out, as no card can show it as a phone number: ]0;call us (Lee [31mRed).",
    )


def test_a_chamber_belongs_to_the_state() -> None:
    member, _ = read_one("CA-U-12", current_chamber="legislature")
    assert member is None
    for chamber in ("legislature", "upper", "Legislature"):
        member, doubts = read_one("NE-U-12", current_chamber=chamber)
        assert member
        assert doubts == ()


def test_more_members_than_seats_and_unknown_districts_are_said() -> None:
    _, doubts = read_one("CA-L-12", current_district="13")
    assert doubts == (
        "CA-L-13 has 1 seat and 2 members: Lee CA-L-12, Lee CA-L-13. All are offered until the file is right.",
    )
    member, doubts = read_one("CA-L-12", current_district="81")
    assert member
    assert doubts == (
        "CA-L-81 is a district that Callboard doesn't know (Lee CA-L-12). It was taken as the file has it.",
    )


def test_a_file_that_cannot_be_the_legislature_is_refused() -> None:
    whole = make_state_file("CA").data
    lines = whole.splitlines(keepends=True)
    refused = {
        b"": "it has no column id",
        b"<html><title>503</title></html>": "it has no column id",
        whole.replace(b"capitol_voice", b"voice"): "it has no column capitol_voice",
        b"\xff\xfe" + whole: "no text in UTF-8",
        b"".join(lines[:91]): "all of the California State Assembly: 50 of 80 members",
        whole[:-40]: "can't be read as CSV",
        lines[0]: "all of the California State Senate: 0 of 40 members",
        whole.replace(b"Lee CA-L-12", b'"Lee" CA-L-12', 1): "can't be read as CSV",
        whole.replace(b", CA 1", b", NY 1"): "Most of its offices are in New York, not in California",
    }
    for data, why in refused.items():
        with pytest.raises(ConfigError, match=why) as refusal:
            read_state(SourceFile("ca.csv", data), "CA", LOADED)
        assert "Nothing was changed" in str(refusal.value)


def test_invented_legislatures_of_every_state_are_read_whole() -> None:
    for state in ("AK", "CA", "DC", "ID", "MN", "NE", "PR", "VT", "WV"):
        load = load_state(state)
        assert (load.doubts, load.vacant, load.without_phone) == ((), (), ())
        counts = Counter(member.key for member in load.roster.members.values())
        assert sum(counts.values()) == sum(chamber.size for chamber in STATEHOUSES[state].chambers)
