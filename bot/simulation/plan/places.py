"""The servers and workspaces of a simulated day, and how many people are in each."""

from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import Literal

Platform = Literal["discord", "slack"]

_SPACES_PER_ORG = 10
# 2,520 is divisible by 1 to 10, so the k-th server is on shard k modulo the number of shards.
_FIRST_GUILD, _COUNTER_BITS = 2_520 * 100_000, 22
_FIRST_USER = 10**17


@dataclass(frozen=True, slots=True)
class Space:
    """A server or workspace with its one channel. ``number`` counts from 0; ``org`` is the number of its org."""

    number: int
    platform: Platform
    id: str
    channel: str
    org: int

    @property
    def name(self) -> str:
        """What people call it, and its chapter."""
        return f"Chapter {self.number + 1}"

    @property
    def org_name(self) -> str:
        """The name of its org."""
        return f"Organization {self.org + 1}"

    @property
    def slack_token(self) -> str:
        """The bot's token in a workspace, in Slack's form. It opens nothing but the stand-in."""
        return f"xoxb-{self.number}-{'0' * 32}"


def make_spaces(count: int, only: Platform | None = None) -> tuple[Space, ...]:
    """Make ``count`` spaces, by turns on Discord and on Slack, ten to an org."""
    return tuple(_make_space(number, only or ("slack" if number % 2 else "discord")) for number in range(count))


def _make_space(number: int, platform: Platform) -> Space:
    org = number // _SPACES_PER_ORG
    if platform == "slack":
        return Space(number, platform, f"T{number:010d}", f"C{number:010d}", org)
    guild = (_FIRST_GUILD + number) << _COUNTER_BITS
    return Space(number, platform, str(guild), str(guild + 1), org)


class Population:
    """Who is where. The k-th largest space has a k-th of the people of the largest (Zipf), as online groups tend to."""

    def __init__(self, spaces: tuple[Space, ...]) -> None:
        self._spaces = spaces
        self._sums = list(accumulate(1 / rank for rank in range(1, len(spaces) + 1)))

    def choose(self, random: Random) -> Space:
        """The space of one person."""
        return random.choices(self._spaces, cum_weights=self._sums)[0]


def make_user(person: int, platform: Platform) -> str:
    """A person's id on a platform."""
    return str(_FIRST_USER + person) if platform == "discord" else f"U{person:010d}"


def make_account(person: int, space: Space) -> str:
    """A person's account as Callboard knows it: a Discord id, or Slack's team and user."""
    user = make_user(person, space.platform)
    return user if space.platform == "discord" else f"{space.id}:{user}"
