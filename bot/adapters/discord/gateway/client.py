"""discord.py's client with only the guilds intent. An event that can't be read never ends the connection."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

import discord
import yarl

from bot.adapters.discord.drawing.payloads import NOBODY
from bot.adapters.discord.gateway.session_starts import SessionStarts
from bot.adapters.discord.interactions.requests import Interaction
from bot.adapters.pacing import Limiter
from bot.runtime.duties import Shards
from bot.runtime.log import get_logger

_LONGEST_LIMIT = 30.0  # seconds to wait out a rate limit; discord.py would wait for hours

# Parts of a server's event that Callboard doesn't use. They are dropped where the event can't be parsed with them.
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

_log = get_logger("callboard.discord")

# Callboard never joins a voice channel, so discord.py must not warn about missing voice libraries.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False

# These log tracebacks and interaction URLs, which hold tokens. Callboard logs the same events in its own lines.
for _name in ("shard", "http", "webhook.async_"):
    logging.getLogger(f"discord.{_name}").setLevel(logging.CRITICAL)

Event = dict[str, Any]
Parser = Callable[[Any], None]


class StartLimitError(Exception):
    """Another IDENTIFY now would exceed the limit; ``seconds`` is how long to wait."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class ShardConnectError(Exception):
    """A shard's first connection failed."""


class Client(discord.AutoShardedClient):
    """discord.py's client. It calls ``prepare`` once and ``receive`` for each interaction.

    ``on_unreadable`` gets each interaction that discord.py could not parse, as Discord sent it, with the reference of
    its line in the log. Each IDENTIFY waits for one of the ``turns``. Without ``shards`` it serves all that Discord
    recommends.
    """

    def __init__(
        self,
        starts: SessionStarts,
        prepare: Callable[["Client"], Awaitable[None]],
        receive: Callable[[Interaction], Awaitable[None]],
        on_unreadable: Callable[[Event, str], None],
        turns: Limiter,
        shards: Shards | None = None,
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
        if shards:
            self.shard_ids, self.shard_count = list(shards.ids), shards.total
        self.max_concurrency = 1
        self.connected = asyncio.Event()
        self.gateway: yarl.URL | None = None
        self._starts, self._prepare, self._receive, self._on_unreadable = starts, prepare, receive, on_unreadable
        self._turns, self._has_turn = turns, set[int]()
        self._shards_up: set[int] = set()  # those that were connected once
        self.live: set[int] = set()  # those that are connected
        self.reopened = 0  # how often one was connected again
        self._launched: set[int] = set()
        self._unreadable_guilds: set[int] = set()
        self._guard_parsers(self._connection.parsers)

    async def setup_hook(self) -> None:
        """Prepare once. `on_ready` would run again after every reconnect."""
        await self._prepare(self)

    def find_guild(self, guild_id: int) -> discord.Guild | None:
        """A server, None where discord.py doesn't know it or could not parse its latest event."""
        return None if guild_id in self._unreadable_guilds else self.get_guild(guild_id)

    @property
    def served(self) -> int:
        """The number of shards that this client serves."""
        return len(self.shard_ids or range(self.shard_count or 1))

    def serves(self, guild_id: int) -> bool:
        """Whether a server belongs to one of its shards, so that discord.py knows it."""
        return self.shard_ids is None or (guild_id >> 22) % (self.shard_count or 1) in self.shard_ids

    def has_left(self, guild_id: int) -> bool:
        """Say whether the bot is certainly not in a server: all servers are known, and this is not one of them."""
        return (
            self.serves(guild_id)
            and self.connected.is_set()
            and guild_id not in self._unreadable_guilds
            and self.get_guild(guild_id) is None
        )

    async def launch_shard(self, gateway: yarl.URL, shard_id: int, *, initial: bool = False) -> None:
        """Connect a shard, to the configured gateway where there is one.

        After a failure discord.py calls this again recursively, without a pause. The second call raises
        ShardConnectError instead, and `Connection` retries.
        """
        if shard_id in self._launched:
            raise ShardConnectError
        self._launched.add(shard_id)
        await self._wait_for_turn(shard_id)  # before the connection, which Discord closes without an IDENTIFY
        self._has_turn.add(shard_id)
        await super().launch_shard(self.gateway or gateway, shard_id, initial=initial)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Count the IDENTIFY, in its turn. Raises StartLimitError where it would exceed the limit.

        discord.py's own hook waits five seconds for each, whatever Discord allows and other processes do.
        """
        if shard_id in self._has_turn:
            self._has_turn.discard(shard_id)
        else:
            await self._wait_for_turn(shard_id or 0)
        if pause := self._starts.find_pause():
            raise StartLimitError(pause)
        self._starts.record()

    async def on_shard_connect(self, shard_id: int) -> None:
        """Count the shards. Interactions arrive from now on, seconds before discord.py knows every server."""
        self._note_live(shard_id, is_again=shard_id in self._shards_up)
        self._shards_up.add(shard_id)
        if len(self._shards_up) == self.served:
            self.connected.set()

    async def on_shard_resumed(self, shard_id: int) -> None:
        """Note that a shard is connected again, with its old session."""
        self._note_live(shard_id, is_again=True)

    async def on_shard_disconnect(self, shard_id: int) -> None:
        """Note that a shard lost its connection. discord.py opens another one."""
        self.live.discard(shard_id)

    async def on_interaction(self, interaction: Interaction) -> None:
        """Receive every kind of interaction. A button's id carries everything, so buttons work after a restart."""
        await self._receive(interaction)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """Log the error without the interaction, which names people."""
        _log.exception("unforeseen", during=event_method)

    def _note_live(self, shard_id: int, *, is_again: bool) -> None:
        self.live.add(shard_id)
        self.reopened += is_again

    async def _wait_for_turn(self, shard_id: int) -> None:
        """Wait until Discord takes an IDENTIFY of this shard: one each five seconds for the shards of one remainder.

        https://docs.discord.com/developers/events/gateway#sharding-max-concurrency
        """
        pause = 1.0
        while pause:
            pause = await self._turns.acquire(str(shard_id % self.max_concurrency))
            await asyncio.sleep(pause)

    def _guard_parsers(self, parsers: dict[str, Parser]) -> None:
        """Keep an event that discord.py can't parse from ending the shard's connection.

        READY is excepted: without it there is no session.
        """
        for name, parse in list(parsers.items()):
            if name != "READY":
                parsers[name] = self._guard_parser(name, parse)

    def _guard_parser(self, name: str, parse: Parser) -> Parser:
        def parse_safely(event: Any) -> None:
            try:
                parse(event)
                if name in ("GUILD_CREATE", "GUILD_DELETE"):
                    self._unreadable_guilds.discard(_find_id(event))
            except Exception as error:  # supervisor: the connection goes on
                self._handle_unreadable(name, parse, event, error)

        return parse_safely

    def _handle_unreadable(self, name: str, parse: Parser, event: Any, error: Exception) -> None:
        if name == "GUILD_CREATE" and _parse_without_unused(parse, event):
            return
        reference = secrets.token_hex(4)
        _log.error("discord event not understood", kind=name, error=type(error).__name__, reference=reference)
        if name == "GUILD_CREATE" and (guild := _find_id(event)):
            self._unreadable_guilds.add(guild)
        if name == "INTERACTION_CREATE" and isinstance(event, dict):
            self._on_unreadable(event, reference)


def _parse_without_unused(parse: Parser, event: Any) -> bool:
    """Parse a server's event without the parts that Callboard doesn't use; say whether that worked."""
    if not isinstance(event, dict):
        return False
    try:
        parse({**event, **{name: [] for name in _UNUSED if name in event}})
    except Exception:  # supervisor: the caller logs it, once
        return False
    return True


def _find_id(event: Any) -> int:
    """An event's id as a number, 0 where there is none."""
    found = str(event.get("id", "")) if isinstance(event, dict) else ""
    return int(found) if found.isascii() and found.isdigit() else 0
