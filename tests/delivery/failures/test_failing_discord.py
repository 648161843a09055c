"""An alert's post, its edits and a reminder on Discord, with each request failing in each way."""

from collections.abc import Callable

import pytest

from tests.core.support.coalition import ROOT
from tests.delivery.conftest import Floor
from tests.delivery.press import Wires, worker_on
from tests.delivery.test_card_updates import pass_on
from tests.delivery.test_reminder_sender import set_reminder
from tests.platforms.discord.faults import ApiError, Cut, Fault, Page, rate_limited

pytestmark = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)  # the faults don't depend on the engine
FAULTS: dict[str, Callable[[], Fault]] = {
    "500, taken": lambda: Fault("*", 1, ApiError(500, 0, "No"), taken=True),
    "502 page": lambda: Fault("*", 1, cut=Cut.PAGE),
    "limited": lambda: Fault("*", 1, rate_limited(0.001, False)),
    "cut, taken": lambda: Fault("*", 1, cut=Cut.BROKEN, taken=True),
    "an object of somebody else, taken": lambda: Fault("*", 1, cut=Page(200, "application/json", "{}"), taken=True),
    "403 as page": lambda: Fault("*", 1, cut=Page(403, "text/html", "<html>Blocked</html>")),
    "404 as page": lambda: Fault("*", 1, cut=Page(404, "text/html", "<html>Not here</html>")),
}
MEANT = {"403": (403, 50013), "404": (404, 10003)}  # Discord's own answer is final


async def _go_on(floor: Floor, wires: Wires, minutes: int = 6) -> None:
    worker = worker_on(floor.room, wires.discord)
    for _ in range(minutes):
        await worker.run_once()
        floor.room.core.clock.forward(minutes=1)


async def test_an_alert_is_posted_once_in_each_channel_and_the_list_says_so(floor: Floor) -> None:
    for number, (weather, make) in enumerate(FAULTS.items(), 1):
        alert = await floor.room.send(ROOT, audience="Discord org")
        floor.discord.state.faults.add(make())
        await _go_on(floor, floor.wires)
        assert floor.counts()[0] == [number] * 6, weather
        assert await floor.room.counts(ROOT, alert) == {"sent": 6}, weather
        floor.room.core.clock.forward(days=1)
    for weather, (status, code) in MEANT.items():
        alert = await floor.room.send(ROOT, audience="Discord org")
        floor.discord.refuse("*", status, code)
        await _go_on(floor, floor.wires)
        assert await floor.room.counts(ROOT, alert) == {"failed": 1, "sent": 5}, weather
        floor.room.core.clock.forward(days=1)


async def test_cards_show_what_is_true_in_the_end(floor: Floor) -> None:
    await floor.room.send(ROOT, audience="Discord org")
    worker = worker_on(floor.room, floor.wires.discord)
    await worker.run_once()
    for number, (weather, make) in enumerate(FAULTS.items(), 1):
        await floor.room.core.log("ana" if number == 1 else f"caller {number}")
        floor.discord.state.faults.add(make())
        await pass_on(floor, worker, 180, 30)
        here = [channel.messages[-1].text for channel in floor.here]
        assert all(f"Calls so far: {number}" in text for text in here), (weather, here)
        assert not floor.discord.state.faults.waiting, weather
    assert floor.counts()[0] == [1] * 6


@pytest.mark.parametrize("position", [0, 1])
async def test_a_reminder_comes_at_most_once_and_a_certain_failure_is_retried(floor: Floor, position: int) -> None:
    await set_reminder(floor, floor.ana)
    direct, before = floor.user.dm.messages, 0
    for weather, make in FAULTS.items():
        floor.room.core.clock.forward(hours=1)
        fault = make()
        fault.skip = position
        floor.discord.state.faults.add(fault)
        await _go_on(floor, floor.wires, 4)
        unsure = position == 1 and ("cut" in weather or "50" in weather or "object" in weather)
        assert not floor.discord.state.faults.waiting, weather
        assert len(direct) - before == 1 or (unsure and len(direct) == before), weather
        before = len(direct)
        floor.room.core.clock.forward(hours=22, minutes=56)
