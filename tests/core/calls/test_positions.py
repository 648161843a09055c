"""Positions: one tap after a conversation, once per call and ask, linked only to the call."""

from pathlib import Path

import pytest
from sqlalchemy import select

from bot.core.calls.positions import Position
from bot.core.campaigns.lifecycle import Move
from bot.core.moderation.moderation import Reason
from bot.core.reports.position_counts import MIN_CALLERS, Askers
from bot.core.times.clock import DAY
from bot.roles import Reach, Role
from bot.store.engine import Store
from bot.store.statement import Statement
from bot.store.tables import anonymous_reports, positions
from tests.core.support.accounts import ANA, ANNA, BO, link, log
from tests.core.support.refusals import read_refusal
from tests.services import SENIOR, Core, caller, campaign, core_on, new_request

ASKS = "asks: [{key: dream, text: Will you?}, {key: visas, text: And the visas?}]"
ALL = Reach(Role.ADMIN)
_POSITIONS = Statement(select(positions).order_by(positions.c.call_id, positions.c.ask))
_LEFT = Statement(select(anonymous_reports).order_by(*anonymous_reports.primary_key))


@pytest.fixture
async def core(store: Store, tmp_path: Path) -> Core:
    return await core_on(store, [campaign("vof", ASKS)], folder=tmp_path)


async def read_answers(core: Core) -> list[tuple[str, str, str]]:
    """Every answer as (call, ask, position)."""
    rows = await core.store.read(lambda tx: tx.all(_POSITIONS))
    return [(row.call_id, row.ask, row.position) for row in rows]


async def read_anonymous(core: Core) -> set[tuple[str, str, str, str, int, int, str]]:
    """Forgotten people's sums, without campaign and org."""
    rows = await core.store.read(lambda tx: tx.all(_LEFT))
    return {(row.about, row.subject, row.ask, row.value, row.n, row.people, row.last_day) for row in rows}


async def test_each_ask_is_answered_in_turn_and_a_second_tap_changes_it(core: Core) -> None:
    call = (await core.log("ana")).call_id
    first = await core.answer("ana", call, "yes")
    assert (first.campaign, first.position, first.next) == ("vof", Position.YES, "visas")
    assert (await core.answer("ana", call, "no_answer", "visas")).next is None
    await core.answer("ana", call, "undecided")
    assert await read_answers(core) == [(call, "dream", "undecided"), (call, "visas", "no_answer")]


async def test_a_tap_delivered_again_changes_nothing_and_gets_the_same_answer(core: Core) -> None:
    call = (await core.log("ana")).call_id
    first = await core.answer("ana", call, "yes", request="r1")
    await core.answer("ana", call, "no")
    assert await core.answer("ana", call, "yes", request="r1") == first
    assert await read_answers(core) == [(call, "dream", "no")]


async def test_only_the_callers_own_counted_conversation_takes_answers(core: Core) -> None:
    spoke, message = await core.log("ana"), await core.log("ana", "voicemail")
    await core.log("ben")
    no_call: tuple[str, dict[str, str]] = ("ask.no_call", {})
    assert await read_refusal(core.answer("ana", message.call_id, "yes")) == no_call
    assert await read_refusal(core.answer("ben", spoke.call_id, "yes")) == no_call
    assert await read_refusal(core.answer("newcomer", spoke.call_id, "yes")) == no_call
    assert await read_refusal(core.answer("ana", "nothing", "yes")) == no_call
    assert await read_refusal(core.answer("ana", spoke.call_id, "yes", "weather")) == ("ask.gone", {})
    await core.undo("ana", spoke.call_id)
    assert await read_refusal(core.answer("ana", spoke.call_id, "yes")) == no_call
    assert await read_refusal(core.positions.fetch_asks(caller("ana"), spoke.call_id, core.clock())) == no_call
    assert await read_answers(core) == []


async def test_a_voicemail_upgraded_to_a_conversation_takes_answers(core: Core) -> None:
    call = (await core.log("ana", "voicemail", SENIOR)).call_id
    await core.log("ana", "spoke", SENIOR)
    assert (await core.answer("ana", call, "yes")).call_id == call


@pytest.mark.parametrize(
    ("move", "key"), [("pause", "campaign.paused.answer"), ("close", "campaign.closed_alone.answer")]
)
async def test_a_closed_campaign_takes_no_answers(core: Core, move: str, key: str) -> None:
    call = (await core.log("ana")).call_id
    await core.lifecycle.move(caller("cora"), ALL, "vof", Move(move), new_request(), core.clock())
    assert (await read_refusal(core.answer("ana", call, "yes")))[0] == key
    assert await read_answers(core) == []


async def test_a_suspended_person_cannot_answer(core: Core) -> None:
    call = (await core.log("ana")).call_id
    await core.moderation.suspend(caller("cora"), ALL, "ana", Reason.SPAM, new_request())
    assert (await read_refusal(core.answer("ana", call, "yes")))[0] == "limits.suspended"


async def test_a_duplicates_answers_belong_to_the_kept_call_until_unlinking(core: Core) -> None:
    first, later = await log(core, ANA, "voicemail"), await log(core, ANNA, "spoke")
    await core.positions.identify_and_save(
        ANNA, None, later.call_id, "dream", Position.YES, new_request(), core.clock()
    )
    before = await read_answers(core)
    await link(core)
    assert await read_answers(core) == [(first.call_id, "dream", "yes")]
    assert await core.linking.unlink(ANA, new_request())
    assert await read_answers(core) == before


async def test_of_two_answers_the_kept_calls_counts(core: Core) -> None:
    calls = [(await log(core, who)).call_id for who in (ANA, ANNA)]
    for who, call, position in ((ANA, calls[0], Position.NO), (ANNA, calls[1], Position.YES)):
        await core.positions.identify_and_save(who, None, call, "dream", position, new_request(), core.clock())
    before = await read_answers(core)
    await link(core)
    assert await read_answers(core) == before
    await core.linking.unlink(ANA, new_request())
    assert await read_answers(core) == before


async def test_answers_are_in_the_data_export(core: Core) -> None:
    call = (await core.log("ana")).call_id
    core.clock.forward(seconds=1)
    await core.log("ana", "voicemail")
    await core.answer("ana", call, "yes")
    held = await core.data_export.read(caller("ana"))
    assert held
    assert [one.said for one in held.calls] == [{"dream": "yes"}, None]


async def talk_twice(core: Core) -> str:
    """Ana and Bo talk to the same office. Returns Ana's call."""
    for who, position in ((ANA, Position.YES), (BO, Position.NO)):
        call = (await log(core, who)).call_id
        await core.positions.identify_and_save(who, None, call, "dream", position, new_request(), core.clock())
    core.clock.forward(days=1)
    return (await log(core, ANA)).call_id


async def test_a_forgotten_persons_answers_stay_as_anonymous_sums(core: Core) -> None:
    call = await talk_twice(core)
    await core.positions.identify_and_save(ANA, None, call, "dream", Position.YES, new_request(), core.clock())
    assert await core.privacy.forget(ANA, new_request())
    assert [position for _, _, position in await read_answers(core)] == ["no"]
    assert await read_anonymous(core) == {
        ("office", SENIOR, "", "spoke", 2, 0, ""),
        ("position", SENIOR, "dream", "yes", 2, 0, "2026-11-24"),
        ("asked", SENIOR, "dream", "", 0, 1, ""),
    }


async def test_an_undone_call_leaves_no_answers(core: Core) -> None:
    call = (await core.log("ana")).call_id
    await core.answer("ana", call, "yes")
    await core.undo("ana", call)
    assert await core.privacy.forget(caller("ana"), new_request())
    assert (await read_answers(core), await read_anonymous(core)) == ([], set())


async def test_calls_without_a_person_still_count_as_asked(store: Store, tmp_path: Path) -> None:
    core = await core_on(store, [campaign("vof", ASKS)], folder=tmp_path, keep_person_days=1)
    await talk_twice(core)
    before = await read_answers(core)
    core.clock.at += 2 * DAY
    await core.privacy.sweep()
    assert await read_answers(core) == before
    assert await read_anonymous(core) == {("asked", SENIOR, "dream", "", 0, 2, "")}


@pytest.mark.parametrize(
    ("groups", "forgotten", "is_said"),
    [((3,), 0, True), ((2,), 0, False), ((2,), 5, True), ((1,), 5, False), ((2, 2), 0, False), ((3, 3), 0, True)],
)
def test_a_position_is_shown_once_three_surely_different_people_asked(
    groups: tuple[int, ...], forgotten: int, is_said: bool
) -> None:
    """Of forgotten accounts one is sure, and somebody may be in each of several groups."""
    assert (Askers(groups, forgotten).certain >= MIN_CALLERS) is is_said
