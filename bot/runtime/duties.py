"""What one of several processes does, as `callboard run --only discord --shards 0-3/8` says it."""

import re
from collections.abc import Collection
from enum import StrEnum
from math import gcd

from msgspec import Struct

from bot.errors import ConfigError, make_config_error

_FORM = re.compile(r"(\d{1,5})(?:-(\d{1,5}))?/(\d{1,5})", re.ASCII)
ONLY, SHARDS = "--only", "--shards"


class Duty(StrEnum):
    """What a process may do: answer on a platform, or send what nobody waits for."""

    DISCORD = "discord"
    SLACK = "slack"
    DELIVERY = "delivery"


class Shards(Struct, frozen=True):
    """Discord's shards ``first`` to ``last``, of ``total``.

    A server belongs to shard ``(id >> 22) % total``, direct messages to shard 0
    (https://docs.discord.com/developers/events/gateway#sharding).
    """

    first: int
    last: int
    total: int

    @property
    def ids(self) -> tuple[int, ...]:
        """The numbers of the shards."""
        return tuple(range(self.first, self.last + 1))

    def __str__(self) -> str:
        numbers = f"{self.first}" if self.first == self.last else f"{self.first}-{self.last}"
        return f"{numbers}/{self.total}"


class Part(Struct, frozen=True):
    """The part of one process: its duties, and its shards if it serves Discord.

    Without ``shards`` it serves all of them.
    """

    duties: frozenset[Duty] = frozenset(Duty)
    shards: Shards | None = None

    def __str__(self) -> str:
        duties = ", ".join(duty.value for duty in Duty if duty in self.duties)
        return f"{duties} ({SHARDS} {self.shards})" if self.shards else duties

    def keep(self, platforms: Collection[Duty]) -> "Part":
        """This part without the platforms that aren't among these."""
        return Part(frozenset(duty for duty in self.duties if duty is Duty.DELIVERY or duty in platforms), self.shards)


WHOLE = Part()  # of a process that does everything


def have_common_servers(one: Shards | None, other: Shards | None) -> bool:
    """Whether one server could belong to both. The totals may differ, as while one grows from 4 shards to 8.

    A number leaves the remainders ``a`` by ``n`` and ``b`` by ``m`` only if ``a`` and ``b`` agree by their greatest
    common divisor.
    """
    if one is None or other is None:
        return True
    common = gcd(one.total, other.total)
    return not {id % common for id in one.ids}.isdisjoint(id % common for id in other.ids)


def find_unserved(served: Collection[Shards | None]) -> tuple[int, Shards] | None:
    """How many shards nobody serves, and the first of them. The total is the largest among ``served``."""
    if not served or None in served:
        return None
    total = max(shards.total for shards in served if shards)
    missing = [id for id in range(total) if not any(have_common_servers(Shards(id, id, total), one) for one in served)]
    return (len(missing), Shards(missing[0], missing[0], total)) if missing else None


def parse_shards(text: str) -> Shards:
    """Read shards such as ``0-3/8`` or ``5/8``. Raises ConfigError with what to write instead."""
    match = _FORM.fullmatch(text.strip())
    if match is None:
        raise _refuse(f"{text!r} isn't understood. Write the first shard, the last and the total, as in 0-3/8")
    first, total = int(match[1]), int(match[3])
    last = first if match[2] is None else int(match[2])
    if first > last:
        raise _refuse(f"The first shard comes before the last: write {last}-{first}/{total} instead of {text}")
    if last >= total:
        last_one = f"the last of {total} shards is {total - 1}" if total else "there must be at least one shard"
        raise _refuse(f"{text} is out of range: shards count from 0, so {last_one}")
    return Shards(first, last, total)


def choose_part(only: Collection[Duty], shards: str | None, engine: str) -> Part:
    """The part that the options describe, on a database of this ``engine``. Raises ConfigError with what to change."""
    duties = frozenset(only or Duty)
    if not shards:
        return Part(duties)
    found = parse_shards(shards)
    if Duty.DISCORD not in duties:
        names = " and ".join(duty.value for duty in Duty if duty in duties)
        sentence = f"Only Discord has shards, and this process is for {names} alone. Leave {SHARDS} out"
        raise _refuse(f"{sentence}, or add {ONLY} discord")
    if engine == "sqlite":
        sentence = "Shards need several processes, and a SQLite file has one. Use PostgreSQL, or leave"
        raise _refuse(f"{sentence} {SHARDS} out: one process serves every shard")
    return Part(duties, found)


def _refuse(sentence: str) -> ConfigError:
    return make_config_error(f"{SHARDS} (or CALLBOARD_SHARDS)", sentence)
