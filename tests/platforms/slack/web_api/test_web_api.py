"""The stand-in's Web API, called by the real slack_sdk."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ServerDisconnectedError
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from tests.platforms.slack import SlackStandIn, Team, sample

QUIET: dict[str, Any] = {"unfurl_links": False, "unfurl_media": False}


@pytest.fixture
async def slack() -> AsyncIterator[SlackStandIn]:
    async with await SlackStandIn.start() as running:
        yield running


def client(slack: SlackStandIn, team: Team, **options: Any) -> AsyncWebClient:
    return AsyncWebClient(token=team.bot_token, base_url=slack.api_url, **options)


async def refused(asked: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await asked
    return str(caught.value.response["error"])


async def test_a_token_is_a_team_and_reaches_no_other(slack: SlackStandIn) -> None:
    north, south = slack.add_team("North"), slack.add_team("South")
    assert north.bot_token == slack.bot_token != south.bot_token
    assert (await client(slack, south).auth_test())["team_id"] == south.id
    assert (await client(slack, south).team_info())["team"]["name"] == "South"
    there = north.add_channel("general").id
    assert await refused(client(slack, south).chat_postMessage(channel=there, text="x")) == "channel_not_found"
    stranger = AsyncWebClient(token="xoxb-nobody", base_url=slack.api_url)
    assert await refused(stranger.auth_test()) == "invalid_auth"
    assert await refused(AsyncWebClient(base_url=slack.api_url).auth_test()) == "not_authed"
    assert await refused(stranger.apps_connections_open(app_token="xapp-wrong")) == "invalid_auth"


async def test_a_locale_comes_only_when_asked_for(slack: SlackStandIn) -> None:
    team = slack.add_team("North")
    ana = team.user("Ana", locale="es-ES", administrator=True)
    found = await client(slack, team).users_info(user=ana.id, include_locale=True)
    assert (found["user"]["locale"], found["user"]["is_admin"]) == ("es-ES", True)
    assert "locale" not in (await client(slack, team).users_info(user=ana.id))["user"]
    assert await refused(client(slack, team).users_info(user="U404")) == "user_not_found"


async def test_a_message_is_posted_changed_and_deleted(slack: SlackStandIn) -> None:
    team = slack.add_team("North")
    channel, api = team.add_channel("general"), client(slack, team)
    posted = await api.chat_postMessage(channel=channel.id, text="old", blocks=sample.CARD, **QUIET)
    assert channel.texts == ["Logged\nvoicemail for Ana & Bo"]
    ts = posted["ts"]
    assert await refused(api.chat_update(channel=channel.id, ts=ts, text="x" * 4001)) == "msg_too_long"
    slack.problems.clear()
    await api.chat_update(channel=channel.id, ts=ts, text="*only* words")
    assert (channel.texts, channel.messages[0].buttons) == (["only words"], ())
    await api.chat_delete(channel=channel.id, ts=ts)
    assert channel.texts == []
    assert await refused(api.chat_update(channel=channel.id, ts=ts, text="x")) == "message_not_found"
    assert slack.problems == []


async def test_an_ephemeral_message_cannot_be_reached_by_timestamp(slack: SlackStandIn) -> None:
    team = slack.add_team("North")
    channel, ana, api = team.add_channel("general"), team.user("Ana"), client(slack, team)
    ts = (await api.chat_postEphemeral(channel=channel.id, user=ana.id, text="psst"))["message_ts"]
    assert await refused(api.chat_update(channel=channel.id, ts=ts, text="x")) == "message_not_found"
    elsewhere = team.add_channel("random", bot=False)
    assert await refused(api.chat_postMessage(channel=elsewhere.id, text="x", **QUIET)) == "not_in_channel"
    assert (await api.conversations_info(channel=elsewhere.id))["channel"]["is_member"] is False


async def test_a_view_update_with_an_old_hash_conflicts(slack: SlackStandIn) -> None:
    team = slack.add_team("North")
    app = sample.build(slack.api_url, slack.bot_token, "unused", asyncio.Event())
    async with sample.over_sockets(app, slack.app_token):
        modal = (await team.user("Ana").slash("form", channel=team.add_channel("general"))).modal
        assert modal is not None
        api, old = client(slack, team), modal.hash
        await modal.fill({"Outcome": "Spoke"})
        await api.views_update(view_id=modal.id, hash=old, view=sample.form("C2"))
        assert modal.prefilled["Outcome"] == "Spoke"
        asked = api.views_update(view_id=modal.id, hash=old, view=sample.form("C2"))
        assert await refused(asked) == "hash_conflict"
    assert await refused(api.views_update(view_id="V404", view=sample.form("C2"))) == "not_found"


async def test_injected_faults(slack: SlackStandIn) -> None:
    team = slack.add_team("North")
    channel = team.add_channel("general").id
    patient = client(slack, team, retry_handlers=[AsyncRateLimitErrorRetryHandler()])
    slack.rate_limit("auth.test", retry_after=0)
    assert (await patient.auth_test())["ok"]
    assert len(slack.calls("auth.test")) == 2
    slack.refuse("auth.test", "account_inactive")
    assert await refused(patient.auth_test()) == "account_inactive"
    hasty = client(slack, team, retry_handlers=[])
    slack.rate_limit("chat.postMessage", retry_after=7)
    with pytest.raises(SlackApiError) as caught:
        await hasty.chat_postMessage(channel=channel, text="x", **QUIET)
    assert (caught.value.response.status_code, caught.value.response.headers["Retry-After"]) == (429, "7")
    gate = slack.hold("auth.test")
    waiting = asyncio.create_task(hasty.auth_test())
    await slack.called("auth.test", 4)
    assert not waiting.done()
    gate.set()
    assert (await waiting)["ok"]
    loop = asyncio.get_running_loop()
    slack.delay("auth.test", 0.1)
    started = loop.time()
    await hasty.auth_test()
    assert loop.time() - started >= 0.1


async def test_a_cut_line_leaves_the_message_posted_and_the_sdk_posts_it_again(slack: SlackStandIn) -> None:
    team = slack.add_team("North")
    channel = team.add_channel("general")
    slack.cut("chat.postMessage")
    with pytest.raises(ServerDisconnectedError):
        await client(slack, team, retry_handlers=[]).chat_postMessage(channel=channel.id, text="one", **QUIET)
    assert channel.texts == ["one"]
    slack.cut("chat.postMessage")
    await client(slack, team).chat_postMessage(channel=channel.id, text="two", **QUIET)
    assert channel.texts == ["one", "two", "two"]


# The SDK still makes a BasicAuth, which aiohttp 3.14 deprecates.
@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
async def test_consent_becomes_a_token_once(slack: SlackStandIn) -> None:
    team = slack.add_team("North")
    ana = team.user("Ana")
    secrets = {"client_id": slack.client_id, "client_secret": slack.client_secret}
    code, api = team.install_code(ana), AsyncWebClient(base_url=slack.api_url)
    wrong = api.oauth_v2_access(client_id=slack.client_id, client_secret="no", code=code)
    assert await refused(wrong) == "bad_client_secret"
    granted = await api.oauth_v2_access(code=code, **secrets)
    assert (granted["access_token"], granted["team"]["id"]) == (team.bot_token, team.id)
    assert (granted["authed_user"]["id"], granted["scope"]) == (ana.id, "commands,chat:write")
    assert await refused(api.oauth_v2_access(code=code, **secrets)) == "invalid_code"


async def test_many_workspaces_stay_apart(slack: SlackStandIn) -> None:
    teams = [slack.add_team(f"Org {n}") for n in range(20)]
    channels = [team.add_channel(f"c{n}") for team in teams for n in range(10)]

    async def post(team: Team, channel: str) -> None:
        await client(slack, team).chat_postMessage(channel=channel, text=channel, **QUIET)

    await asyncio.gather(*(post(channel.team, channel.id) for channel in channels))
    assert [channel.texts for channel in channels] == [[channel.id] for channel in channels]
    assert slack.problems == []
