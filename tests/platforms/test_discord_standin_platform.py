"""The Discord stand-in's gateway and REST side: cuts, shards, faults, nonces, tokens, recorded problems."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import discord
import pytest

from tests.platforms.discord import Channel, DiscordStandIn, HandClock, User
from tests.platforms.discord.sample_bot import Outcome, SampleBot, point_at, running

POST = "POST /channels/*/messages"


@pytest.fixture
def channel(standin: DiscordStandIn) -> Channel:
    return standin.add_guild("Spruce Street").add_channel("calls")


@pytest.fixture
def ana(standin: DiscordStandIn) -> User:
    return standin.user("Ana")


@pytest.fixture
async def bot(standin: DiscordStandIn, channel: Channel) -> AsyncIterator[SampleBot]:
    async with running(standin) as bot:
        yield bot


@pytest.fixture
def calls(bot: SampleBot, channel: Channel) -> discord.PartialMessageable:
    """The channel as the bot posts to it."""
    return bot.get_partial_messageable(int(channel.id))


async def test_events_during_a_cut_come_at_the_resume(
    standin: DiscordStandIn, bot: SampleBot, ana: User, channel: Channel
) -> None:
    await ana.slash("log", {"outcome": "spoke"}, channel=channel)
    standin.drop_connections()
    answer = await ana.slash("log", {"outcome": "spoke"}, channel=channel)
    assert answer.private
    assert (standin.resumed, len(standin.identified), bot.handled) == (1, 1, 2)


async def test_a_resume_can_bring_an_event_twice(
    standin: DiscordStandIn, bot: SampleBot, ana: User, channel: Channel
) -> None:
    answer = await ana.slash("log", {"outcome": "spoke"}, channel=channel)
    standin.drop_connections(replay=1)
    await standin.until(lambda: len(answer.interaction.attempts) == 2)
    assert [attempt.code for attempt in answer.interaction.attempts] == [None, 40060]


async def test_a_lost_session_identifies_again(
    standin: DiscordStandIn, bot: SampleBot, ana: User, channel: Channel
) -> None:
    standin.drop_connections(resumable=False)
    await standin.ready()
    await ana.slash("log", {"outcome": "spoke"}, channel=channel)
    assert (standin.resumed, len(standin.identified), bot.handled) == (0, 2, 1)


async def test_each_shard_gets_its_own_guilds_and_the_first_the_direct_messages() -> None:
    standin = await DiscordStandIn.start(shards=2)
    channels = [standin.add_guild(name).add_channel("calls") for name in ("Elm", "Oak", "Ash")]
    async with running(standin) as bot:
        assert [identify.shard for identify in standin.identified] == [(0, 2), (1, 2)]
        ana = standin.user("Ana")
        for channel in channels:
            await ana.slash("log", {"outcome": "spoke"}, channel=channel)
        await ana.slash("log", {"outcome": "spoke"}, channel=ana.dm)
        assert {guild.name: guild.shard_id for guild in bot.guilds} == {"Elm": 0, "Oak": 1, "Ash": 0}
        assert bot.handled == 4
    await standin.stop()


async def test_the_bot_learns_of_new_servers_and_channels(standin: DiscordStandIn, bot: SampleBot, ana: User) -> None:
    oak = standin.add_guild("Oak", locale="ko")
    alerts = oak.add_channel("alerts")
    await ana.slash("log", {"outcome": "spoke"}, channel=alerts)
    known = bot.get_guild(int(oak.id))
    assert known is not None
    assert ([each.name for each in known.text_channels], str(known.preferred_locale)) == (["alerts"], "ko")


async def test_a_wrong_token_is_refused(standin: DiscordStandIn) -> None:
    before = discord.http.Route.BASE, str(discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY)
    point_at(standin.api_url, standin.gateway_url)
    async with SampleBot() as bot:
        with pytest.raises(discord.LoginFailure):
            await bot.start("another.token")
    point_at(*before)


async def test_a_rate_limit_is_waited_out_by_discord_py(
    standin: DiscordStandIn, calls: discord.PartialMessageable, channel: Channel
) -> None:
    standin.rate_limit(POST, times=2)
    await calls.send("hello")
    assert [message.text for message in channel.messages] == ["hello"]


async def test_a_refusal_and_a_held_answer(
    standin: DiscordStandIn, bot: SampleBot, calls: discord.PartialMessageable, channel: Channel, ana: User
) -> None:
    standin.refuse(POST, 403, 50001, "Missing Access")
    with pytest.raises(discord.Forbidden, match="50001"):
        await calls.send("hello")
    gate = standin.hold(f"POST /channels/{channel.id}/messages")
    sending = asyncio.create_task(calls.send("late"))
    await (await bot.create_dm(discord.Object(int(ana.id)))).send("early")
    assert (channel.messages, len(ana.dm.messages)) == ([], 1)
    gate.set()
    await sending
    assert [message.text for message in channel.messages] == ["late"]


async def test_a_slow_answer_is_slow(standin: DiscordStandIn, calls: discord.PartialMessageable) -> None:
    standin.delay(POST, 0.05)
    started = asyncio.get_running_loop().time()
    await calls.send("hello")
    assert asyncio.get_running_loop().time() - started >= 0.05


async def test_the_same_nonce_posts_once_for_a_few_minutes(
    calls: discord.PartialMessageable, channel: Channel, clock: HandClock
) -> None:
    first = await calls.send("alert", nonce="alert-7")
    again = await calls.send("alert", nonce="alert-7")
    assert (again.id, first.nonce) == (first.id, "alert-7")
    clock.advance(181)
    assert (await calls.send("alert", nonce="alert-7")).id != first.id
    assert [message.nonce async for message in calls.history()] == [None, None]
    with pytest.raises(discord.HTTPException, match="25 or fewer"):
        await calls.send("alert", nonce="n" * 26)
    assert len(channel.messages) == 2


async def test_a_message_is_fetched_edited_and_deleted(
    calls: discord.PartialMessageable, channel: Channel, standin: DiscordStandIn
) -> None:
    sent = await calls.send("one", embed=discord.Embed(title="Board"))
    await sent.edit(content="two", allowed_mentions=discord.AllowedMentions.none())
    fetched = await calls.fetch_message(sent.id)
    assert (fetched.content, fetched.embeds[0].title, fetched.edited_at is None) == ("two", "Board", False)
    (shown,) = channel.messages
    assert [state["content"] for state in shown.history] == ["one", "two"]
    with pytest.raises(discord.HTTPException, match="50006"):
        await sent.edit(content="", embed=None)
    await sent.delete()
    assert (channel.messages, shown.deleted) == ([], True)
    with pytest.raises(discord.NotFound):
        await calls.fetch_message(sent.id)
    assert standin.problems == []


async def test_a_direct_message_is_opened_once(standin: DiscordStandIn, bot: SampleBot, ana: User) -> None:
    person = discord.Object(int(ana.id))
    assert isinstance(await bot.fetch_channel(int(ana.dm.id)), discord.DMChannel)
    for _ in range(2):
        await (await bot.create_dm(person)).send("Reminder")
    assert [message.text for message in ana.dm.messages] == ["Reminder", "Reminder"]


async def test_an_interactions_token_dies_after_fifteen_minutes(
    bot: SampleBot, ana: User, channel: Channel, clock: HandClock
) -> None:
    kept: list[discord.Interaction[Any]] = []
    bot.tree.interaction_check = lambda it: _keep(kept, it)  # type: ignore[method-assign]  # to hold on to it
    await ana.slash("log", {"outcome": "spoke"}, channel=channel)
    clock.advance(901)
    with pytest.raises(discord.HTTPException, match="50027"):
        await kept[0].edit_original_response(content="later")


async def _keep(kept: list[discord.Interaction[Any]], interaction: discord.Interaction[Any]) -> bool:
    kept.append(interaction)
    return True


async def test_a_breach_of_a_limit_is_refused_and_recorded(
    standin: DiscordStandIn, calls: discord.PartialMessageable, channel: Channel
) -> None:
    with pytest.raises(discord.HTTPException, match=r"(?s)50035.*In content: Must be 2000 or fewer in length"):
        await calls.send("x" * 2001)
    assert standin.problems == ["POST /channels/{channel}/messages: content: Must be 2000 or fewer in length."]
    assert channel.messages == []


async def test_mentions_left_on_are_recorded_on_edits_too(
    standin: DiscordStandIn, calls: discord.PartialMessageable, bot: SampleBot
) -> None:
    await calls.send("all", allowed_mentions=discord.AllowedMentions.all())
    bot._connection.allowed_mentions = None
    sent = await calls.send("none said")
    await sent.edit(content="none said")
    lets, missing, edit = standin.problems
    assert "lets mentions through" in lets
    assert "allowed_mentions is missing" in missing
    assert edit.startswith("PATCH /channels/{channel}/messages/{message}: allowed_mentions is missing")


async def test_a_follow_up_that_breaks_the_defers_privacy_is_recorded(
    standin: DiscordStandIn, bot: SampleBot, ana: User, channel: Channel
) -> None:
    @bot.tree.command(name="actions")
    async def actions(interaction: discord.Interaction[Any]) -> None:
        """Show what is open."""
        await interaction.response.defer()
        await interaction.followup.send("for you alone", ephemeral=True)

    await bot.tree.sync()
    answer = await ana.slash("actions", channel=channel)
    assert not answer.private
    assert [problem.partition(": ")[2] for problem in standin.problems] == [
        "the defer had already fixed whether the answer is private"
    ]


class OnceMore(Outcome):
    """A form that wrongly answers with another."""

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        await interaction.response.send_modal(Outcome())


async def test_a_form_cannot_answer_a_form(
    standin: DiscordStandIn, bot: SampleBot, ana: User, channel: Channel
) -> None:
    @bot.tree.command(name="actions")
    async def actions(interaction: discord.Interaction[Any]) -> None:
        """Show what is open."""
        await interaction.response.send_modal(OnceMore())

    await bot.tree.sync()
    modal = (await ana.slash("actions", channel=channel)).modal
    assert modal is not None
    await modal.submit({"Outcome": "Spoke"}, wait=False)
    await standin.until(lambda: bool(standin.problems))
    assert standin.problems[0].endswith("callback: type: Value must be one of {4, 5}.")


async def test_commands_registered_twice_over_are_recorded(
    standin: DiscordStandIn, bot: SampleBot, channel: Channel
) -> None:
    assert channel.guild is not None
    guild = discord.Object(int(channel.guild.id))
    bot.tree.copy_global_to(guild=guild)
    await bot.tree.sync(guild=guild)
    assert standin.command_puts == [None, channel.guild.id]
    assert [command["name"] for command in standin.commands(channel.guild)] == [
        command["name"] for command in standin.commands()
    ]
    assert "people see it twice" in standin.problems[0]


async def test_json_is_named_exactly_and_unknown_routes_are_recorded(standin: DiscordStandIn) -> None:
    headers = {"Authorization": f"Bot {standin.token}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        async with session.get(f"{standin.api_url}/gateway/bot") as response:
            assert response.headers["Content-Type"] == "application/json"
            assert (await response.json())["session_start_limit"]["max_concurrency"] == 1
        async with session.get(f"{standin.api_url}/guilds/1/bans") as response:
            assert response.status == 404
    assert standin.problems == ["GET: the stand-in has no route /api/v10/guilds/1/bans"]
