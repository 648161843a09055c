"""The bare libraries as a program to compare with: `/ok` on discord.py and on Bolt, and nothing else.

`python -m bench.processes.bare PLACES`. It imports both libraries even if it uses only one.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bench.platforms.programs import Places, serve


async def connect(places: Places, stack: AsyncExitStack) -> None:
    """Connect to the platforms that have an address."""
    if places.discord_api:
        await _bare_discord(places, stack)
    if places.slack_api:
        await _bare_slack(places, stack)


async def _bare_discord(places: Places, stack: AsyncExitStack) -> None:
    """The smallest slash command from discord.py's own examples."""
    client, tree = make_client(places)

    @tree.command(name="ok", description="Say ok.")
    async def ok(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("ok", ephemeral=True)

    await connect_client(client, tree, places, stack)


class Client(discord.Client):
    """A client that says when it is connected."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True), allowed_mentions=discord.AllowedMentions.none())
        self.connected = asyncio.Event()

    async def on_connect(self) -> None:
        """Say so."""
        self.connected.set()


def make_client(places: Places) -> tuple[Client, discord.app_commands.CommandTree[Client]]:
    """Make a client of the places' Discord, and the tree for its commands."""
    Route.BASE = places.discord_api
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(places.discord_gateway)
    client = Client()
    return client, discord.app_commands.CommandTree(client)


async def connect_client(
    client: Client, tree: discord.app_commands.CommandTree[Client], places: Places, stack: AsyncExitStack
) -> None:
    """Register the commands, and connect until the stack is closed."""
    await client.login(places.discord_token)
    await tree.sync()
    connection = asyncio.create_task(client.connect())
    stack.push_async_callback(_await_task, connection)
    stack.push_async_callback(client.close)
    await client.connected.wait()


async def _await_task(task: asyncio.Task[None]) -> None:
    await task


async def _bare_slack(places: Places, stack: AsyncExitStack) -> None:
    """The smallest slash command over Socket Mode from Bolt's own examples."""
    app = AsyncApp(client=AsyncWebClient(token=places.slack_bot, base_url=places.slack_api))

    @app.command("/ok")
    async def ok(ack: Callable[[str], Awaitable[None]]) -> None:
        await ack("ok")

    handler = AsyncSocketModeHandler(app, places.slack_app)
    await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt leaves it bare
    stack.push_async_callback(handler.close_async)


if __name__ == "__main__":
    asyncio.run(serve(connect))
