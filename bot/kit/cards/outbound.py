"""Posting without having been asked: what an adapter offers to whoever delivers alerts, reminders and summaries.

A poster never raises for what a platform says or fails to say: the result tells what is known of the outcome,
and whoever delivers writes that down. It paces itself within its platform's limits, so that a call may wait.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.kit.cards.reply import Card


@dataclass(frozen=True, slots=True)
class Address:
    """A channel by the platform's own ids; ``space`` is the server or workspace it is in."""

    platform: str
    space: str
    channel: str


class Refusal(StrEnum):
    """Why a platform will not do something, now or later, until people change what is in the way.

    Each has a sentence of its own, ``refusal.<value>``, which says whom to ask for what.
    """

    GONE = "gone"  # the channel or message is no more
    HIDDEN = "hidden"  # the channel is no more, or private and the app isn't in it: the platform doesn't say which
    OUTSIDE = "outside"  # the app isn't in the channel
    FORBIDDEN = "forbidden"  # the app may not; `Refused.missing` names the permission where that is known
    SCOPE = "scope"  # the space never granted what it takes, which `Refused.missing` names
    LIMITED = "limited"  # the space lets only some people post
    READ_ONLY = "read_only"  # the channel takes posts from a few people only
    THREADS = "threads"  # the channel takes nothing but replies in threads
    NOT_GRANTED = "not_granted"  # an app of a whole enterprise that this one of its spaces doesn't have
    ENCRYPTION = "encryption"  # the space's owners hold its keys, and took them away
    MIGRATING = "migrating"  # the space is being moved into an enterprise
    NETWORK = "network"  # the space takes requests from some networks only
    TOO_LONG = "too_long"
    EXPIRED = "expired"  # the app is there, but its token is no longer good
    UNREACHABLE = "unreachable"  # somebody takes no direct messages, or left
    ARCHIVED = "archived"
    REMOVED = "removed"  # the app is no longer in the server or workspace
    TOO_OLD = "too_old"  # the platform takes no edit of this message just now; for edits alone
    CLOSED = "closed"  # nor will it ever again; likewise
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Posted:
    """It stands there; ``message`` is the platform's id of it."""

    message: str


@dataclass(frozen=True, slots=True)
class Refused:
    """It surely doesn't stand there, and trying again as things are would be refused again."""

    refusal: Refusal
    missing: str = ""  # the platform's own name of a permission, such as Send Messages


@dataclass(frozen=True, slots=True)
class Later:
    """It surely doesn't stand there: the platform limits or doesn't answer. Not before ``seconds``."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Unknown:
    """The connection broke after the request had gone: it may stand there, or not."""


Result = Posted | Refused | Later | Unknown


@dataclass(frozen=True, slots=True)
class Found:
    """What looking back through a channel for an own message found; ``message`` is None where there is none."""

    message: str | None


@dataclass(frozen=True, slots=True)
class Checked:
    """A channel as the app sees it: its name, and what would keep a post out of it, None where nothing would."""

    name: str
    problem: Refused | Later | None = None


class Poster(Protocol):
    """A platform's way to post by itself.

    ``repeatable`` is for how many seconds posting the same ``key`` again surely changes nothing (0: never).
    ``edits`` is the least number of seconds between two edits of cards in one space that the platform's budget
    bears, for each card that stands there.
    """

    platform: str
    repeatable: float
    edits: float

    async def post(self, to: Address, card: Card, key: str) -> Result:
        """Post a card whose buttons are sealed. ``key`` is the delivery's id, which stands inside their ids too."""
        ...

    async def edit(self, to: Address, message: str, card: Card) -> Result:
        """Put ``card`` in place of what an own message shows; nobody is notified."""
        ...

    async def find(self, to: Address, key: str, since: int) -> Found | Refused | Later:
        """Look for an own message posted at or after ``since`` (UTC microseconds) whose buttons' ids hold ``key``.

        Where a platform can't look back, the answer is a `Refused`.
        """
        ...

    def glance(self, to: Address) -> Checked | None:
        """Return what `check` would, from what is known already; None where only the platform can tell."""
        ...

    async def check(self, to: Address) -> Checked:
        """Return the channel's name and what would keep a post out of it, without posting."""
        ...

    async def enter(self, to: Address) -> Checked:
        """Do what `check` does for a channel where somebody asks for posts, and go in where that is possible."""
        ...

    async def home(self, account: str) -> str | None:
        """Return the space that a direct message to somebody is in, None where such messages are in none.

        It never raises: where that can't be known just now, `tell` will say so.
        """
        ...

    async def tell(self, account: str, space: str | None, card: Card, key: str) -> Result:
        """Send a card to one person alone, in a direct message. ``account`` is as in `invocation.Caller`."""
        ...


class Posters:
    """The posters of the platforms that are connected, by platform; whoever starts the adapters fills it."""

    def __init__(self) -> None:
        self._posters: dict[str, Poster] = {}

    def add(self, poster: Poster) -> None:
        """Post on a platform by ``poster`` from now on."""
        self._posters[poster.platform] = poster

    def of(self, platform: str) -> Poster | None:
        """Return a platform's poster, None while it isn't connected."""
        return self._posters.get(platform)

    def platforms(self) -> tuple[str, ...]:
        """Return the platforms that are connected."""
        return tuple(self._posters)
