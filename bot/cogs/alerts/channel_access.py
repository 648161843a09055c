"""Asking platforms, before an alert goes out, which of its channels would refuse it."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.core.alerts.delivery_plan import Target
from bot.kit.cards.outbound import Address, Checked, Later, Posters, Refused

_PATIENCE = 3.0  # seconds in which platforms may say what they think of the channels
_KEPT = 300.0  # seconds for which what they said is believed
_ASKED = 25  # channels of one space that are asked about: Slack lets an app ask some fifty times a minute


@dataclass(frozen=True, slots=True)
class Reached:
    """What platforms say of channels: which would refuse a post, and how many they didn't tell of.

    Of these ``left`` can be asked about next time; the others' platform tells nothing of them.
    """

    problems: tuple[tuple[Target, Refused], ...]
    unasked: int
    left: int = 0


class Reaching:
    """Asks platforms about channels, some at a time, and remembers for a while what they said.

    So that each further look at one alert goes on with the channels that are left.
    """

    def __init__(self, posters: Posters, clock: Callable[[], float] = time.monotonic) -> None:
        self.posters = posters
        self._clock = clock
        self._known: dict[Address, tuple[Checked, float]] = {}

    async def reached(self, targets: tuple[Target, ...]) -> Reached:
        """Return which channels would refuse a post, as far as their platforms say so in time."""
        self._forget()
        places = {target: Address(target.platform, target.space, target.channel) for target in targets}
        seen = {target: it for target, to in places.items() if (it := self._glance(to))}
        kept = {target: self._known[to][0] for target, to in places.items() if to in self._known}
        known = {**kept, **seen}
        unknown = [target for target in targets if target not in known]
        again = [target for target, it in kept.items() if target not in seen and it.problem]  # perhaps mended since
        checks = {asyncio.create_task(self._checked(places[one])): one for one in self._asked((*unknown, *again))}
        if checks:
            done, late = await asyncio.wait(checks, timeout=_PATIENCE)
            for task in late:
                task.cancel()
            known |= {checks[task]: task.result() for task in done if not isinstance(task.result().problem, Later)}
        until = self._clock() + _KEPT
        self._known |= {places[one]: (known[one], until) for one in checks.values() if one in known}
        problems = ((target, it.problem) for target, it in known.items())
        refused = tuple((target, problem) for target, problem in problems if isinstance(problem, Refused))
        told = sum(map(_is_known, known.values()))
        return Reached(refused, len(targets) - told, len(targets) - len(known))

    def _asked(self, targets: Iterable[Target]) -> list[Target]:
        """Return the first of these channels of each space, as many as are asked about at once."""
        asked, counts = list[Target](), Counter[tuple[str, str]]()
        for target in targets:
            place = (target.platform, target.space)
            if counts[place] < _ASKED and self.posters.of(target.platform):
                counts[place] += 1
                asked.append(target)
        return asked

    def _glance(self, to: Address) -> Checked | None:
        poster = self.posters.of(to.platform)
        return poster.glance(to) if poster else None

    def _forget(self) -> None:
        now = self._clock()
        self._known = {to: held for to, held in self._known.items() if now < held[1]}

    async def _checked(self, to: Address) -> Checked:
        poster = self.posters.of(to.platform)
        return await poster.check(to) if poster else Checked("", Later(0))


def _is_known(checked: Checked) -> bool:
    """Say whether a platform told of a channel: not where it may not be asked for its channels."""
    return isinstance(checked.problem, Refused) or (checked.problem is None and bool(checked.name))
