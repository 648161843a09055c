"""Missing members, committees and orgs are found in every form of a campaign file, and nothing else is."""

from dataclasses import replace

import pytest

from bot.core.base.statuses import CampaignState
from bot.core.campaigns.references import Fault, References, find_faulty_names
from bot.core.congress.committee_names import find_committee_name
from bot.core.directory.members import Directory, make_directory
from bot.core.directory.states import DISTRICTS
from bot.core.directory.terms import find_sitting
from bot.core.guidance.targets import find_targets
from tests.public_data.capitol import id_of, make_congress
from tests.services import JUNIOR, MONDAY, SENIOR, Core, campaign

LOAD = make_congress().load()
CONGRESS = make_directory(LOAD.edition, LOAD.members, LOAD.committees, LOAD.committee_names)
REP, SEN = id_of("CA-11"), id_of("CA", SENIOR)
ORGS = ("Valley", "North Star")


def faults(lines: str, directory: Directory = CONGRESS, orgs: tuple[str, ...] | None = ORGS) -> list[tuple[str, str]]:
    found = find_faulty_names(campaign("gov", *lines.split("\n")), directory, orgs)
    assert {one.campaign for one in found} <= {"gov"}
    return [(one.fault.value, one.name) for one in found]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("targets: X999999", [("member", "X999999")]),
        (f"targets: [my_members, {REP}, X999999, Z000001]", [("member", "X999999"), ("member", "Z000001")]),
        ("targets: {members: [X999999]}", [("member", "X999999")]),
        ("targets: {committee: SSZZ}", [("committee", "SSZZ")]),
        ("targets: {committee: SSJU09}", [("committee", "SSJU09")]),
        ("targets: {committee: SSJU27}", [("nobody", "SSJU27")]),
        ("targets: {committee: HSAG}", [("nobody", "HSAG")]),  # a name that ships, and nobody is loaded
        ("org: Nort", [("org", "Nort")]),
        ("org: Nort\ntargets: X999999", [("member", "X999999"), ("org", "Nort")]),
        (f"org: valley\ntargets: [{REP}, my_senators]", []),
        ("targets: {committee: SSJU01}", []),
        ("targets: {list: [{key: governor, name: Governor, phone: 916-445-2841}]}", []),
        ("targets: my_members", []),
    ],
)
def test_dangling_references_are_named(lines: str, found: list[tuple[str, str]]) -> None:
    assert faults(lines) == found


def test_without_data_wrong_and_unknown_references_are_distinguished() -> None:
    assert faults(f"targets: [{REP}, X999999]", Directory()) == [("unchecked", REP), ("unchecked", "X999999")]
    assert faults("targets: {committee: SSZZ}", Directory()) == [("committee", "SSZZ")]
    assert faults("targets: {committee: SSJU}", Directory()) == []
    assert faults("targets: {committee: HSJU05}", Directory()) == []
    assert faults("org: Nort", Directory(), None) == [("unchecked_org", "Nort")]
    assert [fault.value for fault in Fault if not fault.certain] == ["unchecked", "unchecked_org"]


def test_without_committee_data_only_impossible_ids_are_wrong() -> None:
    without = replace(CONGRESS, committees={})
    assert faults("targets: {committee: HSAG}", without) == []
    assert faults("targets: {committee: SSZZ}", without) == [("committee", "SSZZ")]


def test_members_whose_terms_ended_are_known() -> None:
    over = find_sitting(CONGRESS, MONDAY + 365 * 86_400_000_000)
    assert over.over
    assert faults(f"targets: [{REP}, {SEN}]", over) == []
    assert faults("targets: X999999", over) == [("member", "X999999")]


@pytest.mark.parametrize("seat", ["CA-11", f"CA {SENIOR}"])
def test_a_seat_that_is_marked_vacant_has_nobody_and_says_so(seat: str) -> None:
    marked = find_sitting(CONGRESS, MONDAY, {seat})
    held = CONGRESS.seats[seat].id
    own = find_targets(campaign(), "CA-11", marked)
    assert (held in own.slots, own.vacant, len(own.all)) == (False, (seat,), 2)
    file = campaign("gov", f"targets: {{members: [{held}, {id_of('TX-16')}]}}")
    named = find_targets(file, "NY-12", marked)
    assert (named.slots, named.vacant, named.missing) == ((id_of("TX-16"),), (seat,), ())
    assert faults(f"targets: {{members: [{held}]}}", marked) == [("vacant", held)]
    assert own.resolve_slot(held) == ("representative" if seat == "CA-11" else SENIOR) or held not in own.slots


def test_a_vacant_mark_changes_no_other_seat() -> None:
    marked = find_sitting(CONGRESS, MONDAY, {"CA-11", f"NE {JUNIOR}"})
    for place in DISTRICTS:
        if place != "CA-11":
            assert find_targets(campaign(), place, marked).slots == find_targets(campaign(), place, CONGRESS).slots


def test_an_unknown_member_is_left_out_and_counted() -> None:
    targets = find_targets(campaign("gov", f"targets: [X999999, {REP}]"), "NY-12", CONGRESS)
    assert (targets.slots, targets.missing, targets.vacant) == ((REP,), ("X999999",), ())
    committee = find_targets(campaign("gov", "targets: {committee: SSZZ}"), "NY-12", CONGRESS)
    assert (committee.slots, committee.missing) == ((), ("SSZZ",))


def test_committees_have_names() -> None:
    assert find_committee_name("SSJU") == "Senate Committee on the Judiciary"
    assert find_committee_name("HSJU05") is None
    assert find_committee_name("HSJU05", {"HSJU05": "Subcommittee on Courts"}) == "Subcommittee on Courts"
    assert find_committee_name("SSZZ") is None


async def test_references_of_all_or_some_campaigns_are_checked(core: Core) -> None:
    await core.congress.replace(LOAD)
    references = References(core.store, core.campaigns, core.congress)
    assert await references.read(MONDAY) == ()
    [one] = await core.campaigns.load_all()
    assert one.state(MONDAY) is CampaignState.OPEN
    assert await references.read(MONDAY, (one,)) == await references.read(MONDAY, ()) == ()
