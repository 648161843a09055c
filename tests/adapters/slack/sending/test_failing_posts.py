"""Posts and installs, when each request fails in each way: the reported outcome is true."""

from collections.abc import Awaitable, Callable

import pytest

from bot.kit.cards.outbound import Address, Checked, Later, Posted, Refused, Result, Unknown
from bot.kit.cards.reply import Card
from tests.adapters.slack.conftest import Floor
from tests.adapters.slack.network import GONE, Network, ana
from tests.adapters.slack.sending.test_failing_calls import FAULTS, LIES

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
Sending = Callable[[Floor, Address], Awaitable[Result | Checked]]


async def _post(floor: Floor, to: Address) -> Result:
    return await floor.adapter.poster.post(to, Card("Call today"), "key")


async def _edit(floor: Floor, to: Address) -> Result:
    [message] = floor.team.channels[to.channel].messages
    return await floor.adapter.poster.edit(to, message.ts, Card("It is over"))


async def _tell(floor: Floor, to: Address) -> Result:
    user = floor.team.user(to.channel)
    return await floor.adapter.poster.tell(f"{floor.team.id}:{user.id}", floor.team.id, Card("Call today"), "key")


async def _check(floor: Floor, to: Address) -> Checked:
    return await floor.adapter.poster.check(to)


async def _enter(floor: Floor, to: Address) -> Checked:
    floor.team.channels[to.channel].bot = False
    return await floor.adapter.poster.enter(to)


SENDINGS: dict[str, Sending] = {"post": _post, "edit": _edit, "tell": _tell, "check": _check, "enter": _enter}


@pytest.mark.parametrize("name", SENDINGS)
async def test_each_reported_outcome_of_a_post_is_true(socket: Floor, name: str) -> None:
    sending, number = SENDINGS[name], 0
    positions = 2 if name in ("tell", "enter") else 1
    for position in range(positions):
        for weather, fault in FAULTS.items():
            number += 1
            channel = socket.team.add_channel(f"c{number}")
            to = Address("slack", socket.team.id, channel.id)
            if name == "edit":
                await _post(socket, to)
            await socket.restart()  # forget the last round's limits and scopes
            socket.slack.strike(position, fault)
            result = await sending(socket, to)
            visible = [*channel.texts, *socket.team.user(channel.id).dm.texts]
            _judge(result, visible, name, weather)
            socket.slack._weather._struck.clear()


def _judge(result: Result | Checked, visible: list[str], name: str, weather: str) -> None:
    assert len(visible) <= 1, weather
    shown = "It is over" if name == "edit" else "Call today"
    match result:
        case Posted():
            assert visible == [shown] or weather in LIES, weather
        case Refused() | Later():
            assert shown not in visible, weather
        case Unknown() | Checked():
            pass


async def test_a_failed_install_ends_on_a_page_and_stores_nothing(network: Network) -> None:
    for weather, fault in FAULTS.items():
        for position in range(2):
            if position == 1 and weather in LIES:  # auth.test may omit the token's owner
                continue
            network.slack.strike(position, fault)
            page = await network.install(network.valley)
            struck = not network.slack._weather._struck
            network.slack._weather._struck.clear()
            assert page.words.strip(), weather
            answer = await network.echo(network.valley, "hi")
            assert (answer.text == "hi") == (page.status == 200), (weather, position, page.status, answer.text)
            assert answer.text == "hi" or GONE in answer.text
            if page.status == 200:
                assert "is in Valley Org now" in page.words
            await network.kept.remove(network.valley.id, network.clock.at + 10**12)
            assert struck or position == 1
    assert (await network.install(network.harbor)).status == 200
    assert (await ana(network.harbor).slash("echo", "still here")).text == "still here"
