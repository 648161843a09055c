"""The Discord adapter: connects, hands each interaction to the handler, and stops cleanly."""

import asyncio
import re
import secrets
from pathlib import Path
from typing import cast

import discord

from bot.adapters import DOWN, Connections
from bot.adapters.discord.drawing.commands import build_command_tree, narrow_to_guild
from bot.adapters.discord.drawing.mentions import RegisteredCommands, read_ids
from bot.adapters.discord.gateway.client import Client, Event
from bot.adapters.discord.gateway.connection import Connection
from bot.adapters.discord.gateway.registration import fetch_registered, register
from bot.adapters.discord.gateway.session_starts import SessionStarts
from bot.adapters.discord.install_links import list_installs
from bot.adapters.discord.interactions.answers import apologize
from bot.adapters.discord.interactions.handler import PATIENCE, InteractionHandler
from bot.adapters.discord.interactions.locales import Memory
from bot.adapters.discord.interactions.requests import Interaction
from bot.adapters.discord.interactions.rest import RestClient
from bot.adapters.discord.interactions.sender import InteractionSender
from bot.adapters.discord.limits import Limiters, Limits
from bot.adapters.discord.posting import DiscordPoster
from bot.adapters.discord.sharing import Sharing
from bot.adapters.pacing import Backoff
from bot.config.settings import DiscordConfig
from bot.errors import ConfigError, Unavailable
from bot.kit.cards.reply import Card
from bot.kit.dispatch.dispatcher import Dispatcher
from bot.kit.i18n import load_words
from bot.runtime.log import get_logger
from bot.runtime.proxies import find_proxy

_DRAIN = 5.0  # seconds for interactions in progress; `callboard run` allows 7 in all

_log = get_logger("callboard.discord")

__all__ = ["Client", "DiscordAdapter"]


class DiscordAdapter:
    """Callboard on Discord. ``state`` is the file that remembers which commands are registered where.

    ``patience`` is how many seconds an answer may take before it is deferred, ``limits`` how fast posts go out, and
    ``backoff`` how long to wait between attempts to reconnect. ``memory`` stores what people's Discord says about them.
    ``sharing`` says how other processes use the same bot.
    """

    name = "discord"

    def __init__(
        self,
        dispatcher: Dispatcher,
        config: DiscordConfig,
        token: str,
        state: Path,
        patience: float = PATIENCE,
        limits: Limits | None = None,
        backoff: Backoff | None = None,
        memory: Memory | None = None,
        sharing: Sharing | None = None,
    ) -> None:
        self._config, self._token, self._state = config, token, state
        self._dispatcher, self._registry = dispatcher, dispatcher.registry
        self._commands = RegisteredCommands(config.development_guild)
        self._handler = InteractionHandler(dispatcher, patience, self._commands, memory)
        self._sharing, self._backoff = sharing or Sharing(), backoff
        self._limiters = Limiters(limits or Limits(), self._sharing.make_limiter)
        self._starts = SessionStarts(state.with_name(self._sharing.name_file(f"{state.stem}.starts")))
        self._connection: Connection | None = None
        self._rest: RestClient | None = None
        self._answers: RestClient | None = None
        self._poster: DiscordPoster | None = None
        self._under_way: set[asyncio.Task[None]] = set()
        self._stopping = False

    async def start(self) -> None:
        """Log in, register commands that changed, and return once every shard receives interactions.

        Raises ConfigError with what to fix, Unreachable where trying again may help.
        """
        connection = Connection(
            self._config, self._token, self._starts, self._make_client, self._limiters.bot, self._backoff
        )
        await connection.open()
        self._connection = connection
        self._rest = RestClient(self._config.api_url, self._token)
        me = cast(discord.ClientUser, connection.client.user)  # both are set by login
        installs = list_installs(cast(discord.AppInfo, connection.client.application))
        self._poster = DiscordPoster(self._rest, connection, str(me.id), self._limiters, self._commands, installs)
        _log.info("discord connected", shards=connection.client.served)

    @property
    def poster(self) -> DiscordPoster:
        """Sends posts, once started."""
        assert self._poster, "start() comes first"
        return self._poster

    @property
    def problem(self) -> str:
        """Why no interactions arrive right now, as a sentence."""
        return self._connection.problem if self._connection else ""

    async def read_connections(self) -> Connections:
        """How many shards are connected."""
        return self._connection.read_connections() if self._connection else DOWN

    async def wait_until_lost(self) -> ConfigError:
        """Wait until reconnecting can't help, and return what to fix."""
        assert self._connection, "start() comes first"
        return await self._connection.wait_until_lost()

    async def stop(self) -> None:
        """Accept no new interactions, give those in progress five seconds, and disconnect."""
        self._stopping = True
        self._dispatcher.stop_slow_work(self.name)
        if self._under_way:
            _, late = await asyncio.wait(self._under_way, timeout=_DRAIN)
            for task in late:
                task.cancel()
        await self._handler.close()
        if self._connection:
            await self._connection.close()
        for client in (self._rest, self._answers):
            if client:
                await client.close()

    @property
    def _answer_client(self) -> RestClient:
        """The client for answers. It sends no bot token: each interaction has its own."""
        self._answers = self._answers or RestClient(self._config.api_url)
        return self._answers

    def _make_client(self) -> Client:
        proxy = find_proxy(self._config.api_url)
        turns, shards = self._limiters.identify, self._sharing.shards
        return Client(self._starts, self._prepare, self._receive, self._answer_unreadable, turns, shards, proxy)

    async def _prepare(self, client: Client) -> None:
        tree = build_command_tree(map(self._registry.suit, self._registry.commands.values()))
        if self._config.development_guild:
            tree = narrow_to_guild(tree)
        application = cast(int, client.application_id)  # set by login
        guild = self._config.development_guild
        registered = None
        if self._sharing.registers_commands:
            registered = await register(client.http, application, guild, tree, self._state)
        if registered is not None:
            _log.info("discord commands registered", count=len(tree))
        else:
            registered = await fetch_registered(client.http, application, guild)
        self._commands.ids = read_ids(registered)

    async def _receive(self, interaction: Interaction) -> None:
        if self._stopping:
            return
        task = cast("asyncio.Task[None]", asyncio.current_task())  # discord.py's, one for each interaction
        self._under_way.add(task)
        try:
            if not await self._may_serve():
                return
            sender = InteractionSender(
                self._answer_client, str(interaction.id), str(interaction.application_id), interaction.token
            )
            await self._serve(interaction, sender)
        finally:
            self._under_way.discard(task)

    async def _serve(self, interaction: Interaction, sender: InteractionSender) -> None:
        try:
            await self._handler.serve(interaction, sender)
        except Exception as error:  # supervisor: the person gets an apology, and the next interaction is served
            reference = secrets.token_hex(4)
            _log.error("unforeseen", reference=reference, exc_info=error)
            await self._apologize(sender, interaction.locale.value, reference)

    async def _may_serve(self) -> bool:
        """Whether an interaction is this process's to answer. It is while nobody knows: the answer says so."""
        try:
            return await self._sharing.may_serve()
        except Unavailable:
            return True

    def _answer_unreadable(self, event: Event, reference: str) -> None:
        """Answer an interaction that discord.py could not read."""
        parts = [event.get(name) for name in ("id", "application_id", "token")]
        if not all(isinstance(part, str) and re.fullmatch(r"[\w-]+", part) for part in parts):
            return
        task = asyncio.create_task(
            self._apologize(InteractionSender(self._answer_client, *map(str, parts)), event.get("locale"), reference)
        )
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _apologize(self, sender: InteractionSender, locale: object, reference: str) -> None:
        said = load_words(locale if isinstance(locale, str) else None)
        await apologize(sender, Card(body=said.m("error.unforeseen", reference=reference)))
