"""What a person sees after something they did, as far as they go on from there."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.simulation.plan.places import Platform, Space

Json = dict[str, Any]

ANSWER_SECONDS = 3.0  # both platforms show the person an error after that
PATIENCE = 30.0  # seconds that a person waits for what was acknowledged
# A call's reference under its receipt (`bot.core.base.ids`), anywhere in an answer.
_REFERENCE = re.compile(rb"\b([0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4})\b")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on a platform: their space and their user id there."""

    number: int
    space: Space
    user: str


@dataclass(frozen=True, slots=True)
class Screen:
    """A message as one person sees it.

    ``buttons`` has what a tap on each button or choice sends, by its label. ``message`` is the message as the platform
    describes it beside a tap, ``reference`` that of the call on it, and ``text`` the beginning of its words.
    """

    buttons: Mapping[str, Json] = field(default_factory=dict)
    message: Json = field(default_factory=dict)
    reference: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What came back: seconds until the bot acknowledged and until it showed something, None for never."""

    acknowledged: float | None
    seconds: float | None
    screen: Screen | None = None

    @property
    def is_dropped(self) -> bool:
        """Whether the platform showed an error, because the bot didn't acknowledge in time."""
        return self.acknowledged is None or self.acknowledged > ANSWER_SECONDS


class Door(Protocol):
    """One platform, as a crowd uses it. A ``redelivered`` request reaches the bot twice, and is one request."""

    async def command(
        self, person: Person, name: str, options: Mapping[str, str], *, redelivered: bool = False
    ) -> Shown:
        """Type a command, and wait for its answer."""
        ...

    async def tap(self, person: Person, on: Screen, label: str, *, redelivered: bool = False) -> Shown:
        """Tap the button ``label`` on a message, and wait for the answer."""
        ...

    def find_post(self, space: Space) -> Screen | None:
        """The last alert in a space's channel, None before the first."""
        ...


Doors = Mapping[Platform, Door]


def find_reference(body: bytes) -> str | None:
    """The reference of a call in the bytes of an answer."""
    found = _REFERENCE.search(body)
    return found[1].decode() if found else None
