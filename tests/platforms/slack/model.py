"""A workspace's data: channels, messages, files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.platforms.clock import PATIENCE
from tests.platforms.slack import reading

if TYPE_CHECKING:
    from tests.platforms.slack.answers import Answer
    from tests.platforms.slack.people import Team, User

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class File:
    """An uploaded file as it was shared: its bytes, name and alt text."""

    id: str
    name: str
    title: str
    alt: str
    data: bytes


@dataclass(slots=True, eq=False)
class Message:
    """A message's current state. `private_to` is the one person who sees an ephemeral one."""

    channel: Channel
    ts: str
    fallback: str
    blocks: list[Json]
    private_to: User | None = None
    files: tuple[File, ...] = ()
    deleted: bool = False
    edited: bool = False
    shown_in: list[Answer] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The plain text a person reads: from the blocks, or the bare text without blocks."""
        if self.deleted:
            return ""
        return reading.text_of(self.blocks) if self.blocks else reading.plain(self.fallback)

    @property
    def private(self) -> bool:
        """Whether only one person sees it: ephemeral, or in a direct message."""
        return self.private_to is not None or self.channel.direct_with is not None

    @property
    def buttons(self) -> tuple[str, ...]:
        """Button labels, in order."""
        return () if self.deleted else reading.buttons_of(self.blocks)

    def to_json(self) -> Json:
        """The message object of Slack's payloads and answers."""
        team = self.channel.team
        found: Json = {
            "type": "message",
            "user": team.bot_user_id,
            "bot_id": team.bot_id,
            "app_id": team.hub.app_id,
            "team": team.id,
            "ts": self.ts,
            "text": self.fallback,
            "blocks": self.blocks,
        }
        return {**found, "edited": {"user": team.bot_user_id, "ts": self.ts}} if self.edited else found


@dataclass(slots=True, eq=False)
class Channel:
    """A channel or, with `direct_with`, a direct message with the bot. `bot`: whether the bot is in it.

    `messages` is what everybody in it sees, oldest first, without private answers.
    """

    team: Team
    id: str
    name: str
    bot: bool = True
    private: bool = False
    direct_with: User | None = None
    messages: list[Message] = field(default_factory=list)
    outsiders: list[User] = field(default_factory=list)

    def has_member(self, user: User) -> bool:
        """Whether a person is in it. Everybody is, except its `outsiders`."""
        return user not in self.outsiders

    @property
    def texts(self) -> list[str]:
        """The text that everybody in the channel sees, oldest first."""
        return [m.text for m in self.messages if not m.deleted]

    async def until(self, ready: Callable[[Channel], bool], patience: float = PATIENCE) -> None:
        """Wait until `ready(channel)`. It is checked after each message, change and deletion."""
        while not ready(self):
            await self.team.hub.news.wait(patience, f"the right messages in {self.name}; it has {self.texts}")

    def to_json(self) -> Json:
        """The channel object of conversations.info."""
        direct = self.direct_with
        common: Json = {"id": self.id, "is_im": direct is not None, "is_archived": False}
        if direct is not None:
            return {**common, "user": direct.id, "is_open": True}
        return {**common, "name": self.name, "is_channel": True, "is_member": self.bot, "is_private": self.private}
