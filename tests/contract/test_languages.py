"""The language of a person's answers."""

import pytest

from tests.contract.conftest import DISCORD, SOCKET
from tests.contract.people import said
from tests.contract.stage import Stage
from tests.contract.test_drafts import begin, write_script

SPANISH, ENGLISH = "Hola, me llamo (su nombre).", "Hello, my name is (your name)."


async def test_the_platforms_language_chooses_the_script(stage: Stage) -> None:
    script = await stage.person("Ana", locale="es").say("/script")
    assert script.has(SPANISH)
    assert script.has("Por un DREAM Act limpio: familias unidas")
    assert script.has(said("script.draft"))
    assert not (await stage.person("Ben").say("/script")).has(said("script.draft"))


async def test_the_profiles_language_wins_and_a_commands_option_wins_over_both(stage: Stage) -> None:
    ana = stage.person("Ana", locale="es")
    await ana.say("/profile language:en")
    assert (await ana.say("/script")).has(ENGLISH)
    assert (await ana.say("/script language:es")).has(SPANISH)
    assert (await ana.say("/script language:tl")).has("Magandang araw po.")
    await ana.say("/profile language:vi")
    assert (await ana.say("/script")).has("Xin chào, tôi tên là (tên của quý vị).")


async def test_a_call_keeps_the_language_of_its_script(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.say("/script language:ko")
    await ana.tap("Spoke to someone")
    await ana.say("/log spoke")
    assert {call[0]: call[-1] for call in stage.calls()} == {"representative": "ko", "senator-1": "en"}


async def test_a_dash_returns_to_the_apps_language(stage: Stage) -> None:
    ana = stage.person("Ana", locale="es")
    await ana.say("/profile language:en")
    assert (await ana.say("/profile language:-")).has("Language: Not set")
    assert (await ana.say("/script")).has(SPANISH)


async def test_a_language_that_came_from_chat_is_known_at_once(stage: Stage) -> None:
    cora, ben = await begin(stage), stage.person("Ben")
    await cora.say("/campaign new name:Vote tomorrow")
    await write_script(cora)
    await cora.tap("Publish")
    assert (await ben.say("/script language:ht")).has("isn't one of the choices")
    for tag, text in (("ht", "Bonjou, mwen rele {{name}}."), ("ar", "صباح الخير")):
        await cora.say("/campaign edit vote-tomorrow")
        await cora.tap("Script")
        await cora.tap("Another language, or for some members")
        await cora.fill({"Language": tag, "What to say": text})
        await cora.tap("Publish")
    for typed, begins in (("ht", "Bonjou"), ("Haitian Creole", "Bonjou"), ("العربية", "صباح"), ("arabic", "صباح")):
        assert (await ben.say(f"/script language:{typed}")).has(begins)
    assert (await ben.say("/script campaign:vote-tomorrow ht")).has("Bonjou")
    assert (await ben.say("/script language:arabik")).has("العربية (Arabic)")
    await ben.say("/profile language:ht")
    assert (await ben.say("/script")).has("Bonjou")
    assert (await cora.say("/org language language:ht")).has("is in Kreyòl Ayisyen, where there is a translation")


@pytest.mark.parametrize("platform_name", [DISCORD, SOCKET], indirect=True)
async def test_a_campaigns_own_languages_are_offered(stage: Stage) -> None:
    await stage.restart("campaign: two\ntitle: Two\nscripts: {en: {text: Hello}, ht: {text: Bonjou}, ur: {text: سلام}}")
    ana = stage.chatter("Ana")
    assert await ana.offers("profile", "language", "urd") == ["اردو"]
    assert "Español" in await ana.offers("profile", "language", "")
