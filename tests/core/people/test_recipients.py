"""In which language, and by which clock, somebody reads a message that nobody is waiting for."""

from bot.core.coalition.profiles import ProfileChange
from bot.core.people.recipients import Recipient, fetch_person
from bot.store.engine import Tx
from tests.services import Core, caller


async def find(core: Core, name: str) -> Recipient:
    async def read(tx: Tx) -> Recipient:
        person = await core.people.find(tx, caller(name))
        assert person
        to = await fetch_person(tx, core.people, core.base.keys, person.id)
        assert to
        return to

    return await core.base.store.read(read)


async def find_language(core: Core, name: str) -> str | None:
    return (await find(core, name)).language


async def test_a_message_is_in_the_profiles_language_else_in_the_platforms(core: Core) -> None:
    settings = core.built.people.platform_settings
    assert not await settings.remember("console", "ana", "ko", None, None)  # nobody is added for it
    await core.log("ana")
    assert await find_language(core, "ana") is None
    assert await settings.remember("console", "ana", "ko", None, None)
    assert await find_language(core, "ana") == "ko"
    await core.built.coalition.profiles.change(caller("ana"), ProfileChange(language="tl"))
    assert await find_language(core, "ana") == "tl"
    await core.built.coalition.profiles.change(caller("ana"), ProfileChange(language="-"))
    assert await find_language(core, "ana") == "ko"


async def test_a_message_is_on_the_clock_that_the_platform_knows(core: Core) -> None:
    await core.log("ana")
    assert (await find(core, "ana")).zone is None
    await core.built.people.platform_settings.remember("console", "ana", None, "America/Phoenix", None)
    assert (await find(core, "ana")).zone == "America/Phoenix"
