"""A committee in a draft: found by its id, its name or words of it, and its order."""

from dataclasses import replace

from bot.core.congress.committees import read_committee_names
from bot.core.directory.members import Directory
from bot.core.draft_parts.draft_parts import read_part, write_part
from bot.core.draft_parts.target_names import find_committees, find_unclear_names, name_committee, read_names
from bot.core.draft_parts.target_part import list_kinds
from tests.public_data.capitol import COMMITTEE_NAMES, read_real_file

DIRECTORY = Directory()


def test_committees_are_named() -> None:
    names = read_committee_names(read_real_file(COMMITTEE_NAMES))
    known = replace(DIRECTORY, committee_names=names)
    for typed, ids in {
        "ssju": "SSJU",
        "ssju 04": "SSJU04",
        "senate judiciary": "SSJU",
        "Senate Committee on the Judiciary": "SSJU",
        "house committee on rules": "HSRU",
        "judiciary": "HSJU SSJU",  # and not their subcommittees
        "Senate Judiciary Subcommittee on Immigration": "SSJU04",
        "immigration": "HSJU01 SSJU04",
        "Border Security and Immigration": "SSJU04",
        "permanent subcommittee on investigations": "SSGA01",
        "house veterans’ affairs": "HSVR",
        "house small business": "HSSM",
        "SSZZ": "SSZZ",
        "nothing at all": "",
    }.items():
        assert " ".join(find_committees(typed, known)) == ids
        if ids not in ("SSJU04", "HSJU01 SSJU04", "SSGA01"):
            assert " ".join(find_committees(typed, DIRECTORY)) == ids  # by the names that ship
    made = read_names({"committee": "senate judiciary"}, known)
    assert made == {"committee": "SSJU"}
    assert name_committee(made, known) == {"committee": "Senate Committee on the Judiciary"}
    unclear = {"targets": {"committee": "immigration", "mine_first": True}}
    assert [(one.place, one.key) for one in find_unclear_names(unclear, known)] == [
        ("committee", "draft.wrong.committees")
    ]


def test_a_committee_that_begins_with_ones_own_is_a_kind_of_its_own() -> None:
    plain, own = {"who": "committee", "committee": "SSJU"}, {"who": "committee_mine_first", "committee": "SSJU"}
    for fields, value in ((plain, {"committee": "SSJU"}), (own, {"committee": "SSJU", "mine_first": True})):
        entries = write_part({}, "targets", fields)
        assert entries == {"targets": value}
        assert read_part(entries, "targets") == fields
    assert list_kinds(own, plain) == list_kinds({**own, "committee": "HSJU"}, own) == {"committee_mine_first"}
    assert list_kinds(plain, own) == {"committee"}
    assert list_kinds({"who": "committee_mine_first", "members": "CA"}, own) == {"members"}
    assert len(list_kinds({**own, "members": "CA"}, {})) == 2
