"""Calls to state legislators: one slot each, before and after the district is known, on both databases."""

import pytest

from bot.core.coalition.org_directory import EVERYTHING
from bot.core.coalition.profiles import ProfileChange, StateQuestion
from bot.core.people.past.past_entries import find_seat
from bot.core.people.profiles.profiles import Profile
from bot.core.reports.coverage import Coverage
from bot.store.engine import Store, Tx
from tests.core.support.accounts import ANA, ANNA, exact, link, log
from tests.core.support.refusals import catch_refusal
from tests.public_data.capitol import id_of, make_congress
from tests.public_data.statehouses import load_state, state_id_of
from tests.services import Core, caller, campaign, core_on

MEMBER = state_id_of("CA-L-12")
MIXED = campaign(
    "mixed", "targets: [my_representative, {state: both, in: [CA, VT]}]", "asks: [{key: dream, text: Yes?}]"
)


@pytest.fixture
async def core(store: Store) -> Core:
    core = await core_on(store, [MIXED])
    await core.congress.replace(make_congress().load())
    for state in ("CA", "VT", "TX"):
        await core.built.statehouses.replace(load_state(state))
    return core


def where(profile: Profile) -> tuple[str | None, ...]:
    """Where somebody lives: in Congress, and in both chambers of their state."""
    return profile.district, profile.upper, profile.lower


async def test_the_callers_legislators_follow_their_representative(core: Core) -> None:
    await core.tell("ana", district="CA-11")
    await core.tell("ana", district="CA Assembly 12")
    known = await core.tell("ana", district="CA Senate 11")
    assert where(known.profile) == ("CA-11", "CA-U-11", "CA-L-12")
    receipts = [await core.log("ana") for _ in range(3)]
    assert [one.slot for one in receipts] == [id_of("CA-11"), MEMBER, state_id_of("CA-U-11")]
    assert (receipts[-1].done, receipts[-1].targets, receipts[-1].next_slot) == (3, 3, None)
    assert {(row.state, row.district) for row in await core.rows()} == {("CA", "CA-11")}
    home = await core.log("ana", "spoke", f"{MEMBER}-home1")
    assert (home.kind, home.slot) == ("same", MEMBER)
    await exact(core)


async def test_a_call_from_before_the_district_was_known_counts_once(core: Core) -> None:
    await core.tell("ana", district="CA-11")
    first = await core.log("ana", "voicemail", "state-lower")
    assert first.slot == "state-lower"
    await core.tell("ana", district="CA Assembly 12")
    again = await core.log("ana", "voicemail", "assembly member")
    assert (again.kind, again.slot, again.own) == ("same", MEMBER, 1)
    await core.tell("ana", district="-")
    assert (await core.log("ana", "voicemail", "state-lower")).kind == "same"
    await exact(core)


async def test_slots_move_with_the_district_and_are_never_added(core: Core) -> None:
    await core.tell("ana", district="VT House Addison-3")
    assert (await core.profiles.read(caller("ana"))).profile == Profile("VT-0", lower="VT-L-Addison-3")
    for slot in (state_id_of("VT-L-Addison-3", 0), state_id_of("VT-L-Addison-3", 1)):
        assert (await core.log("ana", "spoke", slot)).slot == slot
    known = await core.tell("ana", district="CA Assembly 12")
    assert known.profile == Profile("CA", lower="CA-L-12")
    assert (await core.log("ana", "spoke", MEMBER)).done == 3  # of three targets, with the two in Vermont
    assert (await catch_refusal(core.log("ana", "spoke", "state-upper"))).key == "log.no_slots"
    await exact(core)


async def test_a_legislators_positions_and_line_are_known(core: Core) -> None:
    await core.tell("ana", district="CA Assembly 12")
    receipt = await core.log("ana", "spoke", MEMBER)
    assert (await core.answer("ana", receipt.call_id, "yes")).slot == MEMBER
    prompt = await core.scripts.fetch_prompt(caller("ana"), core.clock(), None, None, f"{MEMBER}-home1")
    assert prompt.line is not None
    assert (prompt.line.office, prompt.line.time.zone) == (f"{MEMBER}-home1", "America/Los_Angeles")
    assert (await core.log("ben", "spoke", "state-lower")).slot == "state-lower"
    coverage = Coverage(
        core.built.base, core.built.people.residents, core.campaigns, core.congress, core.built.statehouses, 0
    )
    gaps = await coverage.read(EVERYTHING, None, core.clock())
    assert {line.whom: (line.calls, line.people) for line in gaps.lines}[MEMBER] == (1, 1)
    assert gaps.unknown == 1


async def test_what_fits_several_districts_is_asked_and_saves_nothing(core: Core) -> None:
    known = await core.tell("ana", district="TX House 14", name="Ana")
    assert (known.question, known.profile) == (StateQuestion(("TX-L-14", "TX-14")), Profile(name="Ana"))
    known = await core.tell("ana", district="MA House 1")  # a district of Congress, if any
    assert (known.question, known.profile.lower) == (StateQuestion(("MA-1",)), None)
    known = await core.tell("ana", district="TX-L-14")
    assert (known.question, known.profile) == (None, Profile("TX", "Ana", lower="TX-L-14"))
    known = await core.tell("ana", district="TX-14")
    assert where(known.profile) == ("TX-14", None, "TX-L-14")
    known = await core.tell("ana", district="NY")  # nobody lives in two states
    assert known.profile == Profile("NY", "Ana")
    assert (await core.tell("ana", district="3", asked="CA-L")).profile == Profile("CA", "Ana", lower="CA-L-3")


BAD = {
    "CA Assembly 99": "state_district.unknown",
    "CA Assembly": "state_district.unnamed",
    "state senate 14": "state_district.which_state",
    "Guam Senate 3": "state_district.no_legislature",
    "DC Council At-Large": "state_district.unknown",
}


async def test_a_district_that_there_is_not_is_refused_and_saves_nothing(core: Core) -> None:
    for typed, key in BAD.items():
        refused = await catch_refusal(core.tell("ana", district=typed, name="Ana"))
        assert (refused.key, refused.field) == (key, "district"), typed
    assert (await catch_refusal(core.tell("ana", district="94110", asked="CA-L"))).key == "state_district.unknown"
    assert (await core.profiles.read(caller("ana"))).profile == Profile()


async def test_linking_keeps_one_state_and_counts_a_call_once(core: Core) -> None:
    await core.profiles.change(ANA, ProfileChange(district="CA Assembly 12"))
    await core.profiles.change(ANNA, ProfileChange(district="CA-11"))
    await log(core, ANA, "voicemail", MEMBER)
    await log(core, ANNA, "spoke", "state-lower")
    await link(core)
    known = (await core.profiles.read(ANA)).profile
    assert (known.state, known.lower) == ("CA", "CA-L-12")
    assert [(slot, outcome) for _, slot, outcome in await core.live_calls()] == [(MEMBER, "spoke")]
    await exact(core)


async def test_a_forgotten_accounts_slot_is_known_by_its_chamber(core: Core) -> None:
    async def read(tx: Tx) -> list[str]:
        return [await find_seat(tx, slot) for slot in (MEMBER, state_id_of("TX-U-29"), "governor-ca", "hq")]

    assert await core.store.read(read) == ["state-lower", "state-upper", "state-governor", "hq"]
