"""Many workspaces: a command or tap is acknowledged before its token is looked up, and answered after."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from bot.core.base.build import Base
from bot.core.coalition.installations import Installations
from bot.errors import Unavailable
from tests.adapters.slack.network import GONE, Network, ana

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")


class Slow(Installations):
    """Waits for the test before it looks up a token."""

    def __init__(self, base: Base) -> None:
        super().__init__(base)
        self.gate = asyncio.Event()
        self.gate.set()
        self.fails = False

    async def find(self, workspace: str) -> Mapping[str, Any] | None:
        await self.gate.wait()
        if self.fails:
            raise Unavailable("locked")
        return await super().find(workspace)


@pytest.fixture
async def slow(network: Network) -> Slow:
    """The installations in which the network's bot looks up tokens."""
    await network.install(network.valley)
    await network.adapter.stop()
    slow = Slow(network.core_base)
    network.kept = slow
    network.adapter = network.new_adapter()
    await network.start()
    return slow


async def test_a_slow_database_only_delays_the_request(network: Network, slow: Slow) -> None:
    card = await ana(network.valley).slash("receipt")
    slow.gate.clear()
    command = await ana(network.valley).slash("echo", "hi", wait=False)
    tap = await ana(network.valley).click(card, "Undo", wait=False)
    assert command.history == tap.history == ()  # both are acknowledged
    slow.gate.set()
    await command.until("hi")
    await tap.until("Taken back 7")


async def test_a_database_failure_gets_a_sentence(network: Network, slow: Slow) -> None:
    slow.fails = True
    assert "nothing was changed" in (await network.echo(network.valley, "hi")).text
    slow.fails = False
    assert (await network.echo(network.valley, "hi")).text == "hi"


async def test_a_workspace_that_never_had_the_app_reads_only_that(network: Network, slow: Slow) -> None:
    answer = await network.echo(network.harbor, "hi")
    assert GONE in answer.text
    assert "no longer" not in answer.text


async def test_a_tap_without_any_workspace_is_answered(network: Network, slow: Slow) -> None:
    """An app installed for a whole enterprise can get a tap that names no team."""
    card = await ana(network.valley).slash("receipt")
    tap = await ana(network.valley).click(card, "Undo")
    bare = {**tap.payload, "team": None, "user": {"id": ana(network.valley).id}}
    bare.pop("message", None)
    tap.payload.clear()
    tap.payload.update(bare)
    again = await network.slack.redeliver(tap)
    assert GONE in again.text
