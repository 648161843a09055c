"""The language of a person's answers."""

from tests.contract.people import said
from tests.contract.stage import Stage

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
    assert (await ana.say("/script es")).has(SPANISH)
    assert (await ana.say("/script language:tl")).has("Magandang araw po.")
    await ana.say("/profile language:vi")
    assert (await ana.say("/script")).has("Xin chào, tôi tên là (tên của quý vị).")


async def test_a_call_keeps_the_language_of_its_script(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.say("/script ko")
    await ana.tap("Spoke to someone")
    await ana.say("/log spoke")
    assert {call[0]: call[-1] for call in stage.calls()} == {"representative": "ko", "senator-1": "en"}


async def test_a_dash_returns_to_the_apps_language(stage: Stage) -> None:
    ana = stage.person("Ana", locale="es")
    await ana.say("/profile language:en")
    assert (await ana.say("/profile language:-")).has("Language: Not set")
    assert (await ana.say("/script")).has(SPANISH)
