"""Who asks, where, when and in which words: what every command, button and form is handed first."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.identity import Caller, Identity
from bot.kit.i18n import Words, words
from bot.roles import Reach, Role

if TYPE_CHECKING:
    from bot.kit.registry import Registry  # which knows Invocation


class Picker:
    """What a platform knows of the people and roles that somebody picks or types; here everything is as typed."""

    async def read(self, kind: str, typed: str) -> str | None:
        """Return what core keeps for a pick, a mention or an id; None for text that is none of these."""
        return typed

    def name(self, kind: str, value: str) -> str:
        """Return what people call what was picked."""
        return value


@dataclass(frozen=True, slots=True)
class Envelope:
    """One platform request, verified: ``id`` stays the same when the platform delivers it again.

    ``at`` is the platform's time of the tap or submit, in UTC microseconds; ``locale`` is the platform's
    language tag for the caller, where it tells one, ``space_locale`` that of the space; ``slash`` is how commands
    begin there, ``zone`` the caller's own time zone (IANA), where the platform tells one, and ``channel_name``
    what people call the channel they are in, likewise. ``manages`` is whether the platform says that the caller
    administers the space, None where it doesn't say; where that may have changed since, ``ask_manages`` asks anew.
    ``picker`` reads what was picked from the platform's own lists.
    """

    id: str
    at: int
    caller: Caller
    locale: str | None = None
    slash: str = "/"
    manages: bool | None = None
    space_locale: str | None = None
    zone: str | None = None
    channel_name: str = ""
    ask_manages: Callable[[], Awaitable[bool]] | None = field(default=None, compare=False, repr=False)
    picker: Picker = field(default_factory=Picker, compare=False, repr=False)

    def words(self, language: str | None) -> Words:
        """Return the words of a language as they are read where this came from."""
        return words(language, self.slash, self.caller.platform)

    async def is_manager(self) -> bool:
        """Say whether the caller administers the space at this moment.

        Raises UserError where the platform doesn't say.
        """
        return await self.ask_manages() if self.ask_manages else bool(self.manages)


# It takes the whole request, for what the platform says of the caller.
Identify = Callable[[Envelope], Awaitable[Identity]]


@dataclass(frozen=True, slots=True)
class Invocation:
    """A request on its way through a cog; ``registry`` holds all that could be asked instead."""

    envelope: Envelope
    reach: Reach
    words: Words
    registry: "Registry"
    language: str | None = None  # the tag asked for; `words` is the nearest catalogue, a script may be nearer

    @property
    def role(self) -> Role:
        """The caller's highest role."""
        return self.reach.role

    @property
    def id(self) -> str:
        """The request's id, the same on every delivery."""
        return self.envelope.id

    @property
    def at(self) -> int:
        """The platform's time of the request, UTC microseconds."""
        return self.envelope.at

    @property
    def caller(self) -> Caller:
        """The account that asks."""
        return self.envelope.caller
