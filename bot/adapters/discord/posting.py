"""Posting on Discord without having been asked.

A message carries a nonce made from its delivery's key: Discord returns the message that stands there when the
same nonce comes again "in the past few minutes", so that a try whose outcome is unknown is simply repeated
(https://docs.discord.com/developers/resources/message#create-message). Later than that the channel is read back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from discord.http import MultipartParameters

from bot.adapters.discord.answering.requests import snowflake
from bot.adapters.discord.answering.rest import AGAIN, Heard, Outcome, Rest
from bot.adapters.discord.drawing.posts import are_messages, content, holds, nonce
from bot.adapters.discord.gateway.permissions import Guilds, Scene, known, told
from bot.adapters.pacing import Rate, Turns
from bot.kit.cards.outbound import Address, Checked, Found, Later, Posted, Refusal, Refused, Result, Unknown
from bot.kit.cards.reply import Card

_PAGE, _PAGES = 100, 20  # messages a request, and requests until a channel is too lively to look back in
_SKEW = 60_000_000  # microseconds by which this machine's clock may be ahead of Discord's
_STOPPED = 300.0  # seconds without a request after the token was refused: each counts towards a ban
_ALL = ""  # the key of what is limited over all channels
_BOT, _CHANNEL = Rate(2, 48), Rate(2, 0.6)

# https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
_REFUSALS = {
    10003: Refusal.GONE,  # unknown channel
    10008: Refusal.GONE,  # unknown message; for a post, that the one with its nonce was deleted
    10013: Refusal.GONE,  # unknown user
    50033: Refusal.GONE,  # no such recipient
    30046: Refusal.TOO_OLD,  # too many edits of messages older than an hour; it comes as a 429
    50083: Refusal.ARCHIVED,  # thread
    160005: Refusal.ARCHIVED,  # locked thread
    50001: Refusal.FORBIDDEN,  # missing access
    50007: Refusal.FORBIDDEN,  # somebody takes no direct messages
    50013: Refusal.FORBIDDEN,  # missing permissions
    50278: Refusal.FORBIDDEN,  # no server in common with somebody
}

_log = structlog.get_logger("callboard.discord")


@dataclass(frozen=True, slots=True)
class Limits:
    """How fast to post.

    50 requests a second for the bot; answers to commands don't count
    (https://docs.discord.com/developers/topics/rate-limits#global-rate-limit), so all of it is for posts. In a
    channel five messages in 5 s, and as many edits.
    """

    bot: Rate = _BOT
    channel: Rate = _CHANNEL


class DiscordPoster:
    """See `bot.kit.cards.outbound.Poster`. ``me`` is the bot's own id."""

    platform = "discord"

    def __init__(self, rest: Rest, guilds: Guilds, me: str, limits: Limits) -> None:
        self.repeatable = 120.0  # "a few minutes", taken at its shortest
        self.edits = 1 / limits.bot.steady  # the bot's whole budget, as if it had a single space
        self._rest, self._guilds, self._me = rest, guilds, me
        self._bot = Turns(limits.bot)
        self._posts, self._edits = Turns(limits.channel), Turns(limits.channel)

    async def post(self, to: Address, card: Card, key: str) -> Result:
        """Post; within ``repeatable`` seconds the same ``key`` gives the message that stands there already."""
        if self._has_left(to):
            return Refused(Refusal.REMOVED)  # asking would be refused, and each refusal counts towards a ban
        path = f"/channels/{to.channel}/messages"
        outcome = await self._write("POST", path, content(card, nonce(key)), self._posts, to.channel)
        return self._result(outcome, to, card)

    async def edit(self, to: Address, message: str, card: Card) -> Result:
        """Put ``card`` in a message's place; doing it again does no harm."""
        if self._has_left(to):
            return Refused(Refusal.REMOVED)
        path = f"/channels/{to.channel}/messages/{message}"
        outcome = await self._write("PATCH", path, content(card), self._edits, to.channel)
        return self._result(outcome, to, card)

    async def find(self, to: Address, key: str, since: int) -> Found | Refused | Later:
        """Read the channel from ``since`` on; Discord shows an app what it sent itself, whatever its intents.

        https://docs.discord.com/developers/events/gateway#message-content-intent
        """
        around = await self._around(to)
        if not isinstance(around, Scene):
            return around
        if missing := around.unreadable():
            return Refused(Refusal.FORBIDDEN, missing)
        if around.removed:
            return Refused(Refusal.REMOVED)
        return await self._search(to, key, snowflake(since - _SKEW) - 1)

    def glance(self, to: Address) -> Checked | None:
        """Return how discord.py sees a channel: changes of names and permissions reach it as they happen."""
        scene = known(self._guilds, to)
        return Checked(scene.name, scene.problem()) if scene and (scene.removed or scene.allowed is not None) else None

    async def check(self, to: Address) -> Checked:
        """Look at what is known of the channel, and ask Discord only where nothing is."""
        around = await self._around(to)
        return Checked(around.name, around.problem()) if isinstance(around, Scene) else Checked("", around)

    async def enter(self, to: Address) -> Checked:
        """See `check`: there is nothing to join."""
        return await self.check(to)

    async def home(self, account: str) -> str | None:
        """Return None: a direct message is in no server."""
        return None

    async def tell(self, account: str, space: str | None, card: Card, key: str) -> Result:
        """Open the direct message and post into it."""
        opened = await self._write("POST", "/users/@me/channels", {"recipient_id": account})
        if isinstance(opened, Heard) and opened.status < 400 and opened.id:
            return await self.post(Address(self.platform, "", opened.id), card, key)
        if isinstance(opened, Unknown) or (isinstance(opened, Heard) and opened.status < 400):
            return Later(AGAIN)  # nothing was said yet
        return self._result(opened, Address(self.platform, "", ""), card)

    def _has_left(self, to: Address) -> bool:
        return bool(to.space) and self._guilds.has_left(int(to.space))

    async def _search(self, to: Address, key: str, after: int) -> Found | Refused | Later:
        for _ in range(_PAGES):
            heard = await self._read(f"/channels/{to.channel}/messages", {"after": after, "limit": _PAGE})
            if isinstance(heard, Later):
                return heard
            if heard.status >= 400:
                return self._refused(heard, to)
            if not are_messages(heard.data):
                return Later(AGAIN)
            for message in heard.data:
                if holds(message, self._me, key):
                    return Found(message["id"])
            if len(heard.data) < _PAGE:
                return Found(None)
            after = max(int(message["id"]) for message in heard.data)
        return Refused(Refusal.OTHER)

    async def _around(self, to: Address) -> Scene | Refused | Later:
        if scene := known(self._guilds, to):
            return scene
        heard = await self._read(f"/channels/{to.channel}")
        if isinstance(heard, Later):
            return heard
        if heard.status >= 400:
            return self._refused(heard, to)
        return told(self._guilds, to, heard.data) if heard.id == to.channel else Later(AGAIN)

    async def _write(
        self,
        method: str,
        path: str,
        body: MultipartParameters | dict[str, Any],
        turns: Turns | None = None,
        channel: str = "",
    ) -> Outcome:
        """Send when it is the channel's turn and then the bot's, which waits for no channel."""
        pause = await turns.take(channel) if turns else 0.0
        if pause := pause or await self._bot.take(_ALL):
            return Later(pause)
        outcome = await self._rest.send(method, path, body)
        return self._heeded(outcome, turns, channel) if isinstance(outcome, Heard) else outcome

    async def _read(self, path: str, query: Mapping[str, int] | None = None) -> Heard | Later:
        if pause := await self._bot.take(_ALL):
            return Later(pause)
        heard = await self._rest.read(path, query)
        return self._heeded(heard) if isinstance(heard, Heard) else heard

    def _heeded(self, heard: Heard, turns: Turns | None = None, channel: str = "") -> Heard | Later:
        """Keep away for as long as Discord wants, from the channel or from everything."""
        if heard.foreign and heard.status != 429:
            return Later(heard.pause)
        if heard.status == 401:
            _log.error("discord refuses the token")
            self._bot.close(_ALL, _STOPPED)
            return Later(_STOPPED)
        if heard.status != 429 or heard.code in _REFUSALS:
            return heard
        _log.warning("discord limits", everywhere=heard.everywhere, seconds=heard.pause)
        if heard.everywhere:
            self._bot.close(_ALL, heard.pause)
        elif turns:
            turns.close(channel, heard.pause)
        return Later(heard.pause)

    def _result(self, outcome: Outcome, to: Address, card: Card) -> Result:
        if not isinstance(outcome, Heard):
            return outcome
        if outcome.status < 400:
            return Posted(outcome.id) if outcome.id else Unknown()
        return self._refused(outcome, to, files=bool(card.image or card.file))

    def _refused(self, heard: Heard, to: Address, *, files: bool = False) -> Refused:
        """Return what a refusal means; of a permission that lacks Discord says nothing, discord.py knows it."""
        around = known(self._guilds, to) or Scene()
        if around.removed:
            return Refused(Refusal.REMOVED)
        refusal = _REFUSALS.get(heard.code, Refusal.FORBIDDEN if heard.status == 403 else Refusal.OTHER)
        if refusal is Refusal.OTHER:
            _log.error("discord refused", status=heard.status, code=heard.code)
        return Refused(refusal, around.missing(files=files) if refusal is Refusal.FORBIDDEN else "")
