"""An undone call counts nowhere, and stays undone."""

import asyncio
from datetime import timedelta

import pytest

from bot.core.moderation.moderation import Reason
from bot.store.engine import Store
from tests.core.support.coalition import ADMIN
from tests.core.support.refusals import read_refusal
from tests.services import (
    HOURS,
    JUNIOR,
    MONDAY,
    REPRESENTATIVE,
    SENIOR,
    Core,
    caller,
    campaign,
    core_on,
    new_request,
)

BETTER = ["unavailable", "voicemail", "spoke"]


# --- 5: undo subtracts everywhere ---


async def test_rule_5_undo_subtracts_the_last_call_from_every_total(core: Core) -> None:
    await core.add_org("North", "Uptown")
    await core.tell("ana", chapter="Uptown", district="CA-11")
    await core.log("ana")
    before = await core.totals()
    core.clock.forward(minutes=1)
    await core.log("ana")
    undone = await core.undo("ana")
    assert (undone.slot, undone.outcome, undone.own, undone.coalition) == (SENIOR, "spoke", 1, 1)
    assert await core.totals() == before
    await core.undo("ana")
    assert await core.totals() == frozenset()
    assert await read_refusal(core.undo("ana")) == ("undo.nothing", {})


async def test_rule_5_undo_takes_back_the_whole_entry_with_its_upgrades(core: Core) -> None:
    for outcome in BETTER:
        receipt = await core.log("ana", outcome, SENIOR)
    undone = await core.undo("ana", receipt.call_id)
    assert (undone.outcome, undone.own, undone.coalition) == ("spoke", 0, 0)
    assert await core.live_calls() == []
    again = await core.log("ana", "voicemail", SENIOR)
    assert (again.kind, again.own) == ("logged", 1)
    assert again.call_id != receipt.call_id


async def test_rule_5_undo_takes_back_what_counted_last(core: Core) -> None:
    await core.log("ana", "unavailable", SENIOR)
    core.clock.forward(minutes=5)
    await core.log("ana", "spoke", JUNIOR)
    core.clock.forward(minutes=5)
    assert (await core.log("ana", "voicemail", SENIOR)).kind == "upgraded"
    assert (await core.undo("ana")).slot == SENIOR
    assert (await core.undo("ana")).slot == JUNIOR


async def test_rule_5_the_24_hours_start_when_the_call_counted(core: Core) -> None:
    receipt = await core.log("ana", "unavailable", SENIOR)
    await core.log("ana", "spoke", SENIOR, at=MONDAY + 2 * HOURS)
    late = MONDAY + 26 * HOURS + 1
    assert await read_refusal(core.undo("ana", receipt.call_id, at=late)) == ("undo.late", {})
    assert not (await core.undo("ana", at=late - 1)).already


async def test_rule_5_undo_of_an_attempt_moves_no_total(core: Core) -> None:
    await core.log("ana", "voicemail", JUNIOR)
    attempt = await core.log("ana", "unavailable", SENIOR)
    before = await core.totals()
    undone = await core.undo("ana", attempt.call_id)
    assert (undone.outcome, undone.own) == ("unavailable", 1)
    assert await core.totals() == before


async def test_rule_5_the_original_request_delivered_again_never_revives_it(core: Core) -> None:
    receipt = await core.log("ana", request="r1")
    await core.undo("ana", receipt.call_id)
    assert await core.log("ana", request="r1") == receipt
    assert await core.live_calls() == []
    assert await core.totals() == frozenset()
    assert (await core.log("ana", request="r2")).kind == "logged"  # a new call


async def test_rule_5_nor_does_any_request_that_upgraded_it(core: Core) -> None:
    answers = {outcome: await core.log("ana", outcome, SENIOR, request=outcome) for outcome in BETTER}
    await core.undo("ana")
    for outcome in reversed(BETTER):
        assert await core.log("ana", outcome, SENIOR, request=outcome) == answers[outcome]
    assert await core.live_calls() == []


async def test_rule_5_undo_of_an_undone_call_says_so_and_takes_no_other(core: Core) -> None:
    first = await core.log("ana")
    await core.log("ana")
    await core.undo("ana", first.call_id)
    again = await core.undo("ana", first.call_id)
    assert (again.already, again.slot, again.own) == (True, REPRESENTATIVE, 1)
    assert len(await core.live_calls()) == 1


async def test_rule_5_two_undos_of_one_call_at_once_subtract_once(core: Core) -> None:
    await core.log("ana")
    receipt = await core.log("ana")
    undone = await asyncio.gather(*(core.undo("ana", receipt.call_id) for _ in range(5)))
    assert sorted(one.already for one in undone) == [False, True, True, True, True]
    assert {one.own for one in undone} == {1}
    assert await core.totals() == await core.rebuilt()


async def test_rule_5_undo_is_for_24_hours(core: Core) -> None:
    receipt = await core.log("ana")
    late = MONDAY + 24 * HOURS + 1
    assert await read_refusal(core.undo("ana", at=late)) == ("undo.late", {})
    assert await read_refusal(core.undo("ana", receipt.call_id, at=late)) == ("undo.late", {})
    assert len(await core.live_calls()) == 1
    assert not (await core.undo("ana", receipt.call_id, at=MONDAY + 24 * HOURS)).already


async def test_rule_5_an_undone_call_answers_the_same_after_24_hours(core: Core) -> None:
    receipt = await core.log("ana")
    await core.undo("ana", receipt.call_id)
    assert (await core.undo("ana", receipt.call_id, at=MONDAY + 48 * HOURS)).already


async def test_what_a_coordinator_took_off_is_undone_and_moved_no_more_and_says_why(core: Core) -> None:
    receipt = await core.log("ana")
    voided = await core.moderation.void(caller("cora"), ADMIN, receipt.reference, Reason.SPAM, new_request())
    undone = await core.undo("ana", receipt.call_id)
    assert (undone.already, undone.voided, undone.doubled, voided.already) == (True, "spam", False, False)
    moved = core.built.calls.moves.identify_and_move(
        caller("ana"), None, receipt.call_id, "vof", new_request(), core.clock()
    )
    assert await read_refusal(moved) == ("undo.voided_move", {})
    own = await core.log("ana", office=JUNIOR)
    await core.undo("ana", own.call_id)
    assert (await core.undo("ana", own.call_id)).voided is None


async def test_rule_5_undo_is_for_the_callers_own_calls(core: Core) -> None:
    receipt = await core.log("ana")
    assert await read_refusal(core.undo("bo", receipt.call_id)) == ("undo.nothing", {})
    assert await read_refusal(core.undo("bo")) == ("undo.nothing", {})
    assert await read_refusal(core.undo("ana", "no-such-call")) == ("undo.nothing", {})
    assert len(await core.live_calls()) == 1


async def test_rule_5_undo_works_after_the_campaign_closed(store: Store) -> None:
    core = await core_on(store, [campaign("vof", "closes: 2026-11-23 13:00")])
    await core.log("ana")
    assert (await core.undo("ana", at=MONDAY + 2 * HOURS)).own == 0


async def test_rule_5_receipts_carry_a_short_reference_of_the_call(core: Core) -> None:
    receipt = await core.log("ana")
    [row] = await core.rows()
    assert (row.id, row.reference) == (receipt.call_id, receipt.reference)
    assert len(receipt.reference) == 9


@pytest.mark.parametrize("back", [timedelta(minutes=5), timedelta(hours=3), timedelta(days=40)])
async def test_rule_5_the_last_call_is_the_one_logged_last_also_when_a_clock_was_set_back(
    core: Core, back: timedelta
) -> None:
    for office in (REPRESENTATIVE, SENIOR):
        await core.log("ana", office=office)
        core.clock.forward(minutes=1)
    core.clock.at -= back // timedelta(microseconds=1)
    await core.log("ana", office=JUNIOR)
    assert [entry.slot for entry in (await core.history("ana")).recent] == [JUNIOR, SENIOR, REPRESENTATIVE]
    assert [(await core.undo("ana")).slot for _ in range(3)] == [JUNIOR, SENIOR, REPRESENTATIVE]


async def test_rule_5_a_better_outcome_is_the_last_entry_also_when_a_clock_was_set_back(core: Core) -> None:
    await core.log("ana", "unavailable", SENIOR)
    await core.log("ana", office=JUNIOR)
    core.clock.at -= 2 * HOURS
    await core.log("ana", "voicemail", SENIOR)
    assert [(await core.undo("ana")).slot for _ in range(2)] == [SENIOR, JUNIOR]


async def test_rule_5_entries_of_the_same_instant_are_undone_in_turn(core: Core) -> None:
    order = [SENIOR, REPRESENTATIVE, JUNIOR]
    for office in order:
        await core.log("ana", office=office, at=MONDAY)
    assert [(await core.undo("ana")).slot for _ in order] == order[::-1]


async def test_rule_5_a_request_that_came_in_late_is_the_last_entry(core: Core) -> None:
    await core.log("ana", office=SENIOR, at=MONDAY)
    await core.log("ana", office=JUNIOR, at=MONDAY - HOURS)
    assert (await core.undo("ana")).slot == JUNIOR


async def test_rule_5_a_log_that_waited_while_its_call_was_taken_back_stays_out(core: Core) -> None:
    """Somebody without an answer tries again and takes the call back. The first try may still wait in a process."""
    sent = core.clock()
    core.clock.forward(seconds=20)
    await core.log("ana", office=SENIOR)
    core.clock.forward(seconds=20)
    await core.undo("ana")
    for late in (sent, sent + 30_000_000):
        assert await read_refusal(core.log("ana", office=SENIOR, at=late)) == ("log.taken_back", {})
    assert (await core.board()).total == 0
    assert (await core.log("ana", office=JUNIOR, at=sent)).kind == "logged"
    core.clock.forward(seconds=1)
    assert (await core.log("ana", office=SENIOR)).kind == "logged"


async def test_rule_5_a_clock_that_was_set_back_refuses_no_log_after_an_undo(core: Core) -> None:
    await core.log("ana", office=SENIOR)
    core.clock.forward(hours=2)
    await core.undo("ana")
    core.clock.at -= 2 * HOURS
    assert (await core.log("ana", office=SENIOR)).kind == "logged"
