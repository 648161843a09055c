"""A local Discord, and the real adapter connected to it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.adapters.discord.adapter import DiscordAdapter
from bot.adapters.discord.interactions.handler import PATIENCE
from bot.adapters.discord.limits import Limits
from bot.adapters.pacing import Backoff, Rate
from bot.config.settings import DiscordConfig
from tests.adapters.discord.cogs import Desk
from tests.platforms.discord import Channel, DiscordStandIn, Guild, User

AT_ONCE = 0.01  # seconds of patience, so that held work is deferred at once

AT_LEISURE = Rate(1000, 1000)  # no waits, for a platform that limits nothing


class Floor:
    """One server with the bot in it, both under a test's control."""

    def __init__(self, discord: DiscordStandIn, state: Path) -> None:
        self.discord, self.state, self.desk = discord, state, Desk()
        self.guild: Guild = discord.add_guild(name="Valley Org")
        self.channel: Channel = self.guild.add_channel("general")
        self.ana: User = discord.user("Ana")
        self.limits = Limits(AT_LEISURE, AT_LEISURE, AT_LEISURE)
        self.adapter = self.new_adapter()

    def new_adapter(
        self, patience: float = PATIENCE, token: str = "", development_guild: int | None = None
    ) -> DiscordAdapter:
        """An adapter that isn't started."""
        discord = self.discord
        config = DiscordConfig(
            api_url=discord.api_url, gateway_url=discord.gateway_url, development_guild=development_guild
        )
        self.dispatcher, backoff = self.desk.dispatcher(), Backoff(0.01, 0.05)
        return DiscordAdapter(
            self.dispatcher, config, token or discord.token, self.state, patience, self.limits, backoff
        )

    async def restart(self, patience: float = PATIENCE) -> None:
        """Restart with nothing in memory."""
        await self.adapter.stop()
        await self.discord.disconnected()
        self.adapter = self.new_adapter(patience)
        await self.adapter.start()


@pytest.fixture
async def discord(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DiscordStandIn]:
    """A Discord. Fails at the end if it has complaints, and restores discord.py's own addresses."""
    monkeypatch.setattr(Route, "BASE", Route.BASE)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", DiscordWebSocket.DEFAULT_GATEWAY)
    discord = await DiscordStandIn.start()
    yield discord
    await discord.stop()
    assert discord.problems == []


@pytest.fixture
def parts(discord: DiscordStandIn, tmp_path: Path) -> Floor:
    """The bot, not yet connected."""
    return Floor(discord, tmp_path / "discord.json")


@pytest.fixture
async def floor(parts: Floor) -> AsyncIterator[Floor]:
    """The bot, connected."""
    await parts.adapter.start()
    yield parts
    parts.desk.gate.set()
    await parts.adapter.stop()
