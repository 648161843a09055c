"""Posts on Discord that nobody asked for: alerts, reminders, edits of cards.

A message carries a nonce made from its delivery's key. When Discord sees the same nonce "in the past few minutes", it
returns the message that already exists, so an attempt with an unknown outcome can be repeated
(https://docs.discord.com/developers/resources/message#create-message). After that, `find` reads the channel back.
"""

from collections.abc import Mapping
from typing import Any

from discord.http import MultipartParameters

from bot.adapters.discord.drawing.mentions import CommandIds, RegisteredCommands
from bot.adapters.discord.drawing.payloads import are_messages, build_message, has_key, make_nonce
from bot.adapters.discord.gateway.permissions import ChannelAccess, Guilds, find_access, read_access
from bot.adapters.discord.interactions.managers import Managers
from bot.adapters.discord.interactions.requests import make_snowflake
from bot.adapters.discord.interactions.rest import AGAIN, Outcome, Response, RestClient
from bot.adapters.discord.limits import ALL, Limiters
from bot.adapters.pacing import Limiter
from bot.kit.cards.outbound import (
    Address,
    Checked,
    Found,
    InstallLink,
    Later,
    Posted,
    Refusal,
    Refused,
    Result,
    Unknown,
)
from bot.kit.cards.reply import Card
from bot.runtime.log import get_logger

_PAGE, _PAGES = 100, 20  # messages per request, and requests before giving up on a busy channel
_SKEW = 60_000_000  # microseconds by which this machine's clock may be ahead of Discord's
_STOPPED = 300.0  # seconds without requests after the token was refused: each one counts toward a ban

# https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
_REFUSALS = {
    10003: Refusal.GONE,  # unknown channel
    10008: Refusal.GONE,  # unknown message; for a post, the message with its nonce was deleted
    10013: Refusal.GONE,  # unknown user
    50033: Refusal.GONE,  # no such recipient
    30046: Refusal.TOO_OLD,  # too many edits of messages older than an hour; arrives as a 429
    50083: Refusal.ARCHIVED,  # thread
    160005: Refusal.ARCHIVED,  # locked thread
    50001: Refusal.FORBIDDEN,  # missing access
    50007: Refusal.UNREACHABLE,  # the person accepts no direct messages
    50013: Refusal.FORBIDDEN,  # missing permissions
    50278: Refusal.UNREACHABLE,  # no server in common with the person
}

_FIX = "ask the server's admins to allow it for Callboard"

_log = get_logger("callboard.discord")


class DiscordPoster:
    """See `bot.kit.cards.outbound.Poster`. ``me`` is the bot's own id; posts mention ``commands``."""

    platform, slash = "discord", "/"

    def __init__(
        self,
        rest: RestClient,
        guilds: Guilds,
        me: str,
        limiters: Limiters,
        commands: RegisteredCommands | None = None,
        installs: tuple[InstallLink, ...] = (),
    ) -> None:
        self.repeatable = 120.0  # the shortest "few minutes"
        self.edit_burst = 1
        self.edits = 1 / limiters.limits.bot.steady  # the whole bot's budget: Discord has none per server
        self._rest, self._guilds, self._me = rest, guilds, me
        self.installs = installs
        self._commands = commands or RegisteredCommands(None)
        self._managers = Managers(rest, guilds)
        self._bot, self._posts, self._edits = limiters.bot, limiters.posts, limiters.edits

    async def post(self, to: Address, card: Card, key: str) -> Result:
        """Post. Within ``repeatable`` seconds the same ``key`` returns the message that already exists."""
        if await self.has_left(to.space):
            return Refused(Refusal.REMOVED)  # a request would be refused, and each refusal counts toward a ban
        path = f"/channels/{to.channel}/messages"
        message = build_message(card, make_nonce(key), self._find_commands(to))
        outcome = await self._write("POST", path, message, self._posts, to.channel)
        return await self._make_result(outcome, to, card)

    async def edit(self, to: Address, message: str, card: Card) -> Result:
        """Replace a message with ``card``. Safe to repeat."""
        if await self.has_left(to.space):
            return Refused(Refusal.REMOVED)
        path = f"/channels/{to.channel}/messages/{message}"
        edited = build_message(card, ids=self._find_commands(to))
        outcome = await self._write("PATCH", path, edited, self._edits, to.channel)
        return await self._make_result(outcome, to, card)

    async def find(self, to: Address, key: str, since: int) -> Found | Refused | Later:
        """Read the channel from ``since`` on. Discord shows an app its own messages, whatever its intents.

        https://docs.discord.com/developers/events/gateway#message-content-intent
        """
        access = await self._find_access(to)
        if not isinstance(access, ChannelAccess):
            return access
        if missing := access.find_missing_to_read():
            return Refused(Refusal.FORBIDDEN, missing)
        if access.removed:
            return Refused(Refusal.REMOVED)
        return await self._search(to, key, make_snowflake(since - _SKEW) - 1)

    def glance(self, to: Address) -> Checked | None:
        """The channel as discord.py knows it. Changes of names and permissions reach it as they happen."""
        access = find_access(self._guilds, to)
        return (
            Checked(access.name, access.find_problem())
            if access and (access.removed or access.allowed is not None)
            else None
        )

    async def has_left(self, space: str) -> bool:
        """Whether the bot was removed from a server; discord.py knows it at once."""
        return bool(space) and self._guilds.has_left(int(space))

    async def check(self, to: Address) -> Checked:
        """Check the channel in discord.py's cache, and ask Discord only where it isn't there."""
        access = await self._find_access(to)
        return Checked(access.name, access.find_problem()) if isinstance(access, ChannelAccess) else Checked("", access)

    async def enter(self, to: Address) -> Checked:
        """The same as `check`: there is nothing to join."""
        return await self.check(to)

    async def manages(self, space: str, account: str) -> bool | None:
        """See `Managers.manages`."""
        return await self._managers.manages(space, account)

    async def remove_file(self, space: str, file: str) -> Result:
        """Refuse: a file belongs to its message, and goes with it."""
        return Refused(Refusal.GONE)

    async def find_home(self, account: str) -> str | None:
        """None: a direct message belongs to no server."""
        return None

    async def tell(self, account: str, space: str | None, card: Card, key: str) -> Result:
        """Open a direct message and post into it."""
        opened = await self._write("POST", "/users/@me/channels", {"recipient_id": account})
        if isinstance(opened, Response) and opened.status < 400 and opened.id:
            return await self.post(Address(self.platform, "", opened.id), card, key)
        if isinstance(opened, Unknown) or (isinstance(opened, Response) and opened.status < 400):
            return Later(AGAIN)  # nothing was posted yet
        return await self._make_result(opened, Address(self.platform, "", ""), card)

    def _find_commands(self, to: Address) -> CommandIds:
        """The commands that a message there may mention."""
        return self._commands.find_ids(int(to.space) if to.space else None)

    async def _search(self, to: Address, key: str, after: int) -> Found | Refused | Later:
        for _ in range(_PAGES):
            response = await self._read(f"/channels/{to.channel}/messages", {"after": after, "limit": _PAGE})
            if isinstance(response, Later):
                return response
            if response.status >= 400:
                return await self._make_refusal(response, to)
            if not are_messages(response.data):
                return Later(AGAIN)
            for message in response.data:
                if has_key(message, self._me, key):
                    return Found(message["id"])
            if len(response.data) < _PAGE:
                return Found(None)
            after = max(int(message["id"]) for message in response.data)
        return Refused(Refusal.OTHER)

    async def _look(self, to: Address) -> None:
        if to.space:
            await self._guilds.look(int(to.space))

    async def _find_access(self, to: Address) -> ChannelAccess | Refused | Later:
        await self._look(to)
        if access := find_access(self._guilds, to):
            return access
        response = await self._read(f"/channels/{to.channel}")
        if isinstance(response, Later):
            return response
        if response.status >= 400:
            return await self._make_refusal(response, to)
        return read_access(self._guilds, to, response.data) if response.id == to.channel else Later(AGAIN)

    async def _write(
        self,
        method: str,
        path: str,
        body: MultipartParameters | dict[str, Any],
        turns: Limiter | None = None,
        channel: str = "",
    ) -> Outcome:
        """Wait for the channel's limit first, then for the bot's, so that a slow channel holds up no other."""
        pause = await turns.acquire(channel) if turns else 0.0
        if pause := pause or await self._bot.acquire(ALL):
            return Later(pause)
        outcome = await self._rest.send(method, path, body)
        return self._handle_rate_limit(outcome, turns, channel) if isinstance(outcome, Response) else outcome

    async def _read(self, path: str, query: Mapping[str, int] | None = None) -> Response | Later:
        if pause := await self._bot.acquire(ALL):
            return Later(pause)
        response = await self._rest.read(path, query)
        return self._handle_rate_limit(response) if isinstance(response, Response) else response

    def _handle_rate_limit(
        self, response: Response, turns: Limiter | None = None, channel: str = ""
    ) -> Response | Later:
        """Pause for as long as Discord asks, in one channel or everywhere."""
        if response.is_foreign and response.status != 429:
            return Later(response.pause)
        if response.status == 401:
            _log.error("discord refuses the token")
            self._bot.block(ALL, _STOPPED)
            return Later(_STOPPED)
        if response.status != 429 or response.code in _REFUSALS:
            return response
        _log.warning("discord limits", everywhere=response.is_global, seconds=response.pause)
        if response.is_global:
            self._bot.block(ALL, response.pause)
        elif turns:
            turns.block(channel, response.pause)
        return Later(response.pause)

    async def _make_result(self, outcome: Outcome, to: Address, card: Card) -> Result:
        if not isinstance(outcome, Response):
            return outcome
        if outcome.status < 400:
            return Posted(outcome.id) if outcome.id else Unknown()
        return await self._make_refusal(outcome, to, files=bool(card.image or card.file))

    async def _make_refusal(self, response: Response, to: Address, *, files: bool = False) -> Refused:
        """What a refusal means. Discord does not say which permission is missing; what is known of the server does."""
        await self._look(to)
        access = find_access(self._guilds, to) or ChannelAccess()
        if access.removed:
            return Refused(Refusal.REMOVED)
        refusal = _REFUSALS.get(response.code, Refusal.FORBIDDEN if response.status == 403 else Refusal.OTHER)
        if refusal is Refusal.OTHER:
            _log.error("discord refused", status=response.status, code=response.code)
        missing = access.find_missing(files=files) if refusal is Refusal.FORBIDDEN else ""
        if missing:
            _log.warning("discord has not granted a permission", permission=missing, fix=_FIX)
        return Refused(refusal, missing)
