"""One interaction: what a person did, the payload for the bot, and every answer that the bot tried.

https://discord.com/developers/docs/interactions/receiving-and-responding
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.platforms.discord.checks.violations import Json
from tests.platforms.discord.model.messages import Message
from tests.platforms.discord.model.waiting import Signal
from tests.platforms.discord.model.world import Account, Channel
from tests.platforms.discord.text import message_text

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
"""Types of interactions."""
ANSWER, DEFER, DEFER_UPDATE, UPDATE, CHOICES, FORM = 4, 5, 6, 7, 8, 9
"""Types of callbacks."""
TOKEN_SECONDS = 15 * 60.0
_GUILD, _BOT_DM, _PRIVATE_CHANNEL = 0, 1, 2
_UPLOAD_LIMIT = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Attempt:
    """One call of the callback address: its type, its data, and the error code of its refusal."""

    kind: int
    data: Json
    code: int | None

    @property
    def text(self) -> str:
        return message_text(self.data)


class Interaction:
    """The platform's state of one interaction. `changed` fires at every change."""

    def __init__(
        self,
        kind: int,
        data: Json,
        *,
        user: Account,
        channel: Channel,
        source: Message | None,
        id: str,
        born: float,
    ) -> None:
        self.id = id
        self.token = f"interaction-{id}"
        self.kind, self.data = kind, data
        self.user, self.channel, self.source = user, channel, source
        self.born = born
        self.attempts: list[Attempt] = []
        self.response: int | None = None
        self.acknowledged: float | None = None
        self.original: Message | None = None
        self.followups: list[Message] = []
        self.modal: Json | None = None
        self.choices: tuple[tuple[str, object], ...] = ()
        self.delivered: Json = {}
        """The event as the bot got it; a redelivery is the same, letter for letter."""
        self.changed = Signal()

    @property
    def too_late(self) -> bool:
        return self.response is None and any(attempt.code == 10062 for attempt in self.attempts)

    @property
    def finished(self) -> bool:
        """Whether the person sees the outcome. A defer alone isn't one."""
        if self.response == DEFER:
            return self.original is None or self.original.deleted or not self.original.loading
        if self.response == DEFER_UPDATE:
            return self.original is not None or bool(self.followups)
        return self.response is not None

    def payload(self, application_id: str, message: Json | None = None) -> Json:
        """INTERACTION_CREATE. `message` replaces the source message's payload (for forged buttons)."""
        event: Json = {
            "id": self.id,
            "application_id": application_id,
            "type": self.kind,
            "token": self.token,
        }
        event |= {"version": 1, "data": self.data, "locale": self.user.locale, "entitlements": []}
        event |= {"channel_id": self.channel.id, "channel": self.channel.payload()}
        event |= {"attachment_size_limit": _UPLOAD_LIMIT, "app_permissions": self.user.permissions}
        if message or self.source:
            event["message"] = message or (self.source.payload if self.source else None)
        return event | self._place()

    def metadata(self) -> Json:
        """The metadata of messages that answer this interaction."""
        owners = self._owners()
        who = {"id": self.id, "type": self.kind, "user": self.user.payload()}
        return who | {"authorizing_integration_owners": owners}

    def _place(self) -> Json:
        guild = self.channel.guild
        if guild is None:
            context = _BOT_DM if self.channel.recipient else _PRIVATE_CHANNEL
            return {"context": context, "user": self.user.payload(), "authorizing_integration_owners": self._owners()}
        where: Json = {
            "context": _GUILD,
            "guild_id": guild.id,
            "guild": guild.partial(),
            "guild_locale": guild.locale,
        }
        return where | {"member": self.user.member(), "authorizing_integration_owners": self._owners()}

    def _owners(self) -> Json:
        """Who installed the app here: the server, or only the person."""
        guild = self.channel.guild
        if guild is None:
            return {"0": "0"} if self.channel.recipient else {"1": self.user.id}
        return {"0": guild.id} if guild.has_app else {"1": self.user.id}

    @property
    def is_by_user_alone(self) -> bool:
        """Whether only the person installed the app. Then Discord takes five follow-ups."""
        return "0" not in self._owners()
