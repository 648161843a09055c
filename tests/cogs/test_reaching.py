"""A preview counts as checked only what a platform told of."""

from typing import cast

import pytest

from bot.cogs.alerts.channel_access import Reaching
from bot.core.alerts.delivery_plan import Target
from bot.core.alerts.delivery_times import Slot
from bot.kit.cards.outbound import Address, Checked, Later, Poster, Posters, Refusal, Refused


class Teller:
    """A platform that tells the same of every channel, and nothing without being asked."""

    platform = "slack"

    def __init__(self, told: Checked) -> None:
        self._told = told

    def glance(self, to: Address) -> Checked | None:
        return None

    async def check(self, to: Address) -> Checked:
        return self._told


@pytest.mark.parametrize(
    ("told", "count", "unchecked"),
    [
        (Checked("general"), 3, 0),
        (Checked("general", Refused(Refusal.OUTSIDE)), 3, 0),
        (Checked("", Later(20)), 3, 3),  # the platform wants a pause
        (Checked(""), 3, 3),  # the workspace never granted the scope
        (Checked("general"), 40, 15),
    ],
)
async def test_what_a_platform_did_not_tell_of_is_said_not_to_be_checked(
    told: Checked, count: int, unchecked: int
) -> None:
    posters = Posters()
    posters.add(cast(Poster, Teller(told)))
    targets = tuple(Target("general", "slack", "T1", str(number), "UTC", Slot(0)) for number in range(count))
    reached = await Reaching(posters).reached(targets)
    assert reached.unasked == unchecked
    assert len(reached.problems) == (count if isinstance(told.problem, Refused) else 0)
