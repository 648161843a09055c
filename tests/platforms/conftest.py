"""A stand-in of Discord on a clock that its tests move."""

from collections.abc import AsyncIterator

import pytest

from tests.platforms.clock import PLATFORM_PATIENCE
from tests.platforms.discord import DiscordStandIn, HandClock

NOON = 1_764_000_000.0


@pytest.fixture
def clock() -> HandClock:
    return HandClock(NOON)


@pytest.fixture
async def standin(clock: HandClock) -> AsyncIterator[DiscordStandIn]:
    standin = await DiscordStandIn.start(clock=clock)
    standin.state.answer_seconds = PLATFORM_PATIENCE
    yield standin
    await standin.stop()
