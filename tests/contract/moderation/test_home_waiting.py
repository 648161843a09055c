"""The home card shows captains and coordinators what waits for them, each with a button; volunteers see none of it."""

import pytest

from tests.contract.conftest import CONSOLE, DISCORD, SOCKET
from tests.contract.people import said
from tests.contract.roles import admin
from tests.contract.stage import Stage


@pytest.fixture(params=[CONSOLE, DISCORD, SOCKET])
def platform_name(request: pytest.FixtureRequest) -> str:
    """One of each platform."""
    return str(request.param)


def button(name: str, count: int) -> str:
    return said(f"home.waiting.button.{name}", count=count)


async def test_drafts_are_counted_until_none_is_left(stage: Stage) -> None:
    root = await admin(stage)
    await root.say("/org add name:Harbor")
    assert not (await root.say("/callboard")).has(said("home.waiting.head"))
    await root.say("/alert send words:Call @everyone audience:Harbor")
    assert (await root.say("/callboard")).has("1 draft of yours")
    await root.say("/alert send words:Call today audience:Harbor")
    home = await root.say("/callboard")
    assert home.has(said("home.waiting.head"))
    assert home.has("2 drafts of yours")
    listed = await root.tap(button("drafts", 2))
    assert listed.has("Call @everyone")
    assert listed.has("Call today")
    ben = stage.person("Ben")
    assert not (await ben.say("/callboard")).has(said("home.waiting.head"))
