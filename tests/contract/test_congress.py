"""Who sits in Congress, as people meet it: whom to ring, by name and number, and what is doubtful."""

from datetime import date

from tests.capitol import Invented, invented
from tests.contract.people import Person, said
from tests.contract.stage import Stage
from tests.contract.test_moderation import admin

OVER = said("congress.over")


async def elected(stage: Stage, files: Invented) -> Person:
    """Bring an edition in before anybody comes, and return Ana."""
    await stage.elect(files.load())
    return stage.person("Ana")


async def test_a_new_congress_is_told_to_everybody_softly_and_to_coordinators_plainly(stage: Stage) -> None:
    await elected(stage, invented(ends=date(2025, 1, 3)))
    seen = await (await admin(stage)).say("/callboard")
    assert seen.has("callboard congress update")
    assert not seen.has(OVER)
    home = await stage.person("Ben").say("/callboard")
    assert home.has(OVER)
    assert not home.has("callboard congress update")


async def test_what_is_in_force_is_not_spoken_of(stage: Stage) -> None:
    ana = await elected(stage, invented())
    assert not (await ana.say("/callboard")).has("Congress ")
