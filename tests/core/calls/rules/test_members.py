"""Counting with known members: one slot each, whichever office was called, shared with the generic word."""

import pytest

from bot.core.calls.call_request import CallRequest
from bot.core.coalition.profiles import ProfileChange
from bot.core.totals.counting import Outcome
from bot.store.engine import Store
from tests.core.support.accounts import ANA, ANNA, exact, link, log
from tests.core.support.refusals import catch_refusal
from tests.public_data.capitol import id_of, make_congress
from tests.services import JUNIOR, REPRESENTATIVE, SENIOR, Core, caller, campaign, core_on, new_request

LOAD = make_congress().load()
REP, SEN, JUN = id_of("CA-11"), id_of("CA", SENIOR), id_of("CA", JUNIOR)


@pytest.fixture
async def core(store: Store) -> Core:
    core = await core_on(store)
    await core.congress.replace(LOAD)
    return core


async def test_calls_go_to_the_callers_members_in_order(core: Core) -> None:
    await core.tell("ana", district="94110")
    first, second, third = [await core.log("ana") for _ in range(3)]
    assert [receipt.slot for receipt in (first, second, third)] == [REP, SEN, JUN]
    assert [receipt.next_slot for receipt in (first, second, third)] == [SEN, JUN, None]
    assert (third.own, third.done, third.targets, third.slots) == (3, 3, 3, (REP, SEN, JUN))
    assert {(row.slot, row.office, row.state, row.district) for row in await core.rows()} == {
        (slot, slot, "CA", "CA-11") for slot in (REP, SEN, JUN)
    }


async def test_any_of_a_members_offices_is_that_members_one_slot(core: Core) -> None:
    await core.tell("ana", district="CA-11")
    home = f"{REP}-daly_city"
    first = await core.log("ana", "voicemail", home)
    again = await core.log("ana", "spoke", REP)
    same = await core.log("ana", "voicemail", f"{REP}-san_francisco")
    assert {receipt.slot for receipt in (first, again, same)} == {REP}
    assert {receipt.own for receipt in (first, again, same)} == {1}
    [row] = await core.rows()
    assert (row.office, row.outcome) == (home, "spoke")
    await exact(core)


async def test_a_call_from_before_the_district_was_given_counts_once(core: Core) -> None:
    await core.log("ana", "voicemail", REPRESENTATIVE)
    await core.log("ana", "unavailable", SENIOR)
    await core.tell("ana", district="94110")
    same = await core.log("ana", "voicemail", "Casey CA-11")
    assert (same.kind, same.slot, same.own, same.done) == ("same", REP, 1, 1)
    upgraded = await core.log("ana")
    assert (upgraded.kind, upgraded.slot, upgraded.own, upgraded.next_slot) == ("upgraded", SEN, 2, JUN)
    assert len(await core.rows()) == 2
    await core.undo("ana", upgraded.call_id)
    assert (await core.log("ana", "voicemail")).slot == SEN
    await exact(core)


async def test_undone_calls_from_before_the_district_was_given_take_no_slot_of_their_own(core: Core) -> None:
    for office in (REPRESENTATIVE, SENIOR):
        first = await core.log("ana", "spoke", office)
        await core.undo("ana", first.call_id)
    await core.tell("ana", district="94110")
    called = [await core.log("ana", "voicemail") for _ in range(3)]
    assert [(one.slot, one.next_slot) for one in called] == [(REP, SEN), (SEN, JUN), (JUN, None)]
    assert called[-1].own == 3
    await exact(core)


async def test_a_call_to_a_member_still_counts_after_the_district_is_cleared(core: Core) -> None:
    await core.tell("ana", district="CA-11")
    await core.log("ana", "voicemail")
    await core.tell("ana", district="-")
    assert (await core.log("ana", "voicemail", REPRESENTATIVE)).own == 1
    assert (await core.log("ana")).slot == SENIOR
    assert len(await core.rows()) == 2


async def test_another_member_after_a_move_is_another_call(core: Core) -> None:
    await core.tell("ana", district="CA-11")
    await core.log("ana")
    await core.tell("ana", district="NY-12")
    moved = await core.log("ana")
    assert (moved.slot, moved.own, moved.done, moved.targets) == (id_of("NY-12"), 2, 2, 3)


async def test_an_old_card_still_counts_for_the_member_it_named_after_a_move(core: Core) -> None:
    await core.tell("ana", district="NY-12")
    tapped = CallRequest(Outcome.SPOKE, f"{REP}-daly_city", tapped=True)
    assert (await core.calls.log(caller("ana"), tapped, new_request(), core.clock())).slot == REP
    assert (await catch_refusal(core.log("ana", "spoke", REP))).key == "office.unknown"


async def test_linked_accounts_have_one_call_to_a_member_however_it_was_logged(core: Core) -> None:
    await log(core, ANA, "voicemail", REPRESENTATIVE)
    await core.profiles.change(ANNA, ProfileChange(district="CA-11"))
    await log(core, ANNA, "spoke", REP)
    await log(core, ANNA, "spoke", SEN)
    assert (await link(core)).doubles == 1
    after = await log(core, ANA, "voicemail", REP)
    assert (after.kind, after.own, after.outcome) == ("same", 2, "spoke")
    await exact(core)
    await core.linking.unlink(ANA, new_request())
    await exact(core)


async def test_a_territory_has_one_target_and_a_senate_campaign_none(store: Store) -> None:
    core = await core_on(store, [campaign(), campaign("senate", "targets: my_senators")])
    await core.congress.replace(LOAD)
    await core.tell("ana", district="Puerto Rico")
    receipt = await core.log("ana", campaign="vof")
    assert (receipt.slot, receipt.targets, receipt.next_slot) == (id_of("PR-0"), 1, None)
    assert (await catch_refusal(core.log("ana", campaign="senate"))).key == "office.nobody"
    assert len(await core.rows()) == 1


async def test_a_vacant_seat_is_no_target(core: Core) -> None:
    await core.tell("ana", district="94536")
    receipt = await core.log("ana")
    assert (receipt.slot, receipt.next_slot, receipt.targets) == (SEN, JUN, 2)


async def test_new_data_changes_targets_and_no_logged_call(core: Core) -> None:
    await core.tell("ana", district="CA-11")
    await core.log("ana")
    await core.congress.replace(make_congress(vacant=["CA-11"], last=" II").load())
    receipt = await core.log("ana")
    assert (receipt.slot, receipt.slots, receipt.targets, receipt.used_up) == (SEN, (SEN,), 2, True)
    assert {row.slot for row in await core.rows()} == {REP, SEN}
