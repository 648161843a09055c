"""`chapter:none` means no chapter, in every language: it leaves one's own, or says how to do that."""

from bot.kit.i18n import list_catalogs
from bot.kit.words.own_language.times import is_none, list_spelled
from tests.contract.people import said
from tests.contract.roles import admin
from tests.contract.stage import Stage

WAYS = ("none", "NONE", "-", "--", "—", "ninguno", "Ninguno", "없음", "không có", "wala", "无", "無", "不要")


async def test_none_leaves_ones_chapter_in_any_language(stage: Stage) -> None:
    await stage.add_org("Valley United", "West", "Wala Street")
    ana = stage.person("Ana")
    for word in WAYS:
        assert (await ana.say("/profile chapter:West")).fact("Chapter") == "West"
        assert (await ana.say(f"/profile chapter:{word}")).fact("Chapter") == said("profile.none"), word
    await ana.say("/profile CA-11")
    assert (await ana.say("/profile district:none")).fact("District") == said("profile.none")
    assert (await ana.say("/profile chapter:Wala Street")).fact("Chapter") == "Wala Street"
    assert (await ana.say("/profile name:Nada")).fact(said("profile.name")) == "Nada"
    for name, shown in (("Nada", "Nada"), ("None", said("profile.none"))):
        assert (await ana.say(f"/profile public_name:{name}")).fact(said("profile.public_name")).startswith(shown), name


async def test_where_a_chapter_is_needed_none_says_how_to_leave_ones_own(stage: Stage) -> None:
    cora = await admin(stage)
    await stage.add_org("Valley United", "West", "East")
    for line in ("archive", "code", "show", "rename name:Bay"):
        for word in ("none", "-", "ninguno", "없음"):
            assert (await cora.say(f"/chapter {line} chapter:{word}")).has("This needs a chapter."), (line, word)
    assert (await cora.say("/chapter map chapter:none")).has("lead to no chapter, use")
    assert (await cora.say("/chapter list")).has("West")


def test_every_language_has_words_for_none() -> None:
    for language in list_catalogs():
        words = list_spelled(language, "none")
        assert words, language
        assert all(map(is_none, words)), language
    assert not any(map(is_none, ("", "West", "no West", "None of us", "wala street")))
