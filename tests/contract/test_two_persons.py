"""With two persons, what reaches beyond one organization is in force only after another admin released it."""

from tests.contract.people import Chatter, Person, said
from tests.contract.stage import Stage
from tests.contract.test_import import NEW
from tests.contract.test_moderation import admin


async def two_admins(stage: Stage) -> tuple[Person, Person]:
    """Two admins of a coalition that wants two persons."""
    stage.settings = stage.settings.replace("{name: Valley", "{name: Valley, two_person: true")
    await stage.restart()
    cora, dan = await admin(stage), stage.person("Dan")
    await dan.say("/callboard")
    await cora.say(f"/role grant person:{dan.mention} role:admin")
    return cora, dan


async def test_another_admin_sees_what_would_change_and_releases_it(stage: Stage) -> None:
    cora, dan = await two_admins(stage)
    seen = await cora.hand_in("/campaign import", "today.yaml", NEW)
    assert seen.has(said("import.second"))
    assert (await cora.tap("Save it")).has("Another admin has to release it.")
    assert not (await cora.say("/campaign list")).has("call-today")
    if isinstance(dan, Chatter):
        await dan.wait_for_message("Somebody wants to change")
    home = await dan.say("/callboard")
    assert home.has("1 change to a campaign to release")
    await dan.tap("Changes to release (1)", on=home)
    change = await dan.tap("Call today")
    assert change.has("A file is to be in force:")
    assert change.has("500")
    assert change.buttons == ("Release it", "Refuse it")
    assert (await dan.tap("Release it", on=change)).has("It's in force now")
    assert (await cora.say("/script campaign:call-today")).has("Hello")
    assert (await dan.say("/audit")).has("released a change of the campaign Call today")


async def test_the_author_can_only_take_it_back(stage: Stage) -> None:
    cora, _ = await two_admins(stage)
    await cora.hand_in("/campaign import", "today.yaml", NEW)
    await cora.tap("Save it")
    home = await cora.say("/callboard")
    assert not home.has("to release")
    await cora.say("/campaign adopt clean-dream-act")
    assert (await cora.tap("Write it here from now on")).has("Until then it follows its file.")
