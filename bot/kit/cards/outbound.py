"""The interface of an adapter for posts that no command asked for: alerts, reminders and summaries.

A poster doesn't raise when a platform refuses or fails to answer. Its result says what is known, and the delivery
records that. It keeps to its platform's rate limits, so a call may wait.
"""

from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from bot.identity import AdminRight
from bot.kit.cards.reply import Card


class Address(Struct, frozen=True):
    """A channel by the platform's own ids; ``space`` is the server or workspace it is in."""

    platform: str
    space: str
    channel: str


class Refusal(StrEnum):
    """Why a platform will not do something, now or later, until people remove the obstacle.

    Each has its own sentence, ``refusal.<value>``, which says who can remove the obstacle.
    """

    GONE = "gone"  # the channel or message no longer exists
    HIDDEN = "hidden"  # deleted, or private and the app isn't in it; the platform doesn't say which
    OUTSIDE = "outside"  # the app isn't in the channel
    FORBIDDEN = "forbidden"  # not permitted; `Refused.missing` names the permission if it is known
    SCOPE = "scope"  # the space never granted the scope that `Refused.missing` names
    LIMITED = "limited"  # the space lets only some people post
    READ_ONLY = "read_only"  # the channel takes posts from a few people only
    THREADS = "threads"  # the channel takes nothing but replies in threads
    NOT_GRANTED = "not_granted"  # an app of a whole enterprise that this one of its spaces doesn't have
    ENCRYPTION = "encryption"  # the space's owners hold its keys, and took them away
    MIGRATING = "migrating"  # the space is being moved into an enterprise
    NETWORK = "network"  # the space takes requests from some networks only
    TOO_LONG = "too_long"
    EXPIRED = "expired"  # the app is there, but its token is no longer good
    UNREACHABLE = "unreachable"  # the person takes no direct messages, or left
    ARCHIVED = "archived"
    REMOVED = "removed"  # the app is no longer in the server or workspace
    TOO_OLD = "too_old"  # the platform takes no edit of this message now; for edits only
    CLOSED = "closed"  # the platform will never take an edit of it again; for edits only
    OTHER = "other"


class Posted(Struct, frozen=True):
    """The post arrived. ``message`` is its id on the platform."""

    message: str


class Refused(Struct, frozen=True):
    """The post certainly didn't arrive, and another try would be refused too."""

    refusal: Refusal
    missing: str = ""  # the platform's own name of a permission, such as Send Messages


class Later(Struct, frozen=True):
    """The post certainly didn't arrive: a rate limit, or no answer. Try again after ``seconds``."""

    seconds: float


class Unknown(Struct, frozen=True):
    """The connection broke after the request was sent: the post may have arrived."""


Result = Posted | Refused | Later | Unknown


class Found(Struct, frozen=True):
    """The result of a search in a channel for the app's own message. ``message`` is None if there is none."""

    message: str | None


class Checked(Struct, frozen=True):
    """A channel as the app sees it: its name, and the problem that would stop a post, None if there is none.

    ``unseen`` is the permission without which the platform says nothing about the channel; posts may get through.
    """

    name: str
    problem: Refused | Later | None = None
    unseen: str = ""


class InstallTarget(StrEnum):
    """What the app is added to: a whole server or workspace, or one person's own account."""

    SPACE = "space"
    PERSON = "person"


class InstallLink(Struct, frozen=True):
    """A platform's page, an https address, where somebody adds the app."""

    target: InstallTarget
    address: str


class Poster(Protocol):
    """Posts on one platform.

    For ``repeatable`` seconds, posting the same ``key`` again certainly changes nothing (0: never). ``edits`` is the
    least number of seconds between two edits in one space that the platform's limit allows in the long run, and
    ``edit_burst`` how many it allows at once. ``installs`` are the pages that add the app to more spaces and accounts.
    ``slash`` is what commands begin with there.
    """

    platform: str
    slash: str
    installs: tuple[InstallLink, ...]
    repeatable: float
    edits: float
    edit_burst: int

    async def post(self, to: Address, card: Card, key: str) -> Result:
        """Post a card whose buttons are sealed. ``key`` is the delivery's id, which their ids contain too."""
        ...

    async def edit(self, to: Address, message: str, card: Card) -> Result:
        """Replace the card in the app's own message. No one is notified."""
        ...

    async def find(self, to: Address, key: str, since: int) -> Found | Refused | Later:
        """Find the app's own message posted at or after ``since`` (UTC microseconds) with ``key`` in its ids.

        If the platform can't search, the answer is a `Refused`.
        """
        ...

    def glance(self, to: Address) -> Checked | None:
        """The answer of `check` from what is already known, None if only the platform knows it."""
        ...

    async def has_left(self, space: str) -> bool:
        """Whether the app was removed from a space, as far as that is known without the platform. It never raises."""
        ...

    async def check(self, to: Address) -> Checked:
        """The channel's name and the problem that would stop a post. It doesn't post."""
        ...

    async def enter(self, to: Address) -> Checked:
        """Check a channel that asks for posts, and join it if possible."""
        ...

    async def manages(self, space: str, account: str) -> bool | None:
        """Whether an account administers a space right now. None if the platform doesn't say. It never raises."""
        ...

    async def remove_file(self, space: str, file: str) -> Result:
        """Remove a file that the platform stores. Refused as `Refusal.GONE` if it no longer does."""
        ...

    async def find_home(self, account: str) -> str | None:
        """The space of a direct message to this account, None if such messages have no space.

        It never raises: if the space can't be known now, `tell` says so.
        """
        ...

    async def tell(self, account: str, space: str | None, card: Card, key: str) -> Result:
        """Send a card to one person in a direct message. ``account`` is as in `invocation.Caller`."""
        ...


class Posters:
    """The posters of the platforms that are connected, by platform. The code that starts the adapters adds them."""

    def __init__(self) -> None:
        self._posters: dict[str, Poster] = {}

    def add(self, poster: Poster) -> None:
        """Use ``poster`` for its platform from now on."""
        self._posters[poster.platform] = poster

    def find(self, platform: str) -> Poster | None:
        """A platform's poster, None while it isn't connected."""
        return self._posters.get(platform)

    async def is_held(self, right: AdminRight) -> bool | None:
        """Whether a person still administers a space with any of their accounts. None if nobody can say now."""
        poster = self.find(right.platform)
        if poster is None:  # the platform is served by another process, or by none
            return None
        answers = [await poster.manages(right.space, account) for account in right.accounts]
        return True if True in answers else None if None in answers else False

    def find_slash(self, platform: str) -> str:
        """What commands begin with on a platform."""
        poster = self.find(platform)
        return poster.slash if poster else "/"

    def list_platforms(self) -> tuple[str, ...]:
        """The platforms that are connected."""
        return tuple(self._posters)

    def list_installs(self) -> tuple[tuple[str, InstallLink], ...]:
        """Where the app can be added, with the platform of each page."""
        return tuple((name, link) for name, poster in self._posters.items() for link in poster.installs)
