"""A newsroom whose alerts go to channels."""

import pytest

from tests.core.support.alerting import Newsroom, make_newsroom
from tests.core.support.coalition import ANA
from tests.services import Core


@pytest.fixture
async def room(core: Core) -> Newsroom:
    """Two orgs, and three channels on Discord."""
    room = await make_newsroom(core)
    await room.subscribe(ANA, 3)
    return room
