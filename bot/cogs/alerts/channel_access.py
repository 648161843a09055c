"""Asks the platforms which channels would refuse a post, before one is sent there."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from msgspec import Struct

from bot.core.alerts.posting.delivery_plan import TargetChannel
from bot.kit.cards.outbound import Address, Checked, Later, Posters, Refused

_TIMEOUT = 3.0  # seconds for all checks of one preview or list
_LIFETIME = 300.0  # seconds for which a check's result is reused
_PER_SPACE = 25  # checks per space and card; Slack allows an app about fifty a minute


class AccessReport(Struct, frozen=True):
    """Which channels would refuse a post, by the names that they have now, and how many are ``unchecked``.

    Of those, ``left`` can be checked next time; about the others their platform says nothing. Unless it is empty,
    ``unseen`` is the permission missing for it.
    """

    problems: tuple[tuple[TargetChannel, Refused], ...]
    unchecked: int
    left: int = 0
    unseen: str = ""


class ChannelAccess:
    """Checks channels a few at a time and caches the results, so that each further preview checks the rest."""

    def __init__(self, posters: Posters, clock: Callable[[], float] = time.monotonic) -> None:
        self._posters, self._clock = posters, clock
        self._known: dict[Address, tuple[Checked, float]] = {}

    async def check(self, channels: tuple[TargetChannel, ...]) -> AccessReport:
        """Find the channels that would refuse a post, as far as their platforms answer in time."""
        places = {one: Address(one.platform, one.space, one.channel) for one in channels}
        known = await self.look(tuple(places.values()))
        seen = ((replace(one, name=known[to].name or one.name), known[to]) for one, to in places.items() if to in known)
        refused = tuple((channel, it.problem) for channel, it in seen if isinstance(it.problem, Refused))
        checked = sum(map(is_known, known.values()))
        unseen = find_unseen(known.values())
        return AccessReport(refused, len(channels) - checked, len(channels) - len(known), unseen)

    async def look(self, places: tuple[Address, ...]) -> Mapping[Address, Checked]:
        """What the platforms say about these channels, without those that get no answer in time."""
        self._drop_expired()
        await self._drop_left(places)
        seen = {to: it for to in places if (it := self._peek(to))}
        cached = {to: self._known[to][0] for to in places if to in self._known}
        known = {**cached, **seen}
        # A refusal may have been fixed since it was cached, so those are checked again after the unknown ones.
        again = [to for to, it in cached.items() if to not in seen and it.problem]
        return known | await self._check_some((*(to for to in places if to not in known), *again))

    async def _check_some(self, places: Iterable[Address]) -> dict[Address, Checked]:
        """Ask the platforms about some channels and cache what they answer in time."""
        checks = {asyncio.create_task(self._check(to)): to for to in self._choose(places)}
        if not checks:
            return {}
        done, late = await asyncio.wait(checks, timeout=_TIMEOUT)
        for task in late:
            task.cancel()
        found = {checks[task]: task.result() for task in done if not isinstance(task.result().problem, Later)}
        until = self._clock() + _LIFETIME
        self._known |= {to: (it, until) for to, it in found.items()}
        return found

    def _choose(self, places: Iterable[Address]) -> list[Address]:
        """The first channels of each space, up to the number checked at once."""
        chosen, counts = list[Address](), Counter[tuple[str, str]]()
        for to in places:
            space = (to.platform, to.space)
            if counts[space] < _PER_SPACE and self._posters.find(to.platform):
                counts[space] += 1
                chosen.append(to)
        return chosen

    def _peek(self, to: Address) -> Checked | None:
        poster = self._posters.find(to.platform)
        return poster.glance(to) if poster else None

    def _drop_expired(self) -> None:
        now = self._clock()
        self._known = {to: (checked, until) for to, (checked, until) in self._known.items() if now < until}

    async def _drop_left(self, places: Iterable[Address]) -> None:
        """Forget what was found in spaces that removed the app since."""
        for platform, space in {(to.platform, to.space) for to in places if to in self._known}:
            poster = self._posters.find(platform)
            if poster and await poster.has_left(space):
                self._known = {to: it for to, it in self._known.items() if (to.platform, to.space) != (platform, space)}

    async def _check(self, to: Address) -> Checked:
        poster = self._posters.find(to.platform)
        return await poster.check(to) if poster else Checked("", Later(0))


def find_unseen(found: Iterable[Checked]) -> str:
    """The permission that a platform asks for before it says anything about some channels; empty if none is missing."""
    return next((one.unseen for one in found if one.unseen), "")


def is_known(checked: Checked) -> bool:
    """Whether the platform said anything about a channel: with no permission to look, it returns no name."""
    return isinstance(checked.problem, Refused) or (checked.problem is None and bool(checked.name))
