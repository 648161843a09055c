"""Committees: their members as a campaign calls them, and what can't be a list of them."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from bot.core.congress.committees import read_committee_names, read_committees
from bot.core.congress.edition import read_load
from bot.core.congress.source_file import SourceFile
from bot.core.directory.members import JUNIOR, SENIOR
from bot.errors import ConfigError
from tests.public_data.capitol import (
    COMMITTEE_NAMES,
    COMMITTEES,
    LOADED,
    NO_PHONE,
    id_of,
    make_congress,
    read_real_file,
)


def test_committee_members_are_ordered_by_rank_across_parties() -> None:
    committees = make_congress().load().committees
    assert committees == {
        "HSJU": (id_of("CA-11"), id_of("TX-16"), id_of(NO_PHONE)),
        "SSJU": tuple(sorted((id_of("CA", JUNIOR), id_of("NE", SENIOR)))),
        "SSJU01": (id_of("CA", JUNIOR),),
    }
    assert make_congress(vacant=["CA-11"]).load().committees["HSJU"] == (id_of("TX-16"), id_of(NO_PHONE))


def test_an_edition_without_committees_is_complete() -> None:
    files = make_congress()
    load = read_load(*files.all, LOADED)
    assert load.committees == {}
    assert load.edition.key != files.load().edition.key


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ([], "committees.json: the whole file is not what it should be"),
        ({"HSJU": [{"bioguide": "x", "rank": 1}]}, "committees.json: HSJU.0.bioguide is not what it should be"),
        ({"judiciary": []}, "committees.json: This can't be the committees of Congress"),
        ({"HSJU": [{"bioguide": "H999999", "rank": 1}]}, "committees.json: Most of its members don't sit in Congress"),
    ],
)
def test_invalid_committee_data_is_refused(content: object, said: str) -> None:
    source = SourceFile("committees.json", json.dumps(content).encode())
    with pytest.raises(ConfigError, match=said):
        read_load(*make_congress().all, LOADED, source)


def read_order(*seats: Mapping[str, Any]) -> str:
    """The order of members, each named by a letter and a number of one digit."""
    row = [{"bioguide": f"{seat['who']}00000", "rank": 1, "party": "majority", **seat} for seat in seats]
    source = SourceFile(COMMITTEES, json.dumps({"SSJU04": row}).encode())
    [(_, members)] = read_committees(source, [one["bioguide"] for one in row]).items()
    return " ".join(id[:2] for id in members)


def test_the_chair_comes_first() -> None:
    chair = {"who": "Z1", "title": "Chairman"}
    ranking = {"who": "A1", "party": "minority", "title": "Ranking Member"}
    vice = {"who": "B1", "title": "Vice Chairman"}
    for title in ("Chair", "Chairman", "Chairwoman", "chairperson", " Chair ", "Cochairman", "Co-Chair"):
        assert read_order(ranking, vice, {**chair, "title": title}) == "Z1 B1 A1"
    # whatever the rank, of two chairs the majority's, and never somebody for having no chair
    assert read_order(vice, {**chair, "rank": 9}, {"who": "C2", "rank": 2}) == "Z1 B1 C2"
    assert read_order({**chair, "who": "A2", "party": "minority"}, chair) == "Z1 A2"
    assert read_order({"who": "Y1"}, ranking, {"who": "A9", "title": "Ex Officio", "rank": 9}) == "Y1 A1 A9"


def test_real_committees_begin_with_their_chairs() -> None:
    file, names = read_real_file(COMMITTEES), read_committee_names(read_real_file(COMMITTEE_NAMES))
    seats = json.loads(file.data)
    found = read_committees(file, {seat["bioguide"] for row in seats.values() for seat in row})
    assert names.keys() == seats.keys()
    assert found.keys() == {id for id, row in seats.items() if row}
    for id, members in found.items():
        titles = {seat["bioguide"]: seat.get("title", "") for seat in seats[id]}
        chaired = [titles[one].startswith(("Chair", "Cochair")) for one in members]
        assert sorted(chaired, reverse=True) == chaired, id
        assert set(members) == titles.keys()
    assert names["SSJU04"] == "Subcommittee on Border Security and Immigration"
    assert names["SSJU21"] == "Subcommittee on the Constitution"
    assert names["SSGA01"] == "Permanent Subcommittee on Investigations"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({}, "the whole file"),
        ([], "the whole file"),
        ([{"thomas_id": "SSJU04", "name": "Judiciary"}], r"0\.thomas_id"),
        ([{"thomas_id": "SSJU", "name": ""}], r"0\.name"),
        ([{"thomas_id": "SSJU", "name": "Judiciary", "subcommittees": [{"thomas_id": "4", "name": "B"}]}], "thomas_id"),
    ],
)
def test_invalid_committee_names_are_refused(content: object, said: str) -> None:
    with pytest.raises(ConfigError, match=f"{COMMITTEE_NAMES}: .*{said}"):
        read_committee_names(SourceFile(COMMITTEE_NAMES, json.dumps(content).encode()))
