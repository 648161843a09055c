"""Words for a chamber mean the caller's own members in it. A word for both senators is asked about."""

import pytest

from bot.store.engine import Store
from tests.core.support.refusals import catch_refusal
from tests.public_data.capitol import id_of, make_congress
from tests.services import JUNIOR, REPRESENTATIVE, SENIOR, campaign, core_on

HOUSE_WORDS = ("house", "the House", "House of Representatives", "my rep", "congressperson", "congresswoman")
SENATE_WORDS = ("senate", "the Senate", "senator", "my senators", "one of my senators", "sen")
ELSEWHERE = ("Senadora", "mis senadores", "ang senador", "우리 상원의원", "thượng nghị sĩ", "我的参议员", "參議院")
HOUSE_ELSEWHERE = (
    "mi representante",
    "el congresista",
    "우리 하원의원",
    "hạ nghị sĩ",
    "ang kinatawan",
    "我的众议员",
    "眾議院",
)
REP, SEN, JUN = id_of("CA-11"), id_of("CA", SENIOR), id_of("CA", JUNIOR)
TARGETS = ("targets: my_members", f"targets: {{members: [{JUN}, {REP}, {SEN}, {id_of('NY-12')}]}}")


@pytest.mark.parametrize("targets", TARGETS)
async def test_a_chamber_means_the_callers_own_members(store: Store, targets: str) -> None:
    core = await core_on(store, [campaign("vof", targets)])
    await core.congress.replace(make_congress().load())
    for who, (house, senate) in enumerate(zip(HOUSE_WORDS, SENATE_WORDS, strict=True)):
        await core.tell(f"ana{who}", district="CA-11")
        assert (await core.log(f"ana{who}", office=house)).slot == REP, house
        await core.log(f"ana{who}", office=SEN)  # that one senator is left doesn't say who was called
        error = await catch_refusal(core.log(f"ana{who}", office=senate))
        assert (error.key, {value for value, _ in error.choices}) == ("office.several", {SEN, JUN}), senate


async def test_without_a_district_a_word_for_both_senators_is_asked_about(store: Store) -> None:
    core = await core_on(store)
    for word in (*SENATE_WORDS, *ELSEWHERE, "TX senator"):
        error = await catch_refusal(core.log("ana", office=word))
        assert (error.key, [value for value, _ in error.choices]) == ("office.several", [SENIOR, JUNIOR]), word
    assert await core.rows() == ()


async def test_the_representative_is_named_in_every_language(store: Store) -> None:
    core = await core_on(store, [campaign("vof"), campaign("two", "targets: my_senators")])
    for who, word in enumerate(HOUSE_ELSEWHERE):
        receipt = await core.log(f"ana{who}", office=word)
        assert (receipt.campaign, receipt.slot) == ("vof", REPRESENTATIVE), word


@pytest.mark.parametrize("alone", [SENIOR, JUNIOR])
async def test_the_one_senator_of_a_campaign_needs_no_question(store: Store, alone: str) -> None:
    core = await core_on(store, [campaign("vof", f"targets: [my_representative, {alone}]")])
    for who, word in enumerate(SENATE_WORDS):
        assert (await core.log(f"ana{who}", office=word)).slot == alone, word


async def test_a_chamber_whose_member_the_campaign_leaves_out_is_not_guessed(store: Store) -> None:
    core = await core_on(store, [campaign("vof", f"targets: {{members: [{id_of('NY-12')}, {id_of('TX', SENIOR)}]}}")])
    await core.congress.replace(make_congress().load())
    await core.tell("ana", district="CA-11")
    for word in (*HOUSE_WORDS, *SENATE_WORDS):
        assert (await catch_refusal(core.log("ana", office=word))).key == "office.unknown", word
