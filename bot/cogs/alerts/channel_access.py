"""Asking platforms, before an alert goes out, which of its channels would refuse it."""

import asyncio
from dataclasses import dataclass

from bot.core.alerts.delivery_plan import Target
from bot.kit.cards.outbound import Address, Checked, Later, Posters, Refused

_PATIENCE = 3.0  # seconds in which platforms may say what they think of the channels
_ASKED = 25  # channels of one space that are asked about: Slack lets an app ask some fifty times a minute


@dataclass(frozen=True, slots=True)
class Reached:
    """What platforms say of channels: which would refuse a post, and how many they didn't tell of."""

    problems: tuple[tuple[Target, Refused], ...]
    unasked: int


class Reaching:
    """Asks platforms about channels."""

    def __init__(self, posters: Posters) -> None:
        self._posters = posters

    async def reached(self, targets: tuple[Target, ...]) -> Reached:
        """Return which channels would refuse a post, as far as their platforms say so in time."""
        asked, counts = list[Target](), dict[tuple[str, str], int]()
        glanced = {target: self._glance(target) for target in targets}
        known = [(target, it.problem) for target, it in glanced.items() if it and isinstance(it.problem, Refused)]
        unknown = [target for target, it in glanced.items() if it is None]
        for target in unknown:
            place = (target.platform, target.space)
            counts[place] = counts.get(place, 0) + 1
            if counts[place] <= _ASKED and self._posters.of(target.platform):
                asked.append(target)
        if not asked:
            return Reached(tuple(known), len(unknown))
        checks = {asyncio.create_task(self._checked(target)): target for target in asked}
        done, late = await asyncio.wait(checks, timeout=_PATIENCE)
        for task in late:
            task.cancel()
        told = [(checks[task], task.result()) for task in done]
        problems = [(target, it.problem) for target, it in told if isinstance(it.problem, Refused)]
        return Reached((*known, *problems), len(unknown) - sum(_is_known(it) for _, it in told))

    def _glance(self, target: Target) -> Checked | None:
        poster = self._posters.of(target.platform)
        return poster.glance(Address(target.platform, target.space, target.channel)) if poster else None

    async def _checked(self, target: Target) -> Checked:
        poster = self._posters.of(target.platform)
        if poster is None:
            return Checked("", Later(0))
        return await poster.check(Address(target.platform, target.space, target.channel))


def _is_known(checked: Checked) -> bool:
    """Say whether a platform told of a channel: not where it wants a pause, or may not be asked for its channels."""
    return isinstance(checked.problem, Refused) or (checked.problem is None and bool(checked.name))
