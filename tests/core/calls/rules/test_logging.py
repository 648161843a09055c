"""What a request to log becomes."""

import asyncio
import itertools

import pytest

from bot.core.calls.calls import Receipt
from bot.errors import UserError
from bot.phrases import Listing, Phrase
from bot.store.engine import Store
from tests.core.support.refusals import catch_refusal, read_refusal
from tests.services import JUNIOR, MONDAY, REPRESENTATIVE, SENIOR, Core, campaign, core_on

BETTER = ["unavailable", "voicemail", "spoke"]


# --- 0: without an office, the first target with no completed call today ---


async def test_rule_0_a_call_without_an_office_is_for_the_first_target_not_done_today(core: Core) -> None:
    first, second, third = [await core.log("ana") for _ in range(3)]
    assert [receipt.slot for receipt in (first, second, third)] == [REPRESENTATIVE, SENIOR, JUNIOR]
    assert [receipt.next_slot for receipt in (first, second, third)] == [SENIOR, JUNIOR, None]
    assert [receipt.done for receipt in (first, second, third)] == [1, 2, 3]
    assert {receipt.targets for receipt in (first, second, third)} == {3}


async def test_rule_0_an_attempt_does_not_finish_a_target(core: Core) -> None:
    attempt = await core.log("ana", "unavailable")
    assert (attempt.slot, attempt.next_slot, attempt.done) == (REPRESENTATIVE, SENIOR, 0)
    again = await core.log("ana", "voicemail")
    assert (again.slot, again.kind, again.done) == (REPRESENTATIVE, "upgraded", 1)


async def test_rule_0_a_gap_is_filled_first(core: Core) -> None:
    await core.log("ana", office=SENIOR)
    assert (await core.log("ana")).slot == REPRESENTATIVE
    assert (await core.log("ana")).slot == JUNIOR


async def test_rule_0_when_all_are_done_it_logs_nothing_and_asks_which_to_change(core: Core) -> None:
    for _ in range(3):
        await core.log("ana")
    thanked = await core.log("ana")
    assert (thanked.kind, thanked.call_id, thanked.reference, thanked.slot) == ("all_done", "", "", "")
    assert thanked.slots == (REPRESENTATIVE, SENIOR, JUNIOR)
    assert (thanked.own, thanked.coalition, thanked.done, thanked.next_slot) == (3, 3, 3, None)
    assert len(await core.rows()) == 3


async def test_rule_0_the_next_day_starts_over(core: Core) -> None:
    for _ in range(3):
        await core.log("ana")
    core.clock.forward(days=1)
    assert (await core.log("ana")).slot == REPRESENTATIVE


@pytest.mark.parametrize(
    ("word", "slot"),
    [("Senator 1", SENIOR), ("senior", SENIOR), ("junior senator", JUNIOR), ("REP", REPRESENTATIVE)],
)
async def test_rule_0_an_office_can_be_written_in_ordinary_words(core: Core, word: str, slot: str) -> None:
    assert (await core.log("ana", office=word)).slot == slot


async def test_rule_0_an_office_outside_the_targets_is_refused_with_the_targets(store: Store) -> None:
    core = await core_on(store, [campaign("vof", "targets: [senator-2, senator-1]")])
    assert await read_refusal(core.log("ana", office="representative")) == (
        "office.senate_only",
        {"title": "Drive vof"},
    )
    error = await catch_refusal(core.log("ana", office="governor"))
    labels = (Phrase("office.inline.senator-2"), Phrase("office.inline.senator-1"))
    assert (error.key, error.params["known"]) == ("office.unknown", Listing(labels, choice=True))
    assert await core.rows() == ()
    assert (await core.log("ana")).slot == JUNIOR  # the campaign's own order


# --- 1: one counted call per person, campaign, office and campaign-local day ---


async def test_rule_1_the_same_call_again_counts_once(core: Core) -> None:
    first = await core.log("ana", office=SENIOR)
    second = await core.log("ana", office=SENIOR)
    assert (first.kind, second.kind) == ("logged", "same")
    assert (second.call_id, second.reference, second.own) == (first.call_id, first.reference, 1)
    assert await core.live_calls() == [("2026-11-23", SENIOR, "spoke")]


@pytest.mark.parametrize(("first", "second"), [*itertools.product(BETTER, BETTER)])
async def test_rule_1_a_better_outcome_upgrades_and_no_other_changes_anything(
    core: Core, first: str, second: str
) -> None:
    logged = await core.log("ana", first, SENIOR)
    before = await core.rows(), await core.totals()
    core.clock.forward(minutes=5)
    again = await core.log("ana", second, SENIOR)
    better = BETTER.index(second) > BETTER.index(first)
    best = max(first, second, key=BETTER.index)
    assert again.kind == ("upgraded" if better else "same")
    assert (again.call_id, again.outcome) == (logged.call_id, best)
    assert again.own == again.coalition == (best != "unavailable")
    assert await core.live_calls() == [("2026-11-23", SENIOR, best)]
    assert better or (await core.rows(), await core.totals()) == before
    assert await core.totals() == await core.rebuilt()


async def test_rule_1_another_office_day_person_or_campaign_is_another_call(store: Store) -> None:
    core = await core_on(store, [campaign("vof"), campaign("other")])
    for name, office, which in [
        ("ana", SENIOR, "vof"),
        ("ana", JUNIOR, "vof"),
        ("bo", SENIOR, "vof"),
        ("ana", SENIOR, "other"),
    ]:
        assert (await core.log(name, office=office, campaign=which)).kind == "logged"
    core.clock.forward(days=1)
    assert (await core.log("ana", office=SENIOR, campaign="vof")).kind == "logged"
    assert (await core.log("ana", office=SENIOR, campaign="other")).own == 2  # only in that campaign


async def test_rule_1_attempts_are_kept_and_count_nowhere(core: Core) -> None:
    receipt = await core.log("ana", "unavailable")
    assert (receipt.kind, receipt.own, receipt.coalition) == ("logged", 0, 0)
    assert await core.live_calls() == [("2026-11-23", REPRESENTATIVE, "unavailable")]
    assert await core.totals() == frozenset()


# --- 2: delivered twice, in any order, one effect and the same answer ---


async def test_rule_2_a_request_delivered_twice_has_one_effect_and_the_same_answer(core: Core) -> None:
    first = await core.log("ana", request="r1")
    await core.log("ana", request="r2")
    await core.log("bo", request="r3")
    core.clock.forward(hours=30)
    assert await core.log("ana", request="r1") == first
    assert len(await core.rows()) == 3


@pytest.mark.parametrize("order", [*itertools.permutations(range(4))])
async def test_rule_2_deliveries_in_any_order_leave_the_same(core: Core, order: tuple[int, ...]) -> None:
    """Two outcomes for one office, each delivered twice."""
    requests = [("a", "voicemail"), ("b", "spoke")] * 2
    answers: dict[str, set[Receipt]] = {"a": set(), "b": set()}
    for at in order:
        request, outcome = requests[at]
        answers[request].add(await core.log("ana", outcome, SENIOR, request=request))
    assert [len(told) for told in answers.values()] == [1, 1]
    assert await core.live_calls() == [("2026-11-23", SENIOR, "spoke")]
    assert (await core.history("ana")).all == 1


async def test_rule_2_deliveries_at_once_have_one_effect_and_one_answer(core: Core) -> None:
    answers = await asyncio.gather(*(core.log("ana", request="r1") for _ in range(20)))
    assert len(set(answers)) == 1
    assert len(await core.rows()) == 1


async def test_rule_2_a_double_tapped_button_is_one_call(core: Core) -> None:
    taps = await asyncio.gather(*(core.log("ana", office=SENIOR) for _ in range(5)))
    assert sorted(tap.kind for tap in taps) == ["logged", "same", "same", "same", "same"]
    assert len({tap.call_id for tap in taps}) == 1
    assert len(await core.rows()) == 1


async def test_rule_2_a_refused_request_leaves_nothing_and_can_be_repeated(core: Core) -> None:
    with pytest.raises(UserError):
        await core.log("ana", office="mayor", request="r1")
    assert (await core.log("ana", office=SENIOR, request="r1")).kind == "logged"


async def test_rule_2_an_undo_delivered_twice_takes_one_call_back(core: Core) -> None:
    await core.log("ana")
    core.clock.forward(minutes=1)
    await core.log("ana")
    first = await core.undo("ana", request="u1")
    assert await core.undo("ana", request="u1") == first
    assert (first.slot, first.own, first.already) == (SENIOR, 1, False)
    assert await core.live_calls() == [("2026-11-23", REPRESENTATIVE, "spoke")]


# --- 3: what was true when it was logged ---


async def test_rule_3_a_call_carries_what_was_true_when_it_was_logged(core: Core) -> None:
    await core.add_org("North", "Uptown")
    await core.tell("ana", chapter="Uptown", district="CA-11")
    receipt = await core.log("ana", language="es-MX")
    [row] = await core.rows()
    assert (row.chapter_id, row.state, row.district) == (core.chapters["Uptown"], "CA", "CA-11")
    assert (row.office, row.language, row.platform) == (REPRESENTATIVE, "es", "console")
    assert row.script_version == campaign().scripts["es"].version
    assert (receipt.chapter, receipt.chapter_total) == ("Uptown", 1)
    assert (row.day, row.week, row.logged_at) == ("2026-11-23", "2026-W48", MONDAY)


async def test_rule_3_moving_chapter_later_rewrites_nothing(core: Core) -> None:
    await core.add_org("North", "Uptown")
    await core.add_org("South", "Harbor")
    await core.tell("ana", chapter="Uptown", district="CA-11")
    attempt = await core.log("ana", "unavailable", SENIOR)
    await core.log("ana", office=JUNIOR)
    await core.tell("ana", chapter="Harbor", district="NY-1")
    upgraded = await core.log("ana", "spoke", SENIOR)
    assert (upgraded.call_id, upgraded.chapter, upgraded.chapter_total) == (attempt.call_id, "Harbor", 0)
    new = await core.log("ana", office=REPRESENTATIVE)
    assert (new.chapter_total, new.own, new.coalition) == (1, 3, 3)
    calls = {row.slot: (row.chapter_id, row.state) for row in await core.rows()}
    assert calls == {
        SENIOR: (core.chapters["Uptown"], "CA"),
        JUNIOR: (core.chapters["Uptown"], "CA"),
        REPRESENTATIVE: (core.chapters["Harbor"], "NY"),
    }
    chapters = (await core.board(admin=True, by="orgs")).total, await core.totals()
    assert chapters == (3, await core.rebuilt())
    await core.undo("ana", attempt.call_id)
    assert {(row.key, row.n) for row in await core.totals() if row.by == "state" and row.period == "campaign"} == {
        ("CA", 1),
        ("NY", 1),
    }
