"""Posting on Slack without having been asked.

Slack takes no key that would make posting twice harmless, and an app without a ``*:history`` scope can't read
back what it posted: nothing is sent again in here, and an unknown outcome stays unknown.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.adapters.pacing import Rate, Turns
from bot.adapters.slack.outbox import body
from bot.adapters.slack.refusals import AGAIN, INVITE, TROUBLES, Trouble, meaning, unscoped
from bot.adapters.slack.render import Message, message
from bot.adapters.slack.sdk import error_code
from bot.adapters.slack.text import Json
from bot.errors import Unavailable
from bot.kit.outbound import Address, Checked, Found, Later, Posted, Refusal, Refused, Result, Unknown
from bot.kit.reply import Card

_CHANNEL, _POSTS, _EDITS, _LOOKS = Rate(1, 1), Rate(60, 4), Rate(5, 0.75), Rate(30, 1 / 3)

_log = structlog.get_logger("callboard.slack")

Clients = Callable[[str], Awaitable[AsyncWebClient | None]]
Call = Callable[[AsyncWebClient], Awaitable[AsyncSlackResponse]]
Heard = AsyncSlackResponse | Refused | Later | Unknown


@dataclass(frozen=True, slots=True)
class Limits:
    """How fast to post.

    A message a second in a channel, "several hundred messages per minute" in a workspace
    (https://docs.slack.dev/reference/methods/chat.postMessage#rate_limiting), of which 300 are used. The other
    methods are of tier 3, with 50 a minute (https://docs.slack.dev/apis/web-api/rate-limits).
    """

    channel: Rate = _CHANNEL
    posts: Rate = _POSTS
    edits: Rate = _EDITS
    looks: Rate = _LOOKS


class SlackPoster:
    """See `bot.kit.outbound.Poster`.

    ``clients`` gives a workspace's client, which tries nothing again; None for one without the app. It raises
    `bot.errors.Unavailable` when it can't just now.
    """

    platform = "slack"

    def __init__(self, clients: Clients, limits: Limits) -> None:
        self.repeatable = 0.0
        self.edits = 1 / limits.edits.steady
        self._clients = clients
        self._channels, self._posts = Turns(limits.channel), Turns(limits.posts)
        self._edits, self._looks = Turns(limits.edits), Turns(limits.looks)

    async def post(self, to: Address, card: Card, key: str) -> Result:
        """Post, once; nothing of ``key`` goes to Slack but what stands in the buttons."""
        if pause := await self._channels.take(to.channel):
            return Later(pause)
        shown = body(_drawn(card))
        heard = await self._asked(to.space, self._posts, lambda web: web.chat_postMessage(channel=to.channel, **shown))
        return _posted(heard)

    async def edit(self, to: Address, message: str, card: Card) -> Result:
        """Put ``card`` in a message's place; text alone would take its blocks away."""
        drawn = _drawn(card)
        shown: Json = {"text": drawn.text, "blocks": list(drawn.blocks), "link_names": False, "parse": "none"}
        where: Json = {"channel": to.channel, "ts": message}
        return _posted(await self._asked(to.space, self._edits, lambda web: web.chat_update(**where, **shown)))

    async def find(self, to: Address, key: str, since: int) -> Found | Refused | Later:
        """Refuse: to read back would take a scope to read everybody's messages."""
        return Refused(Refusal.OTHER)

    async def check(self, to: Address) -> Checked:
        """Ask for the channel; of one in a workspace that didn't grant the scope nothing is known."""
        told = await self._asked(to.space, self._looks, lambda web: web.conversations_info(channel=to.channel))
        if isinstance(told, Unknown):
            return Checked("", Later(AGAIN))
        if isinstance(told, AsyncSlackResponse):
            return _checked(told["channel"])
        return Checked("", None if unscoped(told) else told)

    def home(self, account: str) -> str | None:
        """Return somebody's workspace."""
        return account.partition(":")[0]

    async def tell(self, account: str, space: str | None, card: Card, key: str) -> Result:
        """Open the direct message and post into it; ``account`` is ``team:user``."""
        team, _, user = account.partition(":")
        opened = await self._asked(team, self._looks, lambda web: web.conversations_open(users=user))
        if isinstance(opened, Unknown):
            return Later(AGAIN)  # nothing was said yet
        if isinstance(opened, AsyncSlackResponse):
            return await self.post(Address(self.platform, team, str(opened["channel"]["id"])), card, key)
        return opened

    async def _asked(self, space: str, turns: Turns, call: Call) -> Heard:
        """Call a method when it is the workspace's turn."""
        try:
            client = await self._clients(space)
        except Unavailable:
            return Later(AGAIN)
        if client is None:
            return Refused(Refusal.REMOVED)
        if pause := await turns.take(space):
            return Later(pause)
        try:
            return await call(client)
        except TROUBLES as error:
            return self._heeded(error, meaning(error), turns, space)

    def _heeded(self, error: Trouble, known: Refused | Later | Unknown, turns: Turns, space: str) -> Heard:
        """Leave a workspace alone for as long as Slack wants, and log what has no meaning of its own."""
        if isinstance(known, Later):
            turns.close(space, known.seconds)
        if known == Refused(Refusal.OTHER) and isinstance(error, SlackApiError):
            _log.error("slack refused", reason=error_code(error))
        return known


def _drawn(card: Card) -> Message:
    """Return a message in which pictures and files are words: they would be other messages, and might come twice."""
    said = (card.image.alt if card.image else "", card.file.name if card.file else "")
    return message(card, " ".join(filter(None, said)))


def _posted(heard: Heard) -> Result:
    return Posted(str(heard["ts"])) if isinstance(heard, AsyncSlackResponse) else heard


def _checked(channel: Mapping[str, Any]) -> Checked:
    name = str(channel.get("name") or "")
    if channel.get("is_archived"):
        return Checked(name, Refused(Refusal.ARCHIVED))
    outside = not channel.get("is_im") and not channel.get("is_member")
    return Checked(name, Refused(Refusal.FORBIDDEN, INVITE) if outside else None)
