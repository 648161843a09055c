"""A caller's targets: their own members if known, and no call to one of them counts twice."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.congress.edition import read_load
from bot.core.directory.members import Directory, Title, make_directory
from bot.core.directory.offices.generic_offices import GENERIC
from bot.core.directory.states import DISTRICTS, SEATS, WITHOUT_SENATORS
from bot.core.guidance.own_first import is_order_open
from bot.core.guidance.targets import (
    TargetChoice,
    Targets,
    choose_target,
    find_own_members,
    find_targets,
)
from bot.errors import UserError
from bot.kit.i18n import load_words
from bot.phrases import Listing
from tests.public_data.capitol import LOADED, VACANT, find_real_files, id_of, make_congress
from tests.services import JUNIOR, REPRESENTATIVE, SENIOR, campaign

LOAD = make_congress().load()
CONGRESS = make_directory(LOAD.edition, LOAD.members, LOAD.committees)
MINE = campaign()
PLACES = (None, *DISTRICTS, *SEATS)
REP, SEN, JUN = id_of("CA-11"), id_of("CA", SENIOR), id_of("CA", JUNIOR)


def find_own(place: str | None, file: CampaignFile = MINE, directory: Directory = CONGRESS) -> Targets:
    return find_targets(file, place, directory)


def test_the_callers_members_are_in_order() -> None:
    assert find_own("CA-11").slots == (REP, SEN, JUN)
    assert [target.generic for target in find_own("CA-11").all] == list(GENERIC)
    assert find_own("CA-11", campaign("vof", "targets: my_senators")).slots == (SEN, JUN)
    assert find_own("CA-11", campaign("vof", "targets: [my_senators, my_representative]")).slots == (SEN, JUN, REP)


@pytest.mark.parametrize(
    ("place", "slots"),
    [
        (None, GENERIC),
        ("CA", (REPRESENTATIVE, SEN, JUN)),  # a state alone gives the senators
        ("VT", (id_of("VT-0"), id_of("VT", SENIOR), id_of("VT", JUNIOR))),
        ("DC-0", (id_of("DC-0"),)),
        ("PR", (id_of("PR-0"),)),
        ("CA-14", (SEN, JUN)),
        ("NE-2", (id_of("NE-2"), id_of("NE", SENIOR))),
    ],
)
def test_places_of_every_kind(place: str | None, slots: tuple[str, ...]) -> None:
    assert find_own(place).slots == slots


@pytest.mark.parametrize(("place", "slots"), [("CA-11", GENERIC), (None, GENERIC), ("GU-0", GENERIC[:1])])
def test_without_data_targets_are_generic_and_guam_still_has_no_senators(
    place: str | None, slots: tuple[str, ...]
) -> None:
    assert find_own(place, directory=Directory()).slots == slots


def test_vacant_seats_are_reported_and_nonexistent_ones_are_not() -> None:
    assert find_own("CA-14").vacant == ("CA-14",)
    assert find_own("NE-2").vacant == (f"NE {JUNIOR}",)
    assert find_own("DC-0").vacant == find_own(None).vacant == find_own("CA-11").vacant == ()


def test_listed_members_come_once_each_in_the_campaigns_order() -> None:
    file = campaign("vof", f"targets: {{members: [{id_of('TX-16')}, {REP}, H999999]}}")
    assert find_own("NY-12", file).slots == (id_of("TX-16"), REP)  # former members aren't targets
    assert find_own("CA-11", campaign("vof", f"targets: [{REP}, my_members]")).slots == (REP, SEN, JUN)


def test_a_committee_is_its_members_or_itself_without_data() -> None:
    file = campaign("vof", "targets: {committee: HSJU}")
    assert find_own("NY-12", file).slots == (REP, id_of("TX-16"), id_of("VT-0"))
    unknown = find_own("NY-12", file, Directory())
    assert unknown.slots == ("HSJU",)
    assert (
        choose_target("hsju", unknown, file)
        == choose_target("HSJU", unknown, file, tapped=True)
        == TargetChoice("HSJU")
    )


def test_ones_own_members_come_first_where_the_campaign_says_so() -> None:
    senators = (id_of("TX", SENIOR), id_of("NY", JUNIOR), JUN, id_of("NE", SENIOR), SEN)
    court = {"SSJU": senators, "HSJU": (id_of("TX-16"), REP)}
    directory = replace(CONGRESS, committees={**court, "JSEC": (*court["SSJU"], *court["HSJU"])})
    plain, senate, house, joint = (
        campaign("vof", f"targets: {{committee: {words}}}")
        for words in ("SSJU", "SSJU, mine_first: true", "HSJU, mine_first: true", "JSEC, mine_first: true")
    )
    assert find_own("CA-11", plain, directory).slots == court["SSJU"]
    for place in ("CA-11", "CA", "CA-12"):  # a senator needs no district
        assert find_own(place, senate, directory).slots == (SEN, JUN, *court["SSJU"][:2], id_of("NE", SENIOR))
    assert find_own("NE-2", senate, directory).slots[0] == id_of("NE", SENIOR)
    for elsewhere in (None, "VT-0", "DC-0"):  # nobody of theirs sits on it
        assert find_own(elsewhere, senate, directory).slots == court["SSJU"]
    assert find_own("CA-11", house, directory).slots == (REP, id_of("TX-16"))
    assert find_own("CA", house, directory).slots == court["HSJU"]
    assert find_own("CA-11", joint, directory).slots[:3] == (REP, SEN, JUN)
    assert find_own("CA-11", senate, Directory()).slots == ("SSJU",)
    opened = [
        (file.committee, place)
        for file in (plain, senate, house, joint)
        for place in (None, "CA", "CA-11", "VT")
        if is_order_open(file, find_own(place, file, directory))
    ]
    assert opened == [("SSJU", None), ("HSJU", None), ("HSJU", "CA"), ("JSEC", None), ("JSEC", "CA")]
    assert not is_order_open(senate, find_own(None, senate, Directory()))


def test_a_list_is_the_same_for_everybody() -> None:
    office = "{key: governor, name: {en: The Governor, es: La gobernadora}, title: Governor, phone: 916-445-2841}"
    file = campaign("vof", f"targets: {{list: [{office}]}}", "timezone: America/Los_Angeles")
    assert find_own("CA-11", file).slots == find_own(None, file).slots == ("governor",)
    [listed] = file.listed
    assert (listed.phone, listed.title, listed.timezone) == ("(916) 445-2841", "Governor", "America/Los_Angeles")
    assert choose_target("la gobernadora", find_own(None, file), file) == TargetChoice("governor")


@pytest.mark.parametrize(
    ("typed", "blank"),
    [("la governadora", "near"), ("the governer", "near"), ("governadora", "near"), ("nobody at all", "known")],
)
@pytest.mark.parametrize(("tag", "name"), [("en", "The Governor"), ("es", "La gobernadora")])
def test_an_unknown_office_is_answered_with_names_in_the_readers_language(
    typed: str, blank: str, tag: str, name: str
) -> None:
    office = "{key: governor, name: {en: The Governor, es: La gobernadora}, title: Governor, phone: 916-445-2841}"
    file = campaign("vof", f"targets: {{list: [{office}]}}", "timezone: America/Los_Angeles")
    with pytest.raises(UserError) as refused:
        choose_target(typed, find_own("CA-11", file), file)
    assert blank in refused.value.params
    assert name in load_words(tag).t(refused.value.key, **refused.value.params)


def test_a_call_under_the_generic_word_counts_for_the_member() -> None:
    assert find_own("CA-11").resolve_slot(REPRESENTATIVE) == REP
    assert find_own("CA-11").resolve_slot(SENIOR) == SEN
    assert find_own("CA-11").resolve_slot(REP) == REP
    assert find_own(None).resolve_slot(REP) == REPRESENTATIVE
    assert find_own(None).resolve_slot(JUN) == JUNIOR
    assert find_own("CA").resolve_slot(REP) == REPRESENTATIVE
    assert find_own("NY-12").resolve_slot(REP) == REP  # another district's member


@settings(deadline=None)
@given(st.sampled_from(PLACES), st.sampled_from(PLACES), st.sampled_from(GENERIC))
def test_a_call_keeps_its_one_slot_whatever_place_is_given_later(
    first: str | None, then: str | None, word: str
) -> None:
    """A call to the caller's own member, known or not, stays done as long as the place may be the same."""
    before, after = find_own(first), find_own(then)
    slot = before.resolve_slot(word)
    later = find_own_members(then, CONGRESS).get(word)
    if later is None or slot in (later, word):
        assert after.resolve_slot(slot) in (later, word, slot)
        if later in after.slots:
            assert after.resolve_slot(slot) == later


@given(st.sampled_from(PLACES))
def test_everybody_has_one_to_three_targets_in_their_own_state(place: str | None) -> None:
    targets = find_own(place)
    assert 0 < len(targets.all) <= 3
    assert len(set(targets.slots)) == len(targets.all)
    assert all(target.member is None or (place and target.member.state == place[:2]) for target in targets.all)
    absent = 2 if place and place[:2] in WITHOUT_SENATORS else 0
    assert len(targets.all) + len(targets.vacant) + absent == 3


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("representative", TargetChoice(REP)),
        ("rep", TargetChoice(REP)),
        ("Senior senator", TargetChoice(SEN)),
        ("junior senator", TargetChoice(JUN)),
        (REP, TargetChoice(REP)),
        (REP.lower(), TargetChoice(REP)),
        ("casey ca-11", TargetChoice(REP)),
        ("representative  Casey CA-11", TargetChoice(REP)),
        ("senator sam ca", TargetChoice(SEN)),
        (f"{REP}-daly_city", TargetChoice(REP, f"{REP}-daly_city")),
    ],
)
def test_targets_are_found_by_many_names(word: str, found: TargetChoice) -> None:
    assert choose_target(word, find_own("CA-11"), MINE).slot == found.slot
    assert choose_target(word, find_own("CA-11"), MINE).office in (found.office, found.slot)


@pytest.mark.parametrize(
    ("word", "key"),
    [("governor", "office.unknown"), (id_of("NY-12"), "office.unknown"), ("CA", "office.several")],
)
def test_a_nontarget_is_refused_with_the_targets(word: str, key: str) -> None:
    with pytest.raises(UserError) as refused:
        choose_target(word, find_own("CA-11"), MINE)
    assert refused.value.key == key
    meant = ("Sam CA", "Jo CA") if key == "office.several" else ("Casey CA-11", "Sam CA", "Jo CA")
    assert refused.value.params["known"] == Listing(meant, choice=True)


def test_a_first_name_names_a_target_only_under_its_key() -> None:
    for word, key in (("Sam", "sam ca"), ("senator jo", "jo ca"), ("JO!", "jo ca"), ("casey", "casey ca-11")):
        slot = choose_target(key, find_own("CA-11"), MINE).slot
        assert choose_target(word, find_own("CA-11"), MINE).slot == slot, word
        with pytest.raises(UserError) as refused:
            choose_target(word, find_own("CA-11"), MINE, guessed=True)
        assert (refused.value.key, [value for value, _ in refused.value.choices]) == ("office.near", [slot]), word
    with pytest.raises(UserError) as misspelled:
        choose_target("Csaey", find_own("CA-11"), MINE)
    assert misspelled.value.key == "office.near"
    both = campaign("vof", f"targets: {{members: [{REP}, {id_of('TX-16')}]}}")
    with pytest.raises(UserError) as several:
        choose_target("casey", find_own("CA-11", both), both)
    assert (several.value.key, len(several.value.choices)) == ("office.several", 2)
    for word in ("representative sam", "Sa", "Samantha"):
        with pytest.raises(UserError):
            choose_target(word, find_own("CA-11"), MINE)


def test_an_old_card_works_after_a_move_and_a_forged_name_does_not() -> None:
    moved, home = find_own("NY-12"), f"{REP}-daly_city"
    assert choose_target(home, moved, MINE, tapped=True) == TargetChoice(REP, home)
    assert choose_target(SENIOR, find_own("DC-0"), MINE, tapped=True) == TargetChoice(SENIOR)
    for word, file in (("H999999", MINE), (REP, campaign("vof", "targets: my_senators"))):
        with pytest.raises(UserError):
            choose_target(word, moved, file, tapped=True)


def test_every_real_seat_is_someones_target_and_every_member_is_reached() -> None:
    load = read_load(*find_real_files(), LOADED)
    real = make_directory(load.edition, load.members)
    reached = {slot for place in DISTRICTS for slot in find_own(place, directory=real).slots}
    assert reached == real.members.keys()
    assert {find_own(place, directory=real).vacant for place in DISTRICTS} == {
        (), ("CA-14",), ("FL-20",), ("GA-13",), ("TX-23",),
    }  # fmt: skip
    titles = {real.seats[f"{state}-0"].title for state in WITHOUT_SENATORS}
    assert titles == {Title.DELEGATE, Title.COMMISSIONER}
    assert set(VACANT) & real.seats.keys() == {f"NE {JUNIOR}"}
