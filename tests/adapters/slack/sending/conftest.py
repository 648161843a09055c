"""The bot over one transport, for tests of what it posts."""

from collections.abc import AsyncIterator

import pytest

from tests.adapters.slack.conftest import Floor
from tests.platforms.slack import SlackStandIn


@pytest.fixture
async def socket(slack: SlackStandIn) -> AsyncIterator[Floor]:
    """The bot over Socket Mode; posting is the same over HTTP."""
    floor = Floor(slack, "socket")
    await floor.start()
    yield floor
    await floor.adapter.stop()
