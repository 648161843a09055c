"""Every request of every flow fails in every way: the person gets one answer, and the bot continues.

Each flow is played once to record its calls. Then each of them fails in turn, and the flow is played again.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest
from structlog.testing import capture_logs

from tests.adapters.discord.conftest import AT_ONCE, Floor
from tests.platforms.discord import Answer
from tests.platforms.discord.faults import Cut

ANSWER_CALL = "POST /interactions/*"


@dataclass(frozen=True, slots=True)
class Flow:
    """What a person does, what the bot should say in the end, and how often its cog should run."""

    play: Callable[[Floor], Awaitable[Answer]]
    says: str
    works: int = 1
    slow: bool = False


async def command(floor: Floor) -> Answer:
    return await floor.ana.slash("echo", {"word": "hello"}, channel=floor.channel, wait=False)


async def slow_command(floor: Floor) -> Answer:
    return await _deferred(floor, "slow")


async def _deferred(floor: Floor, name: str) -> Answer:
    floor.discord.requests.clear()
    answer = await floor.ana.slash(name, channel=floor.channel, wait=False)
    await floor.discord.until(lambda: bool(_answers(floor)))
    floor.desk.gate.set()
    return answer


async def refused_in_public(floor: Floor) -> Answer:
    return await _deferred(floor, "refused")


async def tap(floor: Floor) -> Answer:
    card = await floor.ana.slash("receipt", channel=floor.channel)
    floor.desk.seen.clear()
    floor.discord.requests.clear()
    return await card.click("Undo", wait=False)


async def files(floor: Floor) -> Answer:
    return await floor.ana.slash("receipt", channel=floor.channel, wait=False)


async def form(floor: Floor) -> Answer:
    return await floor.ana.slash("log", channel=floor.channel, wait=False)


async def submitted(floor: Floor) -> Answer:
    opened = await floor.ana.slash("log", channel=floor.channel)
    floor.discord.requests.clear()
    assert opened.modal
    return await opened.modal.submit({"outcome": "spoke"}, wait=False)


FLOWS = {
    "command": Flow(command, "hello"),
    "file": Flow(files, "Logged", works=0),
    "deferred": Flow(slow_command, "Done at last", slow=True),
    "public refusal": Flow(refused_in_public, "no open campaign", works=0, slow=True),
    "form": Flow(form, "", works=0),
    "submit": Flow(submitted, "Logged", works=0),
    "tap": Flow(tap, "Taken back 7"),
}
CALLS = {  # the requests of each flow, in order
    "command": (ANSWER_CALL,),
    "file": (ANSWER_CALL,),
    "deferred": (ANSWER_CALL, "PATCH /webhooks/*"),
    "public refusal": (ANSWER_CALL, "DELETE /webhooks/*", "POST /webhooks/*"),
    "form": (ANSWER_CALL,),
    "submit": (ANSWER_CALL,),
    "tap": (ANSWER_CALL,),
}
PASSING = ("500", "503", "502 page", "429", "429 everywhere", "cut", "cut taken", "cut off taken", "twice")
EACH = [(flow, route) for flow, routes in CALLS.items() for route in routes]


def fail(floor: Floor, route: str, how: str) -> None:
    """Let the next call of a route fail in a way that passes."""
    discord = floor.discord
    match how:
        case "500" | "503":
            discord.refuse(route, int(how), 0)
        case "502 page":
            discord.spoil(route, Cut.PAGE)
        case "429" | "429 everywhere":
            discord.rate_limit(route, everywhere="everywhere" in how)
        case "cut":
            discord.spoil(route, Cut.BROKEN)
        case "cut taken":
            discord.spoil(route, Cut.BROKEN, taken=True)
        case "cut off taken":
            discord.spoil(route, Cut.TRUNCATED, taken=True)
        case "twice":
            discord.spoil(route, Cut.BROKEN, times=2)


async def play(floor: Floor, flow: Flow) -> Answer:
    if flow.slow:
        await floor.restart(AT_ONCE)
        floor.discord.requests.clear()
    return await flow.play(floor)


def read_all(answer: Answer) -> str:
    """Everything that the person reads in the end."""
    shown = [answer.message, *answer.followups]
    return "\n".join(message.text for message in shown if message and not message.deleted)


@pytest.mark.parametrize("name", FLOWS)
async def test_each_flow_makes_these_requests(floor: Floor, name: str) -> None:
    answer = await (await play(floor, FLOWS[name])).wait()
    await floor.discord.until(lambda: len(_answers(floor)) >= len(CALLS[name]))
    assert FLOWS[name].says in (read_all(answer) if FLOWS[name].says else "")
    assert [call.split("/")[0] + "/" + call.split("/")[1] for call in _answers(floor)] == [
        call.removesuffix("/*") for call in CALLS[name]
    ]


def _answers(floor: Floor) -> list[str]:
    return [call for call in floor.discord.requests if "/interactions/" in call or "/webhooks/" in call]


@pytest.mark.parametrize("how", PASSING)
@pytest.mark.parametrize(("name", "route"), EACH)
async def test_a_passing_fault_does_not_lose_the_answer(floor: Floor, name: str, route: str, how: str) -> None:
    flow = FLOWS[name]
    if flow.slow:
        await floor.restart(AT_ONCE)
    fail(floor, route, how)
    floor.discord.state.faults.waiting[-1].skip = int(
        name in ("tap", "submit")
    )  # the first request only prepares the flow
    answer = await (await flow.play(floor)).wait()
    if flow.says:
        await floor.discord.until(lambda: flow.says in read_all(answer))
    else:
        assert answer.modal
    assert len(floor.desk.seen) == flow.works
    assert (await floor.ana.slash("echo", {"word": "on"}, channel=floor.channel)).text == "on"


@pytest.mark.parametrize("status", [400, 403, 413])
@pytest.mark.parametrize("name", ["command", "file", "deferred"])
async def test_an_answer_that_discord_refuses_is_replaced_by_a_sentence(floor: Floor, name: str, status: int) -> None:
    route = CALLS[name][-1]
    if FLOWS[name].slow:
        await floor.restart(AT_ONCE)
    floor.discord.refuse(route, status, 50035)
    answer = await (await FLOWS[name].play(floor)).wait()
    await floor.discord.until(lambda: "Discord didn't accept the whole answer" in read_all(answer))
    assert len(floor.desk.seen) == FLOWS[name].works


@pytest.mark.parametrize(("status", "code"), [(404, 10062), (404, 10015), (401, 50027)])
@pytest.mark.parametrize(("name", "route"), EACH)
async def test_an_unanswerable_request_is_logged_once_and_the_bot_continues(
    floor: Floor, name: str, route: str, status: int, code: int
) -> None:
    flow = FLOWS[name]
    if flow.slow:
        await floor.restart(AT_ONCE)
    floor.discord.refuse(route, status, code)
    if name in ("tap", "submit"):
        floor.discord.state.faults.waiting[-1].skip = 1
    with capture_logs() as logs:
        answer = await flow.play(floor)
        await floor.discord.until(lambda: not floor.discord.state.faults.waiting)  # else the next answer might meet it
        assert (await floor.ana.slash("echo", {"word": "on"}, channel=floor.channel)).text == "on"
        await floor.adapter.stop()
    late = [line["event"] for line in logs if line["log_level"] != "info"]
    assert late in (["answered too late"], [])  # the outcome of a deletion doesn't matter
    assert answer.interaction.id not in str(logs)
    assert "interaction-" not in str(logs)


async def test_a_rate_limit_longer_than_an_answers_life_ends_the_attempt(floor: Floor) -> None:
    floor.discord.rate_limit(ANSWER_CALL, retry_after=60)
    with capture_logs() as logs:
        await floor.ana.slash("echo", {"word": "hello"}, channel=floor.channel, wait=False)
        await floor.discord.until(lambda: not floor.discord.state.faults.waiting)
        assert (await floor.ana.slash("echo", {"word": "on"}, channel=floor.channel)).text == "on"
    assert [line["event"] for line in logs] == ["answer refused"]


async def test_lost_suggestions_do_no_harm(floor: Floor) -> None:
    floor.discord.spoil(ANSWER_CALL, Cut.BROKEN)
    offered = await floor.ana.autocomplete("log", "office", "ash", channel=floor.channel)
    assert [label for label, _ in offered] == ["Senator Ash"]


async def test_five_fast_taps_share_the_first_ones_result(floor: Floor) -> None:
    await floor.restart(AT_ONCE)
    card = await floor.ana.slash("receipt", channel=floor.channel)
    taps = [await floor.ana.click(card.message, "Undo slowly", wait=False) for _ in range(5) if card.message]
    await floor.desk.reached.wait()
    floor.desk.gate.set()
    for each in taps:
        await each.wait()
    assert len(floor.desk.seen) == 1
    assert card.text == "Taken back slow"


async def test_an_answer_started_by_a_killed_process_is_finished(floor: Floor) -> None:
    await floor.restart(AT_ONCE)
    answer = await floor.ana.slash("slow", channel=floor.channel, wait=False)
    await floor.discord.until(lambda: answer.deferred)
    floor.adapter._handler._seen.clear()  # as in a new process
    floor.desk.gate.set()
    await answer.wait()
    await floor.discord.redeliver(answer)
    assert answer.history == ("Done at last",) * len(answer.history)
