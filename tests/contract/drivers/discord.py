"""Discord: a stand-in with two servers, and the real adapter and discord.py on the other end."""

import time
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import cast

from bot.adapters.discord.adapter import DiscordAdapter
from bot.adapters.discord.interactions.handler import PATIENCE
from bot.app.app import App
from bot.kit.cards.outbound import Poster
from tests.contract.drivers.discord_markdown import is_alive, markdown, read_times, without_names
from tests.contract.drivers.discord_people import DiscordPerson
from tests.platforms.discord import Channel, DiscordStandIn, Guild

TOKEN = f"{'M' * 24}.{'a' * 6}.{'b' * 30}"  # shaped like a real one, which the command line checks


class DiscordPlatform:
    """A Discord with two servers in it, both with the app."""

    name = "discord"

    def __init__(self, discord: DiscordStandIn) -> None:
        self._discord = discord
        self.patience = PATIENCE
        self._here = discord.add_guild("Valley Org").add_channel("general")
        self._there = discord.add_guild("Harbor Org").add_channel("general")
        self.role = cast(Guild, self._here.guild).add_role("Chicago")
        self._adapter: DiscordAdapter | None = None

    @classmethod
    async def start(cls) -> "DiscordPlatform":
        """Open the stand-in."""
        return cls(await DiscordStandIn.start(token=TOKEN, clock=time.time))

    @property
    def space(self) -> tuple[str, str]:
        """The platform and the id of the server where people are."""
        return "discord", cast(Guild, self._here.guild).id

    @property
    def command_ids(self) -> dict[str, str]:
        """The id that each registered command or group has."""
        return {command["name"]: command["id"] for command in self._discord.commands()}

    def asked(self, route: str) -> int:
        """How often the app requested a route, such as ``GET /guilds/*/members/*``."""
        return sum(fnmatchcase(request, route) for request in self._discord.requests)

    async def until(self, ready: Callable[[], bool]) -> None:
        """Wait until ``ready()``. It is checked after each request of the app."""
        await self._discord.until(ready)

    def refuse(self, route: str, status: int, code: int, *, times: int) -> None:
        """Refuse the next requests on a route."""
        self._discord.refuse(route, status, code, times=times)

    def expel(self, person: DiscordPerson) -> None:
        """Remove somebody from the server where people are."""
        cast(Guild, self._here.guild).gone.add(person.account)

    @property
    def settings(self) -> str:
        """This Discord's part of config.yaml."""
        return f"discord: {{api_url: {self._discord.api_url}, gateway_url: {self._discord.gateway_url}}}\n"

    @property
    def tokens(self) -> dict[str, str]:
        """What ``callboard run`` finds in its environment."""
        return {"DISCORD_TOKEN": TOKEN}

    async def open(self, app: App) -> None:
        """Connect an adapter."""
        state = app.config.campaigns.parent / "discord.json"
        memory = app.core.people.platform_settings
        self._adapter = DiscordAdapter(app.dispatcher, app.config.discord, TOKEN, state, self.patience, memory=memory)
        await self._adapter.start()

    async def close(self) -> None:
        """Disconnect it."""
        if self._adapter:
            await self._adapter.stop()
            await self._discord.disconnected()

    async def end(self) -> None:
        """Stop the stand-in."""
        await self._discord.stop()

    def person(self, name: str, locale: str) -> DiscordPerson:
        """A new member."""
        user = self._discord.user(name, locale={"en": "en-US", "es": "es-ES"}.get(locale, locale))
        return DiscordPerson(self._discord, user, self._here, self._there)

    def add_channel(self, name: str) -> Channel:
        """Make another channel where people are."""
        return cast(Guild, self._here.guild).add_channel(name)

    @property
    def foreign_channel(self) -> str:
        """The id of a channel of the other server."""
        return self._there.id

    def change_channel(self, *, name: str, denied: int) -> None:
        """Rename the channel that people type in, and deny permissions to everybody there."""
        self._here.change(name=name, denied=denied)

    def public(self) -> list[str]:
        """The messages that everybody sees in the channel."""
        return [read_times(message.text) for message in self._here.messages]

    async def shows(self, words: str) -> None:
        """Wait until the newest message in the channel contains some words."""
        messages = self._here.messages
        await self._here.until(lambda _: bool(messages) and words in read_times(messages[-1].text))

    @property
    def poster(self) -> Poster | None:
        """The adapter's poster."""
        return self._adapter.poster if self._adapter else None

    @property
    def problems(self) -> list[str]:
        """Every rule of Discord's that was broken, and every live link or mention."""
        shown = [state for message in self._discord.state.messages.values() for state in message.history]
        alive = [text for state in shown for text in markdown(state) if is_alive(without_names(state, text))]
        return [*self._discord.problems, *alive]
