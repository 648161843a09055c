"""Servers, channels and accounts of the stand-in, and how Discord describes them in JSON."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.platforms.clock import PATIENCE
from tests.platforms.discord.checks.violations import Json
from tests.platforms.discord.model.messages import Message
from tests.platforms.discord.model.waiting import Signal

TEXT_CHANNEL, DM_CHANNEL, GROUP_CHANNEL = 0, 1, 3
ADMINISTRATOR = 1 << 3
# View, send, embed links, attach files, history, use application commands.
EVERYDAY = 1 << 10 | 1 << 11 | 1 << 14 | 1 << 15 | 1 << 16 | 1 << 31
_JOINED = "2024-01-01T00:00:00+00:00"


@dataclass(slots=True, eq=False)
class Account:
    """A Discord user: a person, or the bot itself."""

    id: str
    name: str
    locale: str = "en-US"
    bot: bool = False
    administrator: bool = False

    @property
    def permissions(self) -> str:
        return str(EVERYDAY | (ADMINISTRATOR if self.administrator else 0))

    def payload(self) -> Json:
        described = {"id": self.id, "username": self.name.lower(), "global_name": self.name, "bot": self.bot}
        return {**described, "discriminator": "0", "avatar": None, "public_flags": 0, "flags": 0}

    def member(self, roles: tuple[str, ...] = ()) -> Json:
        joined = {"joined_at": _JOINED, "roles": list(roles), "flags": 0, "permissions": self.permissions}
        return {
            **joined,
            "user": self.payload(),
            "nick": None,
            "deaf": False,
            "mute": False,
            "pending": False,
        }


@dataclass(slots=True, eq=False)
class Channel:
    """A text channel of a guild, or the direct messages between one account and the bot."""

    id: str
    name: str
    guild: Guild | None
    recipient: Account | None = None
    messages: list[Message] = field(default_factory=list)
    """What everybody in the channel sees, oldest first; private answers are not here."""
    changed: Signal = field(default_factory=Signal)
    nonces: dict[str, tuple[float, Message]] = field(default_factory=dict)
    denied: int = 0
    """Permissions that everybody lacks here, as Discord's bits."""

    def payload(self) -> Json:
        described: Json = {"id": self.id, "last_message_id": None, "flags": 0}
        if self.guild is None:
            recipients = [self.recipient.payload()] if self.recipient else []
            kind = DM_CHANNEL if self.recipient else GROUP_CHANNEL
            return {**described, "type": kind, "recipients": recipients, "name": self.name}
        described |= {"type": TEXT_CHANNEL, "guild_id": self.guild.id, "name": self.name, "position": 0}
        everybody = {"id": self.guild.id, "type": 0, "allow": "0", "deny": str(self.denied)}
        return {
            **described,
            "permission_overwrites": [everybody] if self.denied else [],
            "parent_id": None,
            "nsfw": False,
            "topic": None,
        }

    def change(self, *, name: str = "", denied: int | None = None) -> None:
        """Rename it, or deny permissions to everybody."""
        assert self.guild
        self.name, self.denied = name or self.name, self.denied if denied is None else denied
        self.guild.announce(self.guild, "CHANNEL_UPDATE", self.payload())

    async def until(self, ready: Callable[[Channel], bool], patience: float = PATIENCE) -> None:
        """Wait until `ready(channel)`. It is checked after each message, edit and deletion."""
        await self.changed.until(lambda: ready(self), patience, self._failure)

    def _failure(self) -> str:
        shown = "; ".join(repr(message.text) for message in self.messages[-5:]) or "nothing"
        return f"#{self.name} did not get there. Its last messages: {shown}"


@dataclass(slots=True, eq=False)
class Guild:
    """A Discord server. `announce` sends a connected bot its events."""

    id: str
    name: str
    locale: str
    new_id: Callable[[], str]
    announce: Callable[[Guild, str, Json], None]
    enrol: Callable[[Channel], None]
    channels: list[Channel] = field(default_factory=list)
    roles: dict[str, str] = field(default_factory=dict)
    has_app: bool = True
    """Whether the app is in it; if not, only the person may have installed it."""
    gone: set[str] = field(default_factory=set)
    """Accounts that left it."""

    @property
    def admin_role(self) -> str:
        """The role with the administrator permission."""
        return str(int(self.id) + 1)

    def member(self, account: Account) -> Json:
        """A member as the REST API describes them: their roles, without permissions."""
        described = account.member((self.admin_role,) if account.administrator else ())
        del described["permissions"]
        return described

    def add_role(self, name: str) -> str:
        """Add a role, which a bot sees when it connects. Returns its id."""
        id = self.new_id()
        self.roles[id] = name
        return id

    def add_channel(self, name: str) -> Channel:
        channel = Channel(self.new_id(), name, self)
        self.channels.append(channel)
        self.enrol(channel)
        self.announce(self, "CHANNEL_CREATE", channel.payload())
        return channel

    def partial(self) -> Json:
        return {"id": self.id, "locale": self.locale, "features": []}

    @staticmethod
    def _role(of: Json) -> Json:
        flags = {"hoist": False, "managed": False, "mentionable": False, "flags": 0}
        return {"permissions": "0", "position": 1, **flags, **of}

    def payload(self, bot: Account) -> Json:
        """GUILD_CREATE, as a bot without the members intent gets it: the bot is the only listed member."""
        everyone: Json = {"id": self.id, "name": "@everyone", "permissions": str(EVERYDAY), "position": 0}
        admins: Json = {"id": self.admin_role, "name": "Admins", "permissions": str(ADMINISTRATOR)}
        roles = [everyone, admins, *({"id": id, "name": name} for id, name in self.roles.items())]
        levels = (
            "verification_level",
            "default_message_notifications",
            "explicit_content_filter",
            "mfa_level",
        )
        lists = ("emojis", "stickers", "features", "threads", "voice_states", "presences", "stage_instances")
        empty: Json = {**dict.fromkeys(levels, 0), **{key: [] for key in lists}}
        return empty | {
            "id": self.id,
            "name": self.name,
            "preferred_locale": self.locale,
            "owner_id": self.id,
            "unavailable": False,
            "joined_at": _JOINED,
            "large": False,
            "member_count": 2,
            "members": [bot.member()],
            "roles": [self._role(role) for role in roles],
            "channels": [channel.payload() for channel in self.channels],
        }
