"""After a term's end its member isn't named: calls go through the switchboard, and each still counts once."""

from dataclasses import replace
from datetime import date

import pytest

from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.directory.congresses import find_noon
from bot.core.directory.members import Directory, make_directory
from bot.core.directory.offices.generic_offices import GENERIC
from bot.core.directory.offices.phones import SWITCHBOARD
from bot.core.directory.states import DISTRICTS, WITHOUT_SENATORS
from bot.core.directory.terms import find_next_change, find_sitting
from bot.core.guidance.phone_lines import find_line
from bot.core.guidance.targets import TargetChoice, Targets, choose_target, find_own_members, find_targets
from bot.core.reports.coverage import find_callable
from tests.public_data.capitol import ENDS, id_of, make_congress
from tests.services import JUNIOR, REPRESENTATIVE, SENIOR, Core, caller, campaign, instant

LOAD = make_congress().load()
CONGRESS = make_directory(LOAD.edition, LOAD.members, LOAD.committees)
NOON = instant("2027-01-03 12:00")
REP, SEN, JUN = id_of("CA-11"), id_of("CA", SENIOR), id_of("CA", JUNIOR)
SENATORS_END = date(2026, 11, 3)
SENATOR_GONE = make_directory(
    LOAD.edition,
    [replace(one, ends=SENATORS_END) if one.id == SEN else one for one in LOAD.members],
    {**LOAD.committees, "SSJU": (SEN, JUN)},
)


def whom(at: int, place: str | None, file: CampaignFile | None = None, directory: Directory = CONGRESS) -> Targets:
    return find_targets(file or campaign(), place, find_sitting(directory, at))


def test_a_term_is_over_at_noon_in_washington() -> None:
    assert find_noon(ENDS) == NOON == instant("2027-01-03 17:00", "UTC")
    assert find_noon(date(2026, 7, 1)) == instant("2026-07-01 12:00")  # daylight saving time
    assert find_sitting(CONGRESS, NOON - 1) is CONGRESS
    assert find_sitting(CONGRESS, NOON).over
    assert find_sitting(Directory(), NOON) == Directory()


@pytest.mark.parametrize("at", [NOON, instant("2027-01-04 12:00"), instant("2031-06-01 12:00")])
def test_after_its_congress_an_edition_names_no_member(at: int) -> None:
    for place in (None, "CA", *DISTRICTS):
        targets = whom(at, place)
        alone = place is not None and place[:2] in WITHOUT_SENATORS
        assert targets.slots == (GENERIC[:1] if alone else GENERIC)
        assert [target.member for target in targets.all] == [None] * len(targets.all)
        assert {targets.explain_end(slot) for slot in targets.slots} == {"over"}
        assert {find_line(target, SWITCHBOARD, at).phone for target in targets.all} == {SWITCHBOARD}
        assert targets.vacant == ()  # unknown, so not called vacant


@pytest.mark.parametrize(
    ("lines", "slots"),
    [
        (f"targets: {{members: [{REP}, {SEN}]}}", (REP, SEN)),
        (f"targets: [{REP}, my_senators]", (REP, SENIOR, JUNIOR)),
        ("targets: {committee: HSJU}", ("HSJU",)),
    ],
)
def test_a_campaigns_own_targets_go_through_the_switchboard(lines: str, slots: tuple[str, ...]) -> None:
    targets = whom(NOON, "CA-11", campaign("vof", lines))
    assert targets.slots == slots
    assert all(target.member is None for target in targets.all)
    assert {find_line(target, SWITCHBOARD, NOON).phone for target in targets.all} == {SWITCHBOARD}


def test_a_call_from_before_the_end_counts_for_the_same_seat() -> None:
    after = whom(NOON, "CA-11")
    assert [after.resolve_slot(id) for id in (REP, SEN, JUN)] == list(GENERIC)
    assert choose_target(f"{REP}-daly_city", after, campaign(), tapped=True) == TargetChoice(
        REPRESENTATIVE, f"{REP}-daly_city"
    )
    assert find_own_members("CA-11", CONGRESS)[REPRESENTATIVE] == REP


def test_an_ended_term_does_not_affect_the_others() -> None:
    over = find_noon(SENATORS_END)
    assert whom(over - 1, "CA-11", directory=SENATOR_GONE).slots == (REP, SEN, JUN)
    after = whom(over, "CA-11", directory=SENATOR_GONE)
    assert after.slots == (REP, SENIOR, JUN)
    assert [after.explain_end(slot) for slot in after.slots] == [None, "ended", None]
    assert after.vacant == ()  # there may be a successor
    assert after.resolve_slot(SEN) == SENIOR
    committee = campaign("vof", "targets: {committee: SSJU}")
    assert whom(over, "NY-1", committee, SENATOR_GONE).slots == (JUN,)  # the successor isn't on the committee
    named = whom(over, "NY-1", campaign("vof", f"targets: {{members: [{SEN}, {REP}]}}"), SENATOR_GONE)
    assert (named.slots, named.explain_end(SEN), named.explain_end(REP)) == ((SEN, REP), "ended", None)


def test_former_members_are_not_counted_in_coverage() -> None:
    assert find_callable(campaign(), "CA-11", CONGRESS) == (REP, SEN, JUN)
    assert set(find_callable(campaign(), "CA-11", find_sitting(CONGRESS, NOON))) == {
        "CA-11",
        f"CA {SENIOR}",
        f"CA {JUNIOR}",
    }


def test_the_next_end_is_the_next_term_that_is_over() -> None:
    assert find_next_change(SENATOR_GONE, instant("2026-06-01 12:00")) == find_noon(SENATORS_END)
    assert find_next_change(SENATOR_GONE, find_noon(SENATORS_END)) == NOON
    assert find_next_change(CONGRESS, NOON) == find_noon(date(2029, 1, 3))  # the next Congress
    assert find_next_change(Directory(), NOON) == float("inf")


async def test_a_log_counts_for_the_generic_slot_and_once(core: Core) -> None:
    await core.congress.replace(LOAD)
    core.clock.at = NOON - 3_600_000_000
    await core.tell("ana", district="CA-11")
    before = await core.log("ana", "voicemail")
    assert (before.slot, before.ended) == (REP, None)
    core.clock.at = NOON
    after = await core.log("ana", "spoke", "representative")
    assert (after.kind, after.slot, after.own, after.ended) == ("upgraded", REPRESENTATIVE, 1, "over")
    core.clock.forward(days=1)
    assert (await core.log("ana")).slot == REPRESENTATIVE
    prompt = await core.scripts.fetch_prompt(caller("ana"), core.clock(), None, None)
    assert prompt.line
    assert (prompt.targets.slots, prompt.line.phone) == (GENERIC, SWITCHBOARD)
