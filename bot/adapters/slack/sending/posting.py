"""Posts on Slack that nobody asked for: alerts, reminders, edits of cards.

Slack has no idempotency key, and an app without a ``*:history`` scope can't read back what it posted. So nothing is
sent again here, and an unknown outcome stays unknown.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cachetools import TTLCache
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.adapters.pacing import Limiter, MakeLimiter, Rate, make_own_limiter
from bot.adapters.slack.drawing.render import Message, draw_message
from bot.adapters.slack.drawing.text import Json
from bot.adapters.slack.sending.method_scopes import JOIN, LOOK
from bot.adapters.slack.sending.outbox import build_body
from bot.adapters.slack.sending.refusals import classify
from bot.adapters.slack.sending.scopes import Scopes
from bot.adapters.slack.sending.web_api import AGAIN, NO_ANSWER, Failure, ask, read_text
from bot.errors import Unavailable
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

_CHANNEL, _POSTS, _EDITS, _LOOKS = Rate(1, 1), Rate(60, 4), Rate(14, 0.6), Rate(30, 1 / 3)

_log = get_logger("callboard.slack")

_KEPT, _MOST = 120.0, 1000  # seconds that an answer about an admin right serves, and answers remembered
_PATIENCE = 2.0  # seconds for such an answer

_UNSEEN = Refused(Refusal.SCOPE, LOOK)

Homes = Callable[[str], Awaitable[str | None]]
Clients = Callable[[str], Awaitable[AsyncWebClient | None]]
Call = Callable[[AsyncWebClient], Awaitable[AsyncSlackResponse]]
Answer = Json | Refused | Later | Unknown


@dataclass(frozen=True, slots=True)
class Limits:
    """How fast to post.

    A message a second in a channel, "several hundred messages per minute" in a workspace
    (https://docs.slack.dev/reference/methods/chat.postMessage#rate_limiting); we use 300. The other
    methods are in tier 3, with 50 a minute (https://docs.slack.dev/apis/web-api/rate-limits). An undone call changes
    many cards at once, so edits have a burst: 25 cards follow within 20 seconds. Any minute sees 50 edits at most.
    """

    channel: Rate = _CHANNEL
    posts: Rate = _POSTS
    edits: Rate = _EDITS
    looks: Rate = _LOOKS
    removals: Rate = _LOOKS


async def find_own_home(account: str) -> str | None:
    """The account's own workspace."""
    return account.partition(":")[0]


class SlackPoster:
    """See `bot.kit.cards.outbound.Poster`.

    ``clients`` gives a workspace's client, None for one without the app. ``homes`` gives the workspace through which an
    account is reached. Both raise `bot.errors.Unavailable` when the database is out of reach. ``make_limiter`` makes
    the limits, which several processes may share.
    """

    platform = "slack"

    def __init__(
        self,
        clients: Clients,
        limits: Limits,
        homes: Homes = find_own_home,
        installs: tuple[InstallLink, ...] = (),
        prefix: str = "",
        make_limiter: MakeLimiter = make_own_limiter,
    ) -> None:
        self.repeatable, self.installs, self.slash = 0.0, installs, f"/{prefix}"
        self.edits, self.edit_burst = 1 / limits.edits.steady, int(limits.edits.burst)
        self._managers: TTLCache[str, bool] = TTLCache(_MOST, _KEPT, time.time)
        self._clients, self._homes, self._scopes = clients, homes, Scopes()
        self._channels = make_limiter("slack channels", limits.channel)
        self._posts, self._edits = make_limiter("slack posts", limits.posts), make_limiter("slack edits", limits.edits)
        self._looks = make_limiter("slack looks", limits.looks)
        self._removals = make_limiter("slack removals", limits.removals)

    async def post(self, to: Address, card: Card, key: str) -> Result:
        """Post once. Slack sees ``key`` only inside the buttons' ids."""
        return await self._post(to, _draw(card))

    async def edit(self, to: Address, message: str, card: Card) -> Result:
        """Replace a message with ``card``. Text alone would remove its blocks."""
        drawn = _draw(card)
        shown: Json = {"text": drawn.text, "blocks": list(drawn.blocks), "link_names": False, "parse": "none"}
        where: Json = {"channel": to.channel, "ts": message}
        return _make_result(await self._call(to.space, self._edits, lambda web: web.chat_update(**where, **shown)))

    async def find(self, to: Address, key: str, since: int) -> Found | Refused | Later:
        """Refuse: reading back would need a scope to read everybody's messages."""
        return Refused(Refusal.OTHER)

    def glance(self, to: Address) -> Checked | None:
        """None: only Slack knows."""
        return None

    async def has_left(self, space: str) -> bool:
        """Whether a workspace removed the app, where many install it. Slack says so at once."""
        try:
            return await self._clients(space) is None
        except Unavailable:
            return False

    async def check(self, to: Address) -> Checked:
        """Ask about the channel. Without the scope nothing is known about it."""
        seen = await self._look(to)
        return Checked("", unseen=LOOK) if seen.problem == _UNSEEN else seen

    async def enter(self, to: Address) -> Checked:
        """Check a channel that somebody is in, and join it where it is public.

        A private channel that Slack doesn't find exists all the same: the app isn't in it.
        """
        seen = await self._look(to)
        if seen.problem == Refused(Refusal.HIDDEN):
            return Checked("", Refused(Refusal.OUTSIDE))
        if seen.problem in (Refused(Refusal.OUTSIDE), _UNSEEN) and (joined := await self._join(to)):
            return joined
        return seen

    async def manages(self, space: str, account: str) -> bool | None:
        """Ask Slack, and remember the answer for two minutes. Nobody administers a workspace other than their own."""
        team, _, user = account.partition(":")
        if team != space:
            return False
        if (known := self._managers.get(account)) is not None:
            return known
        try:
            async with asyncio.timeout(_PATIENCE):
                answer = await self._call(space, self._looks, lambda web: web.users_info(user=user))
        except TimeoutError:
            return None
        said = answer.get("user") if isinstance(answer, dict) else None
        if not isinstance(said, dict):
            return None
        held = not said.get("deleted") and bool(said.get("is_admin") or said.get("is_owner"))
        self._managers[account] = held
        return held

    async def remove_file(self, space: str, file: str) -> Result:
        """Delete a file that the app uploaded. It disappears from the message that shared it."""
        answer = await self._call(space, self._removals, lambda web: web.files_delete(file=file))
        return Posted(file) if isinstance(answer, dict) else answer

    async def find_home(self, account: str) -> str | None:
        """The workspace through which a person is reached: their own, or one where they are a guest."""
        return await self._homes(account)

    async def tell(self, account: str, space: str | None, card: Card, key: str) -> Result:
        """Open a direct message and post into it. ``account`` is ``team:user``, ``space`` comes from `home`."""
        team, _, user = account.partition(":")
        through = space or team
        opened = await self._call(through, self._looks, lambda web: web.conversations_open(users=user))
        if isinstance(opened, Refused | Later):
            return opened
        try:
            if isinstance(opened, Unknown):
                raise Failure(NO_ANSWER, certain=True)
            channel = read_text(opened, "channel", "id")
        except Failure:
            return Later(AGAIN)  # nothing was posted yet
        return await self._post(Address(self.platform, through, channel), _draw(card).mark_owned())

    async def _post(self, to: Address, drawn: Message) -> Result:
        if pause := await self._channels.acquire(to.channel):
            return Later(pause)
        shown = build_body(drawn)
        return _make_result(
            await self._call(to.space, self._posts, lambda web: web.chat_postMessage(channel=to.channel, **shown))
        )

    async def _look(self, to: Address) -> Checked:
        """What Slack says about a channel; `_UNSEEN` where the scope wasn't granted."""
        if self._scopes.is_refused(to, LOOK):
            return Checked("", _UNSEEN)
        answer = await self._call(to.space, self._looks, lambda web: web.conversations_info(channel=to.channel))
        match answer:
            case Refused(Refusal.SCOPE):
                self._scopes.note_refused(to, LOOK)
                return Checked("", _UNSEEN)
            case Refused() | Later():
                return Checked("", answer)
            case {"channel": dict(channel)}:
                self._scopes.note_granted(to.space, LOOK)
                return _read_channel(channel)
        return Checked("", Later(AGAIN))

    async def _join(self, to: Address) -> Checked | None:
        """Join a public channel; None where that failed."""
        if self._scopes.is_refused(to, JOIN):
            return None
        answer = await self._call(to.space, self._looks, lambda web: web.conversations_join(channel=to.channel))
        if isinstance(answer, Refused) and answer.refusal is Refusal.SCOPE:
            self._scopes.note_refused(to, JOIN)
        if not isinstance(answer, dict):
            return None
        channel = answer.get("channel")
        return Checked(str(channel.get("name") or "") if isinstance(channel, dict) else "")

    async def _call(self, space: str, turns: Limiter, call: Call) -> Answer:
        """Wait for the workspace's limit, then call a method."""
        try:
            client = await self._clients(space)
        except Unavailable:
            return Later(AGAIN)
        if client is None:
            return Refused(Refusal.REMOVED)
        if pause := await turns.acquire(space):
            return Later(pause)
        try:
            return await ask(lambda: call(client))
        except Failure as failure:
            if failure.needed:
                self._scopes.report(space, failure.needed)
            return _handle_failure(failure, turns, space)


def _handle_failure(failure: Failure, turns: Limiter, space: str) -> Refused | Later | Unknown:
    """Pause for a workspace as long as Slack asks, and log refusals we have no name for."""
    known = classify(failure)
    if isinstance(known, Later):
        turns.block(space, known.seconds)
    if isinstance(known, Refused) and known.refusal is Refusal.OTHER:
        _log.error("slack refused", reason=failure.code)
    return known


def _draw(card: Card) -> Message:
    """Draw a message with pictures and files as text: as messages of their own they might arrive twice."""
    said = (card.image.alt if card.image else "", card.file.name if card.file else "")
    return draw_message(card, " ".join(filter(None, said)))


def _make_result(answer: Answer) -> Result:
    if not isinstance(answer, dict):
        return answer
    stamp = answer.get("ts")
    return Posted(stamp) if isinstance(stamp, str) and stamp else Unknown()


def _read_channel(channel: Mapping[str, Any]) -> Checked:
    name = str(channel.get("name") or "")
    if channel.get("is_archived"):
        return Checked(name, Refused(Refusal.ARCHIVED))
    outside = not channel.get("is_im") and not channel.get("is_member")
    return Checked(name, Refused(Refusal.OUTSIDE) if outside else None)
