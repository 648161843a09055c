"""Slow work shows how far it is in the answer that was deferred, and its result comes last."""

import asyncio

import pytest

from bot.identity import Caller
from bot.kit.dispatch import deadlines
from bot.kit.dispatch.steps import Step
from bot.kit.invocation import Envelope
from tests.adapters.discord.conftest import AT_ONCE, Floor

EDIT = "PATCH /webhooks/*"
HALF = "1 of 2 is done."
AT = 1_764_000_000_000_000  # UTC microseconds


@pytest.fixture(autouse=True)
async def quick(monkeypatch: pytest.MonkeyPatch, floor: Floor) -> None:
    monkeypatch.setattr(deadlines, "WORKING", 0.01)
    await floor.restart(AT_ONCE)


async def test_a_command_shows_progress_and_then_the_result(floor: Floor) -> None:
    answer = await floor.ana.slash("long", channel=floor.channel, wait=False)
    await floor.discord.until(lambda: answer.message is not None and HALF in answer.history)
    assert answer.private
    floor.desk.gate.set()
    await floor.discord.until(lambda: answer.history == (HALF, "Done at last"))


async def test_a_tapped_card_keeps_its_buttons_while_a_message_of_its_own_shows_progress(floor: Floor) -> None:
    card = await floor.ana.slash("receipt", channel=floor.channel)
    floor.desk.refuse = True
    answer = await card.click("Take a minute", wait=False)
    await floor.discord.until(lambda: answer.message is not None and HALF in answer.history)
    floor.desk.gate.set()
    await floor.discord.until(lambda: "no open campaign" in answer.history[-1])
    assert answer.private
    assert card.message
    assert card.message.find_button("Take a minute")


@pytest.mark.parametrize("status", [400, 429, 500])
async def test_the_result_comes_where_progress_is_refused(floor: Floor, status: int) -> None:
    floor.discord.refuse(EDIT, status, 0)
    answer = await floor.ana.slash("long", channel=floor.channel, wait=False)
    await floor.discord.until(lambda: any(one.startswith("PATCH") for one in floor.discord.requests))
    floor.desk.gate.set()
    assert (await answer.wait()).history == ("Done at last",)


async def test_work_that_callboard_stops_says_so(floor: Floor) -> None:
    answer = await floor.ana.slash("long", channel=floor.channel, wait=False)
    await floor.discord.until(lambda: answer.message is not None and HALF in answer.history)
    await floor.adapter.stop()
    assert "was stopped too and nothing was changed" in answer.history[-1]


@pytest.mark.parametrize("platform", ["slack", "console"])
async def test_a_stop_leaves_the_slow_work_of_other_platforms_alone(floor: Floor, platform: str) -> None:
    asked = Envelope("r1", AT, Caller(platform, "T1:U1", "T1"))
    step = floor.dispatcher.read_command(asked, "long", {})
    assert isinstance(step, Step)
    other = asyncio.create_task(floor.dispatcher.run(step))
    answer = await floor.ana.slash("long", channel=floor.channel, wait=False)
    await floor.discord.until(lambda: answer.message is not None and HALF in answer.history)
    await floor.adapter.stop()
    assert "was stopped too and nothing was changed" in answer.history[-1]
    floor.desk.gate.set()
    assert (await other).card.title == "Done at last"
