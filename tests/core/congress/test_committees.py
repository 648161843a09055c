"""Committees: their members as a campaign rings them, and whatever can't be a list of them."""

import json

import pytest

from bot.core.congress.edition import read_load
from bot.core.congress.source_file import SourceFile
from bot.core.directory.members import JUNIOR, SENIOR
from bot.errors import ConfigError
from tests.capitol import LOADED, NO_PHONE, id_of, make_congress


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
