"""The stand-in's state: ids, tokens, requests, and who waits for which answer."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.platforms.clock import PATIENCE
from tests.platforms.slack.model import Channel, Message

if TYPE_CHECKING:
    from tests.platforms.slack.answers import Answer
    from tests.platforms.slack.people import Team, User
    from tests.platforms.slack.views import View

Json = dict[str, Any]
HOOK_SECONDS = 30 * 60.0
HOOK_USES = 5


class ApiError(Exception):
    """An `ok: false` answer: Slack's error code, and the sentences of response_metadata."""

    def __init__(self, code: str, messages: tuple[str, ...] = (), needed: str = "") -> None:
        super().__init__(code)
        self.code, self.messages, self.needed = code, messages, needed


@dataclass(frozen=True, slots=True)
class Call:
    """One Web API request: its method, arguments as decoded (never the token), and the calling team's id."""

    method: str
    args: Json
    team: str


@dataclass(slots=True)
class Trigger:
    """A trigger id's time of creation on the stand-in's clock, and whether a view was opened with it."""

    made_at: float
    used: bool = False


@dataclass(slots=True)
class Hook:
    """A response_url: its person, channel and message (none for a slash command)."""

    user: User
    channel: Channel
    source: Message | None
    made_at: float
    uses: int = 0


class News:
    """Lets coroutines sleep until something happens, without polling."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def tell(self) -> None:
        """Wake every waiter."""
        event, self._event = self._event, asyncio.Event()
        event.set()

    async def wait(self, patience: float, missing: str) -> None:
        """Sleep until the next news. Raises TimeoutError, which names what was missing."""
        try:
            await asyncio.wait_for(self._event.wait(), patience)
        except TimeoutError:
            raise TimeoutError(f"Slack stand-in: waited {patience} s for {missing}") from None


@dataclass(slots=True, eq=False)
class Hub:
    """The stand-in's state. `clock` gives seconds since 1970, for triggers, hooks and ts."""

    clock: Callable[[], float]
    app_id: str = "A0CALLBOARD"
    base_url: str = ""
    patience: float = PATIENCE
    ack_seconds: float = PATIENCE
    trigger_seconds: float = PATIENCE
    teams: list[Team] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    news: News = field(default_factory=News)
    triggers: dict[str, Trigger] = field(default_factory=dict)
    hooks: dict[str, Hook] = field(default_factory=dict)
    views: dict[str, View] = field(default_factory=dict)
    homes: dict[str, View] = field(default_factory=dict)
    sent_files: dict[str, bytes] = field(default_factory=dict)
    pending: list[Answer] = field(default_factory=list)
    latest: dict[str, Answer] = field(default_factory=dict)
    installs: dict[str, tuple[Team, str]] = field(default_factory=dict)
    _count: int = 0
    _last_us: int = 0

    def new_id(self, prefix: str) -> str:
        """A fresh Slack-like id, `C0000000012`."""
        self._count += 1
        return f"{prefix}{self._count:010d}"

    def new_ts(self) -> str:
        """A message timestamp from the clock, `1700000000.000100`; no two are the same."""
        self._last_us = max(self._last_us + 1, int(self.clock() * 1_000_000))
        return f"{self._last_us // 1_000_000}.{self._last_us % 1_000_000:06d}"

    def new_trigger(self) -> str:
        """A trigger id, valid for one view within `trigger_seconds`."""
        trigger = f"{self.new_id('')}.{secrets.token_hex(8)}"
        self.triggers[trigger] = Trigger(self.clock())
        return trigger

    def new_hook(self, user: User, channel: Channel, source: Message | None) -> str:
        """A response_url on this stand-in."""
        key = secrets.token_hex(12)
        self.hooks[key] = Hook(user, channel, source, self.clock())
        return f"{self.base_url}/actions/{user.team.id}/{key}"

    def exchange(self, trigger_id: str) -> None:
        """Use a trigger id. Raises ApiError as Slack does for a late, used or unknown one."""
        trigger = self.triggers.get(trigger_id)
        if trigger is None:
            raise ApiError("invalid_trigger_id")
        if trigger.used:
            raise ApiError("exchanged_trigger_id")
        if self.clock() - trigger.made_at > self.trigger_seconds:
            raise ApiError("expired_trigger_id")
        trigger.used = True

    def spend_hook(self, key: str) -> Hook:
        """Use a response_url once. Raises ApiError if it is unknown, old, or was used five times."""
        hook = self.hooks.get(key)
        if hook is None:
            raise ApiError("invalid_url")
        if self.clock() - hook.made_at > HOOK_SECONDS:
            raise ApiError("expired_url")
        if hook.uses >= HOOK_USES:
            raise ApiError("used_url")
        hook.uses += 1
        return hook

    def team_of(self, token: str) -> Team | None:
        """The workspace a bot token belongs to."""
        return next((t for t in self.teams if t.bot_token == token), None)

    def called(self, call: Call) -> None:
        """Record a request as it arrives, before any fault applies."""
        self.calls.append(call)
        self.news.tell()

    def problem(self, where: str, what: str) -> None:
        """Record something that Slack would refuse or Callboard must never do."""
        self.problems.append(f"{where}: {what}")

    # Who sees what was posted: a person's open requests, the newest first.

    def opened(self, answer: Answer) -> None:
        """Start an interaction, which waits for something to show."""
        self.pending.append(answer)
        self.latest[answer.user.id] = answer

    def closed(self, answer: Answer) -> None:
        """End an interaction: it was answered, or never will be."""
        if answer in self.pending:
            self.pending.remove(answer)

    def told(self, user: User, message: Message, asked_by: str = "") -> None:
        """Show something that only `user` sees. `asked_by` is the response_url it came through."""
        exact = [a for a in self.pending if asked_by and a.payload.get("response_url") == asked_by]
        own = [a for a in reversed(self.pending) if a.user is user]
        late = [self.latest[user.id]] if user.id in self.latest else []
        for answer in (exact or own or late)[:1]:
            answer.show(message)
        self.news.tell()

    def published(self, message: Message, asked_by: str = "") -> None:
        """Show something that a whole channel sees."""
        exact = [a for a in self.pending if asked_by and a.payload.get("response_url") == asked_by]
        there = [a for a in self.pending if a.channel is message.channel]
        for answer in (exact or there)[:1]:
            answer.show(message)
        self.news.tell()

    def changed(self, message: Message) -> None:
        """Show a message's update or deletion to those who see it and those who tapped it."""
        tapped = [a for a in self.pending if a.source is message and a not in message.shown_in]
        for answer in (*message.shown_in, *tapped):
            answer.show(message)
        self.news.tell()
