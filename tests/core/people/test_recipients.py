"""In which language somebody reads a message that nobody is waiting for."""

from bot.core.coalition.profiles import ProfileChange
from bot.core.people.recipients import fetch_person
from bot.store.engine import Tx
from tests.services import Core, caller


async def find_language(core: Core, name: str) -> str | None:
    async def read(tx: Tx) -> str | None:
        person = await core.people.find(tx, caller(name))
        assert person
        to = await fetch_person(tx, core.people, core.base.keys, person.id)
        return to.language if to else None

    return await core.base.store.read(read)


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
