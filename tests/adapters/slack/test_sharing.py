"""One app of several processes: each is told of the others' connections, and one may only send."""

import asyncio
from contextlib import AsyncExitStack

from bot.adapters.slack.adapter import SlackAdapter
from bot.adapters.slack.sharing import Sharing
from bot.config.settings import SlackConfig
from bot.config.tokens import Tokens
from bot.kit.cards.outbound import Address, Posted
from bot.kit.cards.reply import Card
from tests.adapters.slack.conftest import Floor
from tests.platforms.slack import SlackStandIn


async def test_each_connection_says_how_many_the_app_has(slack: SlackStandIn) -> None:
    floor, heard = Floor(slack, "socket"), asyncio.Queue[tuple[int, int]]()
    sharing = Sharing(note_hello=lambda open, seen: heard.put_nowait((open, seen)))
    tokens, config = Tokens(slack_bot=slack.bot_token, slack_app=slack.app_token), SlackConfig(api_url=slack.api_url)
    async with AsyncExitStack() as stack:
        for before in (0, 2):
            adapter = SlackAdapter(floor.desk.dispatcher(), config, tokens, sharing=sharing)
            stack.push_async_callback(adapter.stop)
            await adapter.start()
            told = [await asyncio.wait_for(heard.get(), 20) for _ in range(2)]
            assert [seen for _, seen in told] == [before + 1, before + 2]
            assert told[-1][0] == 2


async def test_a_sender_posts_and_listens_to_nothing(slack: SlackStandIn) -> None:
    floor, config = Floor(slack, "socket"), SlackConfig(api_url=slack.api_url)
    tokens = Tokens(slack_bot=slack.bot_token)  # it needs no token for what comes in
    sender = SlackAdapter(floor.desk.dispatcher(), config, tokens, sharing=Sharing(listens=False))
    async with AsyncExitStack() as stack:
        stack.push_async_callback(sender.stop)
        await sender.start()
        channel = floor.ana.team.add_channel("general")
        posted = await sender.poster.post(Address("slack", channel.team.id, channel.id), Card("Call today"), "key")
        assert isinstance(posted, Posted)
        assert slack.calls("apps.connections.open") == ()
