"""Many workspaces: their tokens are used, deleted at once on removal, and never shown; and one workspace, as before."""

import re
from io import StringIO
from pathlib import Path
from typing import Any, cast

import pytest

from bot.adapters.slack.adapter import SlackAdapter
from bot.adapters.slack.manifest import INSTALL, PATH, REDIRECT
from bot.adapters.slack.transports.http_server import HttpServer
from bot.config.settings import SlackConfig
from bot.config.tokens import Tokens
from bot.core.coalition.installations import Installations
from bot.errors import ConfigError, Unavailable
from bot.store.engine import Store
from tests.adapters.slack.cogs import Desk
from tests.adapters.slack.network import GONE, Browser, Network, ana
from tests.platforms.slack import SlackStandIn
from tests.services import make_base

# slack_sdk 3.47 sends the client's secret with a class that aiohttp 3.14 deprecates.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")

UNINSTALLED: dict[str, Any] = {"type": "app_uninstalled"}
REVOKED: dict[str, Any] = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["U0BOT"]}}


# Leaving.


async def test_an_install_removed_by_another_process_is_gone_at_once(network: Network) -> None:
    await network.install(network.valley)
    await network.echo(network.valley, "hi")
    assert not await network.adapter.poster.has_left(network.valley.id)
    await network.kept.remove(network.valley.id, network.clock.at + 1)
    assert GONE in (await network.echo(network.valley, "hi")).text
    assert await network.adapter.poster.has_left(network.valley.id)


@pytest.mark.parametrize("events", [(UNINSTALLED, REVOKED), (REVOKED, UNINSTALLED)])
async def test_removing_the_app_deletes_the_tokens_in_either_order(
    network: Network, events: tuple[dict[str, Any], ...], log: StringIO
) -> None:
    for team in (network.valley, network.harbor):
        await network.install(team)
        await network.echo(team, "hi")
    for event in events:
        sent = await ana(network.valley).event(event)
        assert await network.kept.find(network.valley.id) is None
        await network.slack.redeliver(sent)
    assert GONE in (await network.echo(network.valley, "hi")).text
    assert (await network.echo(network.harbor, "still here")).text == "still here"
    assert not re.search("warning|error", log.getvalue())


async def test_a_revoked_user_token_is_ignored(network: Network) -> None:
    await network.install(network.valley)
    await ana(network.valley).event({"type": "tokens_revoked", "tokens": {"oauth": ["U0DEE"]}})
    assert (await network.echo(network.valley, "hi")).text == "hi"


async def test_a_workspace_can_reinstall_and_old_removals_change_nothing(network: Network) -> None:
    await network.install(network.valley)
    left = [await ana(network.valley).event(event) for event in (UNINSTALLED, REVOKED)]
    network.valley.bot_token = "xoxb-9-newer"
    network.clock.forward(seconds=2)
    await network.install(network.valley)
    for event in left:
        await network.slack.redeliver(event)
    assert (await network.echo(network.valley, "back")).text == "back"
    await network.picture(network.valley)
    assert network.asked_by("conversations.open") == [network.valley.id]


async def test_a_removal_that_could_not_be_saved_is_not_acknowledged(network: Network, store: Store) -> None:
    """Slack then repeats it."""
    await network.install(network.valley)
    await store.close()
    with pytest.raises(AssertionError, match="the app answered 500"):
        await ana(network.valley).event(UNINSTALLED)


# What must not be seen.


async def test_no_token_state_or_code_is_in_the_logs_or_the_files(
    network: Network, log: StringIO, tmp_path: Path
) -> None:
    browser = network.browser()
    asked = await browser.begin()
    await browser.come_back(code="made-up-code", state=asked["state"])
    await network.install(network.valley)
    await network.echo(network.valley, "hi")
    network.slack.cut("oauth.v2.access")
    await network.install(network.harbor)
    await network.install(network.harbor)
    await ana(network.harbor).event(UNINSTALLED)
    await network.echo(network.harbor, "hi")
    written = log.getvalue().encode() + files(tmp_path)
    assert b"workspace added" in written
    slack = network.slack
    tokens = (slack.client_secret, slack.signing_secret, network.valley.bot_token, network.harbor.bot_token)
    for secret in (*tokens, *browser.seen, network.valley.id, "code-", ana(network.valley).id):
        assert secret.encode() not in written


def files(folder: Path) -> bytes:
    """Everything written into a folder: the database, if it is a file, and its log."""
    return b"".join(path.read_bytes() for path in folder.iterdir())


async def test_a_database_without_its_key_finds_no_install(network: Network, store: Store) -> None:
    await network.install(network.valley)
    thief = Installations(make_base(store, network.clock, bytes(32)))
    assert await thief.find(network.valley.id) is None


async def test_slack_can_verify_the_address_before_any_install(network: Network) -> None:
    reply = await network.slack.post("events_api", {"type": "url_verification", "challenge": "hello"})
    assert (reply.status, "hello" in reply.body) == (200, True)


# One workspace, as before.


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_a_bot_token_means_one_workspace(slack: SlackStandIn, mode: str) -> None:
    """The OAuth client in the environment then has no effect, and a removal is acknowledged without effect."""
    tokens = Tokens(
        slack_bot=slack.bot_token,
        slack_app=slack.app_token,
        slack_signing=slack.signing_secret,
        slack_client_id=slack.client_id,
        slack_client_secret=slack.client_secret,
    )
    config = SlackConfig.model_validate({"mode": mode, "api_url": slack.api_url, "port": 0})
    adapter = SlackAdapter(Desk().dispatcher(), config, tokens, installations=_Unused())
    await adapter.start()
    team = slack.add_team("Valley Org")
    if mode == "http":
        base = f"http://127.0.0.1:{cast(HttpServer, adapter.transport).port}"
        slack.deliver_over_http(base + PATH)
        for path in (INSTALL, REDIRECT):
            assert (await Browser(base).get(path)).status == 404
    for event in (UNINSTALLED, REVOKED):
        await ana(team).event(event)
    assert (await ana(team).slash("echo", "hi")).text == "hi"
    assert len(slack.calls("auth.test")) == 1
    await adapter.stop()


class _Unused:
    """Installations that must not be used."""

    async def issue(self) -> str:
        raise Unavailable("unused")

    async def consume(self, state: str) -> bool:
        raise Unavailable("unused")

    async def save(self, workspace: str, content: object) -> None:
        raise Unavailable("unused")

    async def find(self, workspace: str) -> None:
        raise Unavailable("unused")

    async def remove(self, workspace: str, until: int) -> bool:
        raise Unavailable("unused")


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_many_workspaces_need_http_and_its_secret(slack: SlackStandIn, mode: str) -> None:
    tokens = Tokens(slack_app="a", slack_client_id="1", slack_client_secret="s")
    config = SlackConfig.model_validate({"mode": mode, "api_url": slack.api_url, "port": 0})
    adapter = SlackAdapter(Desk().dispatcher(), config, tokens, installations=_Unused())
    with pytest.raises(ConfigError) as refused:
        await adapter.start()
    await adapter.stop()
    missing = "SLACK_SIGNING_SECRET" if mode == "http" else "SLACK_BOT_TOKEN"
    assert str(refused.value) == f"environment: {missing} is not set, and slack.mode {mode} needs it"
