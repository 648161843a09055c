"""Asks the platforms which of an alert's channels would refuse it, before it is confirmed."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from bot.core.alerts.delivery_plan import TargetChannel
from bot.kit.cards.outbound import Address, Checked, Later, Posters, Refused

_TIMEOUT = 3.0  # seconds for all checks of one preview
_LIFETIME = 300.0  # seconds for which a check's result is reused
_PER_SPACE = 25  # checks per space and preview; Slack allows an app about fifty a minute


class AccessReport(Struct, frozen=True):
    """Which channels would refuse a post, and how many are ``unchecked``.

    Of those, ``left`` can be checked next time; about the others their platform says nothing.
    """

    problems: tuple[tuple[TargetChannel, Refused], ...]
    unchecked: int
    left: int = 0


class ChannelAccess:
    """Checks channels a few at a time and caches the results, so that each further preview checks the rest."""

    def __init__(self, posters: Posters, clock: Callable[[], float] = time.monotonic) -> None:
        self._posters = posters
        self._clock = clock
        self._known: dict[Address, tuple[Checked, float]] = {}

    async def check(self, channels: tuple[TargetChannel, ...]) -> AccessReport:
        """Find the channels that would refuse a post, as far as their platforms answer in time."""
        self._drop_expired()
        places = {one: Address(one.platform, one.space, one.channel) for one in channels}
        seen = {channel: it for channel, to in places.items() if (it := self._peek(to))}
        cached = {channel: self._known[to][0] for channel, to in places.items() if to in self._known}
        known = {**cached, **seen}
        # A refusal may have been fixed since it was cached, so those are checked again after the unknown ones.
        again = [channel for channel, it in cached.items() if channel not in seen and it.problem]
        known |= await self._check_some(places, (*(one for one in channels if one not in known), *again))
        problems = ((channel, it.problem) for channel, it in known.items())
        refused = tuple((channel, problem) for channel, problem in problems if isinstance(problem, Refused))
        checked = sum(map(_is_known, known.values()))
        return AccessReport(refused, len(channels) - checked, len(channels) - len(known))

    async def _check_some(
        self, places: Mapping[TargetChannel, Address], channels: Iterable[TargetChannel]
    ) -> dict[TargetChannel, Checked]:
        """Ask the platforms about some channels and cache what they answer in time."""
        checks = {asyncio.create_task(self._check(places[one])): one for one in self._choose(channels)}
        if not checks:
            return {}
        done, late = await asyncio.wait(checks, timeout=_TIMEOUT)
        for task in late:
            task.cancel()
        found = {checks[task]: task.result() for task in done if not isinstance(task.result().problem, Later)}
        until = self._clock() + _LIFETIME
        self._known |= {places[channel]: (it, until) for channel, it in found.items()}
        return found

    def _choose(self, channels: Iterable[TargetChannel]) -> list[TargetChannel]:
        """The first channels of each space, up to the number checked at once."""
        chosen, counts = list[TargetChannel](), Counter[tuple[str, str]]()
        for channel in channels:
            place = (channel.platform, channel.space)
            if counts[place] < _PER_SPACE and self._posters.of(channel.platform):
                counts[place] += 1
                chosen.append(channel)
        return chosen

    def _peek(self, to: Address) -> Checked | None:
        poster = self._posters.of(to.platform)
        return poster.glance(to) if poster else None

    def _drop_expired(self) -> None:
        now = self._clock()
        self._known = {to: (checked, until) for to, (checked, until) in self._known.items() if now < until}

    async def _check(self, to: Address) -> Checked:
        poster = self._posters.of(to.platform)
        return await poster.check(to) if poster else Checked("", Later(0))


def _is_known(checked: Checked) -> bool:
    """Whether the platform said anything about a channel: with no permission to look, it returns no name."""
    return isinstance(checked.problem, Refused) or (checked.problem is None and bool(checked.name))
