"""discord.py's client as Callboard uses it: servers and interactions only, and no event costs more than itself."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

import discord
import structlog
import yarl

from bot.adapters.discord.answering.requests import Interaction
from bot.adapters.discord.drawing.posts import NOBODY
from bot.adapters.discord.gateway.starts import Starts

_LONGEST_LIMIT = 30.0  # seconds of a rate limit that a request waits for; discord.py would wait for hours

# What a server's event may hold that Callboard has no use for: left out where the event can't be understood.
_UNUSED = (
    "emojis",
    "guild_scheduled_events",
    "presences",
    "soundboard_sounds",
    "stage_instances",
    "stickers",
    "threads",
    "voice_states",
)

_log = structlog.get_logger("callboard.discord")

# Callboard never joins a voice channel: no line in the log asks an admin for the libraries of those who do.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False

# What these tell as tracebacks, or with the address of an interaction in it, Callboard says in its own lines.
for _name in ("shard", "http", "webhook.async_"):
    logging.getLogger(f"discord.{_name}").setLevel(logging.CRITICAL)

Event = dict[str, Any]
Parser = Callable[[Any], None]


class SparedError(Exception):
    """An IDENTIFY would be one too many just now; ``seconds`` is how long to wait."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class UnconnectedError(Exception):
    """A shard's first connection failed."""


class Client(discord.AutoShardedClient):
    """discord.py's client: it prepares once, and hands every interaction on as it comes.

    ``spoiled`` is told of interactions that discord.py could not read, as Discord sent them, with the reference
    under which the log says so.
    """

    def __init__(
        self,
        starts: Starts,
        prepare: Callable[["Client"], Awaitable[None]],
        receive: Callable[[Interaction], Awaitable[None]],
        spoiled: Callable[[Event, str], None],
        proxy: str | None = None,
    ) -> None:
        intents = discord.Intents(guilds=True)
        super().__init__(
            intents=intents,
            allowed_mentions=NOBODY,
            max_messages=None,
            max_ratelimit_timeout=_LONGEST_LIMIT,
            proxy=proxy,
        )
        self.connected = asyncio.Event()
        self.gateway: yarl.URL | None = None
        self._starts, self._prepare, self._receive, self._spoiled = starts, prepare, receive, spoiled
        self._shards_up: set[int] = set()
        self._launched: set[int] = set()
        self._unread: set[int] = set()
        self._guard(self._connection.parsers)

    async def setup_hook(self) -> None:
        """Prepare, once; `on_ready` would run again after every reconnect."""
        await self._prepare(self)

    def known_guild(self, guild_id: int) -> discord.Guild | None:
        """Return a server, None where discord.py doesn't know it or could not read what Discord said of it."""
        return None if guild_id in self._unread else self.get_guild(guild_id)

    def has_left(self, guild_id: int) -> bool:
        """Say whether the bot surely isn't in a server: all of them are known, and it is none of them."""
        return self.connected.is_set() and guild_id not in self._unread and self.get_guild(guild_id) is None

    async def launch_shard(self, gateway: yarl.URL, shard_id: int, *, initial: bool = False) -> None:
        """Connect a shard, to the gateway of the config where it names one.

        discord.py calls this again from within after a failure, deeper each time and without a brake: the second
        call raises UnconnectedError instead, and whoever connects tries again.
        """
        if shard_id in self._launched:
            raise UnconnectedError
        self._launched.add(shard_id)
        await super().launch_shard(self.gateway or gateway, shard_id, initial=initial)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Spare the day's IDENTIFYs; raises SparedError."""
        await super().before_identify_hook(shard_id, initial=initial)
        if pause := self._starts.pause():
            raise SparedError(pause)
        self._starts.note()

    async def on_shard_connect(self, shard_id: int) -> None:
        """Count the shards: interactions come from now on, seconds before discord.py knows every server."""
        self._shards_up.add(shard_id)
        if len(self._shards_up) == self.shard_count:
            self.connected.set()

    async def on_interaction(self, interaction: Interaction) -> None:
        """Take every kind by one door; ids carry all there is to know, so that buttons outlive a restart."""
        await self._receive(interaction)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """Log what nobody foresaw, without the interaction: it names people."""
        _log.exception("unforeseen", during=event_method)

    def _guard(self, parsers: dict[str, Parser]) -> None:
        """Let an event that discord.py can't read cost itself only: an error in it would end the shard's connection.

        Without READY there is no session, so that one still does.
        """
        for name, parse in list(parsers.items()):
            if name != "READY":
                parsers[name] = self._guarded(name, parse)

    def _guarded(self, name: str, parse: Parser) -> Parser:
        def guarded(event: Any) -> None:
            try:
                parse(event)
                if name in ("GUILD_CREATE", "GUILD_DELETE"):
                    self._unread.discard(_id_of(event))
            except Exception as error:  # supervisor: the connection goes on
                self._unreadable(name, parse, event, error)

        return guarded

    def _unreadable(self, name: str, parse: Parser, event: Any, error: Exception) -> None:
        if name == "GUILD_CREATE" and _read_without(parse, event):
            return
        reference = secrets.token_hex(4)
        _log.error("discord event not understood", kind=name, error=type(error).__name__, reference=reference)
        if name == "GUILD_CREATE" and (guild := _id_of(event)):
            self._unread.add(guild)
        if name == "INTERACTION_CREATE" and isinstance(event, dict):
            self._spoiled(event, reference)


def _read_without(parse: Parser, event: Any) -> bool:
    """Say whether a server could be read without what Callboard has no use for."""
    if not isinstance(event, dict):
        return False
    try:
        parse({**event, **{name: [] for name in _UNUSED if name in event}})
    except Exception:  # supervisor: what can't be read at all is told of once, by the caller
        return False
    return True


def _id_of(event: Any) -> int:
    """Return an event's id as a number, 0 where there is none."""
    found = str(event.get("id", "")) if isinstance(event, dict) else ""
    return int(found) if found.isascii() and found.isdigit() else 0
