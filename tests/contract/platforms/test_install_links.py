"""Who is offered a page that adds Callboard to a server, a workspace or an account, and where."""

from types import SimpleNamespace
from typing import cast

import discord
import pytest

from bot.adapters.discord.install_links import list_installs
from tests.contract.conftest import DISCORD, MANY, SOCKET
from tests.contract.drivers.slack import SlackPlatform
from tests.contract.people import Person
from tests.contract.roles import admin, coordinator
from tests.contract.stage import Stage

SERVER, ACCOUNT = "Add to a Discord server (discord.com)", "Add to your Discord account (discord.com)"
WORKSPACE = "Add to a Slack workspace (callboard.example.org)"
ADDRESS = "https://callboard.example.org/slack/install"
# slack_sdk sends the client's secret with a class that aiohttp deprecates.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
OFFERED = {DISCORD: ({SERVER, ACCOUNT}, {ACCOUNT}), MANY: ({WORKSPACE}, set()), SOCKET: (set(), set())}


@pytest.mark.parametrize("platform_name", OFFERED, indirect=True)
async def test_coordinators_add_spaces_and_everybody_their_account(stage: Stage, platform_name: str) -> None:
    await add_workspaces(stage, platform_name)
    people = await coordinator(stage), stage.person("Ana")
    assert tuple([await list_offers(person) for person in people]) == OFFERED[platform_name]


async def add_workspaces(stage: Stage, platform_name: str) -> None:
    if platform_name == MANY:
        await cast(SlackPlatform, stage.platforms[0]).install()


async def list_offers(person: Person) -> set[str]:
    await person.say("/callboard")
    listed = await person.tap("All commands")
    assert listed.private
    return {label for label in listed.buttons if label.startswith("Add to")}


@pytest.mark.parametrize("platform_name", OFFERED, indirect=True)
async def test_a_code_comes_with_addresses_to_send_on(stage: Stage, platform_name: str) -> None:
    await add_workspaces(stage, platform_name)
    root = await admin(stage)
    await stage.add_org("North")
    code = await root.say("/org code North")
    [address] = {DISCORD: ["https://discord.com/oauth2/authorize?client_id="], MANY: [ADDRESS], SOCKET: [""]}[
        platform_name
    ]
    assert code.has("they add it first") == bool(address)
    assert code.has(address)
    assert OFFERED[platform_name][0] - {ACCOUNT} == {label for label in code.buttons if label.startswith("Add to")}


def describe_app(**facts: object) -> discord.AppInfo:
    return cast(discord.AppInfo, SimpleNamespace(id=17, **facts))


def test_only_pages_that_work_for_everybody_are_offered() -> None:
    server, account = list_installs(describe_app(bot_public=True, user_integration_config=object()))
    assert server.address.endswith(
        "authorize?client_id=17&integration_type=0&scope=bot+applications.commands&permissions=274878024704"
    )
    assert account.address.endswith("authorize?client_id=17&integration_type=1&scope=applications.commands")
    assert list_installs(describe_app(bot_public=True, user_integration_config=None)) == (server,)
    assert list_installs(describe_app(bot_public=False, user_integration_config=object())) == ()
