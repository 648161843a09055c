"""A request on its way to a cog: who asks, where, when, and in which language.

Adapters make an `Envelope` from a verified platform request. The dispatcher turns it into the `Invocation` that
every command, button and form gets first.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from msgspec import Struct

from bot.errors import UserError
from bot.identity import Caller, Identity
from bot.kit.i18n import Words, load_words
from bot.kit.sent_files import SentFile
from bot.kit.work_progress import WorkProgress
from bot.roles import Reach, Role


class PickedChannel(Struct, frozen=True):
    """A channel of the caller's space: its ``mark`` is ``channel:<id>``, its ``name`` empty where nobody says."""

    mark: str
    name: str


class Picker:
    """What a platform knows about what somebody picks from its lists or types. This one keeps text as typed."""

    has_roles = False  # whether people there have roles that can lead to a chapter
    knows_people = True  # whether it reads only accounts that the platform has

    async def read(self, kind: str, typed: str) -> str | None:
        """What core stores for a pick, a mention or an id; None for other text."""
        return typed

    def name(self, kind: str, value: str) -> str:
        """What people call a pick."""
        return value

    async def find_channel(self, typed: str) -> PickedChannel | None:
        """Find the channel with a name, an id or a ``channel:<id>``, of those that the caller may see."""
        return None

    def find_file(self, word: str) -> SentFile | None:
        """The file that came with the request under ``word``, or that this text names."""
        return None


@dataclass(frozen=True, slots=True)
class Envelope:
    """One verified platform request. ``id`` is the same each time the platform delivers the request.

    - ``at`` is the platform's time of the tap or submit, in UTC microseconds.
    - ``locale`` and ``space_locale`` are the platform's language tags for the caller and for the space, if known.
    - ``slash`` is what commands start with there. ``zone`` is the caller's IANA time zone, if the platform says.
    - ``manages``: does the caller administer the space? None: the platform does not say. ``ask_manages`` asks it
      again where the answer may be old.
    - ``direct``: the place is no channel, so an answer is read by its caller, in a direct message or at a console.
    - ``channel_name`` is what people call the channel. ``picker`` reads picks from the platform's own lists.
    - ``progress`` takes what slow work reports, for the adapter to show.
    """

    id: str
    at: int
    caller: Caller
    locale: str | None = None
    slash: str = "/"
    manages: bool | None = None
    space_locale: str | None = None
    zone: str | None = None
    direct: bool = False
    channel_name: str = ""
    ask_manages: Callable[[], Awaitable[bool]] | None = field(default=None, compare=False, repr=False)
    picker: Picker = field(default_factory=Picker, compare=False, repr=False)
    progress: WorkProgress = field(default_factory=WorkProgress, compare=False, repr=False)

    def load_words(self, language: str | None, own_zone: str | None = None, instead: str | None = None) -> Words:
        """The words of a language, as they are read where the request came from. The rest is as in `Words`."""
        return load_words(language, self.slash, self.caller.platform, own_zone, instead)

    async def is_manager(self) -> bool:
        """Whether the caller administers the space right now. Raises UserError if the platform does not say."""
        return await self.ask_manages() if self.ask_manages else bool(self.manages)

    async def has_lost_space(self) -> bool:
        """Whether the platform says that the caller doesn't administer the space. Without an answer, nobody lost it."""
        try:
            return not await self.is_manager()
        except UserError:
            return False


Identify = Callable[[Envelope], Awaitable[Identity]]  # gets the whole request: it holds what the platform says


class Invocation(Struct, frozen=True):
    """What a cog's method gets first.

    ``language`` is the tag asked for. ``words`` is the nearest catalog; a script may have a nearer language.
    ``suspended``: a coordinator stopped the caller from logging. ``lost_profile`` is as in `Identity`.
    ``identity`` is what was known of the caller before the cog ran. ``typed`` has the words that a request came
    with, by option: one choice may be typed in several ways. ``unkeyed`` are the options whose words came without
    a key or quotes, so that somebody may have meant something else by them.
    """

    envelope: Envelope
    reach: Reach
    words: Words
    language: str | None = None
    suspended: bool = False
    lost_profile: bool = False
    identity: Identity = Identity()
    typed: Mapping[str, str] = MappingProxyType({})
    unkeyed: frozenset[str] = frozenset()

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
        """The platform's time of the request, in UTC microseconds."""
        return self.envelope.at

    @property
    def caller(self) -> Caller:
        """The account that asks."""
        return self.envelope.caller
