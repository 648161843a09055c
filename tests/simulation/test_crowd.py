"""A person who taps twice: neither tap outlasts a mishap of the other, or the end of the day."""

import asyncio
from collections.abc import Mapping

import pytest

from bot.core.totals.counting import Outcome
from bot.simulation.crowd import Crowd, load_labels, make_person
from bot.simulation.ledger import Fate, Ledger
from bot.simulation.plan.model import Homes
from bot.simulation.plan.places import Population, Space, make_spaces
from bot.simulation.plan.walks import Deed, Step, Walk
from bot.simulation.platforms.screens import Person, Screen, Shown

OUTCOME = Outcome.SPOKE
CARD = Screen({load_labels().outcomes[OUTCOME]: {}})
LOGGED = Shown(0.0, 0.0, Screen(reference="4F7K-92MD"))


class Door:
    """A platform that shows a card at once and never answers the first tap. It answers the second one ``later``."""

    def __init__(self, later: Shown | Exception | None) -> None:
        self.later, self.taps, self.second = later, 0, asyncio.Event()

    async def command(
        self, person: Person, name: str, options: Mapping[str, str], *, redelivered: bool = False
    ) -> Shown:
        return Shown(0.0, 0.0, CARD)

    async def tap(self, person: Person, on: Screen, label: str, *, redelivered: bool = False) -> Shown:
        self.taps += 1
        if self.taps == 2:
            self.second.set()
        if self.taps == 1 or self.later is None:
            await asyncio.Event().wait()
        if isinstance(self.later, Exception):
            raise self.later
        return LOGGED

    def find_post(self, space: Space) -> Screen | None:
        return None


def begin(door: Door) -> tuple[Ledger, "asyncio.Task[None]"]:
    """Somebody gets a script, and taps an outcome twice."""
    [space, _], ledger = make_spaces(2), Ledger()
    crowd = Crowd({space.platform: door}, Population((space,)), Homes({"CA-11": ["94110"]}), ledger, 1000.0, 1)
    walk = Walk((Step(Deed.SCRIPT, 0.0), Step(Deed.OUTCOME, 0.0, OUTCOME, twice=True)), "94110")
    return ledger, asyncio.create_task(crowd._walk(make_person(1, space), walk))


def count_left() -> int:
    """The tasks that still run besides this one."""
    return len(asyncio.all_tasks() - {asyncio.current_task()})


async def test_a_mishap_of_the_second_tap_ends_the_first() -> None:
    ledger, walking = begin(Door(ConnectionError("gone")))
    with pytest.raises(ConnectionError):
        await walking
    assert count_left() == 0
    assert [log.fate for log in ledger.logs] == [Fate.UNKNOWN], "the first tap may have been saved"


async def test_the_end_of_the_day_ends_both() -> None:
    door = Door(None)
    ledger, walking = begin(door)
    await door.second.wait()
    walking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await walking
    assert count_left() == 0
    assert [log.fate for log in ledger.logs] == [Fate.UNKNOWN] * 2
