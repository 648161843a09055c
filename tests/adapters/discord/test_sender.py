"""A process without the gateway posts all the same, and knows what it may do from the REST API."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.adapters import Adapter
from bot.adapters.discord.adapter import DiscordAdapter
from bot.adapters.discord.sender import DiscordSender
from bot.adapters.discord.sharing import Sharing
from bot.config.settings import DiscordConfig
from bot.errors import ConfigError, Unreachable
from bot.kit.cards.outbound import Address, Checked, Posted, Refusal, Refused
from bot.kit.cards.reply import Card
from bot.runtime.duties import Shards
from tests.adapters.discord.conftest import Floor
from tests.platforms.discord import Channel

CARD, KEY = Card("Call today"), "0192f0c0-0000-7000-8000-000000000001"
SEND = 1 << 11  # https://docs.discord.com/developers/topics/permissions


def make_config(floor: Floor) -> DiscordConfig:
    return DiscordConfig(api_url=floor.discord.api_url, gateway_url=floor.discord.gateway_url)


def address(channel: Channel) -> Address:
    return Address("discord", channel.guild.id if channel.guild else "", channel.id)


@pytest.fixture
async def sender(parts: Floor) -> AsyncIterator[DiscordSender]:
    """A sender, logged in."""
    sender = DiscordSender(make_config(parts), parts.discord.token, parts.limits)
    await sender.start()
    yield sender
    await sender.stop()


async def test_it_posts_edits_and_tells_without_a_gateway(parts: Floor, sender: DiscordSender) -> None:
    adapter: Adapter = sender
    to = address(parts.channel)
    posted = await adapter.poster.post(to, CARD, KEY)
    assert isinstance(posted, Posted)
    assert await adapter.poster.edit(to, posted.message, Card("Call now")) == posted
    assert isinstance(await adapter.poster.tell(parts.ana.id, None, CARD, KEY), Posted)
    assert [message.text for message in parts.channel.messages] == ["Call now"]
    assert parts.discord.identified == []
    assert parts.discord.command_puts == []


async def test_it_names_the_missing_permission_and_a_server_that_the_bot_left(
    parts: Floor, sender: DiscordSender
) -> None:
    parts.channel.change(denied=SEND)
    parts.discord.refuse("POST /channels/*/messages", 403, 50013, times=1)
    to = address(parts.channel)
    assert await sender.poster.post(to, CARD, KEY) == Refused(Refusal.FORBIDDEN, "Send Messages")
    assert await sender.poster.check(to) == Checked("general", Refused(Refusal.FORBIDDEN, "Send Messages"))
    left = parts.discord.add_guild("Left")
    away, left.has_app = address(left.add_channel("general")), False
    parts.discord.refuse("POST /channels/*/messages", 403, 50001, times=1)
    assert await sender.poster.post(away, CARD, KEY) == Refused(Refusal.REMOVED)
    assert await sender.poster.post(away, CARD, KEY) == Refused(Refusal.REMOVED)  # without another request
    assert parts.discord.requests.count(f"POST /channels/{away.channel}/messages") == 1


async def test_it_asks_who_administers_a_server(parts: Floor, sender: DiscordSender) -> None:
    assert await sender.poster.manages(parts.guild.id, parts.ana.id) is False
    chief = parts.discord.user("Chief", administrator=True)
    assert await sender.poster.manages(parts.guild.id, chief.id) is True


async def test_what_is_wrong_at_the_start_is_a_sentence(parts: Floor) -> None:
    with pytest.raises(ConfigError, match="DISCORD_TOKEN is refused by Discord"):
        await DiscordSender(make_config(parts), "wrong.token.secret").start()
    parts.discord.refuse("GET /users/@me", 503, 0, times=9)
    with pytest.raises(Unreachable, match="Discord answered 503"):
        await DiscordSender(make_config(parts), parts.discord.token).start()


@pytest.mark.parametrize("is_first", [True, False])
async def test_one_process_of_several_registers_commands_and_asks_about_others_servers(
    parts: Floor, is_first: bool
) -> None:
    shards = Shards(0, 0, 2) if is_first else Shards(1, 1, 2)
    away = parts.discord.add_guild("On the second shard").add_channel("general")
    elsewhere = address(away if is_first else parts.channel)
    adapter = DiscordAdapter(
        parts.desk.dispatcher(), make_config(parts), parts.discord.token, parts.state, limits=parts.limits,
        sharing=Sharing(shards),
    )  # fmt: skip
    await adapter.start()
    assert [one.shard for one in parts.discord.identified] == [(shards.first, 2)]
    assert len(parts.discord.command_puts) == int(is_first)
    assert adapter.poster.glance(elsewhere) is None  # it may be there: this process can't know
    assert await adapter.poster.check(elsewhere) == Checked("general")
    assert isinstance(await adapter.poster.post(elsewhere, CARD, KEY), Posted)
    await adapter.stop()


async def test_an_interaction_that_another_process_answers_is_left_alone(parts: Floor) -> None:
    answers, is_told = [True, False], asyncio.Event()

    async def may_serve() -> bool:
        if len(answers) == 1:
            is_told.set()
        return answers.pop(0)

    adapter = DiscordAdapter(
        parts.desk.dispatcher(), make_config(parts), parts.discord.token, parts.state, limits=parts.limits,
        sharing=Sharing(may_serve=may_serve),
    )  # fmt: skip
    await adapter.start()
    assert (await parts.ana.slash("echo", {"word": "mine"}, channel=parts.channel)).text == "mine"
    answer = await parts.ana.slash("echo", {"word": "theirs"}, channel=parts.channel, wait=False)
    await asyncio.wait_for(is_told.wait(), 20)
    await adapter.stop()
    assert list(answer.interaction.attempts) == []
    assert len(parts.desk.seen) == 1
