"""Each request of each flow fails at each position in each way: there is one answer, and it is true."""

import asyncio
from collections.abc import AsyncIterator
from itertools import count

import pytest

from bot.adapters.slack.events import people
from tests.adapters.slack.conftest import Floor, Mode
from tests.adapters.slack.flows import FLOWS, Check, Flow, Scene
from tests.effort import IS_LONG
from tests.platforms.slack import SlackStandIn
from tests.platforms.slack.faults import Cut, Fault, Page, RateLimited, Refused

JSON, TEXT, HTML = "application/json", "text/plain", "text/html"
FAULTS: dict[str, Fault] = {
    "limited for a moment": RateLimited(0),
    "limited for long": RateLimited(30),
    "no scope": Refused("missing_scope", "users:read"),
    "unknown word": Refused("something_new"),
    "internal error": Refused("internal_error"),
    "fatal error": Refused("fatal_error"),
    "signed out": Refused("token_revoked"),
    "cut before": Cut(taken=False),
    "cut after": Cut(taken=True),
    "503 as text": Page(503, TEXT, "upstream connect error or disconnect/reset before headers"),
    "503 as text, taken": Page(503, TEXT, "upstream request timeout", taken=True),
    "502 as page": Page(502, HTML, "<html><h1>502 Bad Gateway</h1></html>"),
    "500 as page, taken": Page(500, HTML, "<html>", taken=True),
    "403 as page": Page(403, HTML, "<html>Blocked</html>"),
    "200 as text": Page(200, TEXT, "Welcome to the network. Please sign in."),
    "200 as page": Page(200, HTML, "<html>Please sign in</html>"),
    "half an object": Page(200, JSON, '{"ok": tru'),
    "half an object, taken": Page(200, JSON, '{"ok": true, "user": {"id": "U0', taken=True),
    "nothing": Page(200, JSON, ""),
    "nothing, taken": Page(200, JSON, "", taken=True),
    "a list": Page(200, JSON, "[]"),
    "null": Page(200, JSON, "null"),
    "a number": Page(200, JSON, "7"),
    "ok and no more": Page(200, JSON, '{"ok": true}'),
    "other things than expected": Page(200, JSON, '{"ok": true, "user": "x", "view": 1, "channel": "C", "ts": {}}'),
    "500 as object": Page(500, JSON, '{"ok": false}'),
    "400 as object": Page(400, JSON, '{"error": 400}'),
    "404 with nothing": Page(404, TEXT, ""),
}
# Slack can falsely claim success, which nobody can detect. So these faults apply only to reads.
LIES = {"ok and no more", "other things than expected"}
SAID = {"response_url", "chat.postEphemeral", "chat.postMessage", "files.completeUploadExternal"}
ONE_OF_EACH = {"limited for long", "no scope", "internal error", "cut before", "cut after", "503 as text, taken"}
_numbers = count(1)


@pytest.fixture(params=["socket", "http"])
async def fresh(
    slack: SlackStandIn, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Floor]:
    """The bot, connected. It asks Slack about people at every request, and never by itself."""
    for name in ("_KEPT", "_REFUSED", "_FIRST", "_TRIES"):
        monkeypatch.setattr(people, name, 0)
    mode: Mode = request.param
    floor = Floor(slack, mode)
    await floor.start()
    yield floor
    await floor.adapter.stop()


async def settle(floor: Floor) -> None:
    """Wait for all work in progress."""
    tasks = floor.adapter._tasks._tasks
    async with asyncio.timeout(20):
        while tasks:
            await asyncio.wait(tuple(tasks))


async def play(floor: Floor, flow: Flow, fault: Fault | None = None, position: int = 0) -> tuple[Scene, list[str]]:
    """Play a flow with a new person and a fault at one request. Returns the flow's requests."""
    name = f"p{next(_numbers)}"
    scene = Scene(floor, floor.team.user(name), floor.team.add_channel(name))
    acting = flow(scene)
    await anext(acting)
    await settle(floor)
    scene.before, earlier = scene.seen(), len(floor.slack.hub.calls)
    if fault:
        floor.slack.strike(position, fault)
    await anext(acting, None)
    await settle(floor)
    return scene, [call.method for call in floor.slack.hub.calls[earlier:]]


@pytest.mark.parametrize("name", FLOWS)
async def test_any_failed_request_still_gives_one_answer(fresh: Floor, name: str) -> None:
    flow, check = FLOWS[name]
    scene, methods = await play(fresh, flow)
    check(scene)
    for position, method in enumerate(methods):
        for weather, fault in FAULTS.items():
            if (weather in LIES and method in SAID) or not is_due(fresh, weather, position):
                continue
            await _survive(fresh, flow, check, fault, position, f"{method} at {position}: {weather}")


def is_due(floor: Floor, weather: str, position: int) -> bool:
    """Whether to inject a fault: one of each kind everywhere, and over sockets a third of the others, in turn.

    A long run plays every fault at every position over both transports.
    """
    if IS_LONG or weather in ONE_OF_EACH:
        return True
    return floor.mode == "socket" and list(FAULTS).index(weather) % 3 == position % 3


async def _survive(floor: Floor, flow: Flow, check: Check, fault: Fault, position: int, where: str) -> None:
    scene, _ = await play(floor, flow, fault, position)
    try:
        check(scene)
    except AssertionError as error:
        raise AssertionError(f"{where}; seen: {scene.seen()}") from error
    assert len(floor.desk.logged) == len(set(floor.desk.logged)), where
    assert not floor.slack._weather._struck, f"{where}: the call was never made"


async def test_the_bot_continues_after_all_faults(fresh: Floor) -> None:
    for fault in FAULTS.values():
        await play(fresh, FLOWS["command"][0], fault, 1)
    assert (await fresh.ana.slash("vof-echo", "still here", channel=fresh.channel)).text == "still here"
