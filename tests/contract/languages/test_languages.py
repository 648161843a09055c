"""The language of a person's answers."""

import pytest

from bot.kit.cards.markup import strip_markup
from bot.kit.i18n import load_words
from tests.contract.campaigns.test_drafts import begin, write_script
from tests.contract.conftest import CONSOLE, DISCORD, HTTP, SOCKET
from tests.contract.drivers.discord_people import DiscordPerson
from tests.contract.drivers.slack import SlackPerson
from tests.contract.people import said
from tests.contract.stage import Stage

SPANISH, ENGLISH = "Hola, me llamo (su nombre).", "Hello, my name is (your name)."


async def test_a_caller_reads_their_language_beside_the_english_to_say(stage: Stage) -> None:
    words = load_words("ko")
    english = "Hello, my name is (your name)."
    only_english, only_korean = (words.t("script.button.only", language=name) for name in ("영어", "한국어"))
    korean = "안녕하세요. 저는 (사는 도시)에 사는 (이름)입니다."
    ana = stage.person("Ana", locale="ko")
    script = await ana.say("/script")
    meaning = strip_markup(words.m("script.meaning", text=korean))
    for shown in (words.t("script.draft").strip("*"), "조건 없는 드림법안, 함께 사는 가족", english, meaning):
        assert script.has(shown)
    assert script.text.index("224-3121") < script.text.index(english) < script.text.index(meaning)
    assert script.has("DACA 수혜자를 위한 해결책이 없는 예산안에 의원님께서 반대표를 던지실 건가요?")
    alone = await ana.tap(only_english)
    assert (alone.has(english), alone.has(korean)) == (True, False)
    assert not alone.has("If a person answers"), "directions are for the caller, not to say"
    alone = await ana.tap(only_korean)
    assert (alone.has(english), alone.has(korean)) == (False, True)
    both = await ana.tap(words.t("script.button.both"))
    assert both.text == script.text
    staff = await ana.tap(words.t("script.button.answers"))
    for asked in ("May I have your ZIP code?", "We have to secure the border first."):
        assert staff.has(asked)
    await ana.tap(words.t("script.button.back"))
    await ana.tap(words.label("outcome", "voicemail"))
    assert stage.calls()[0][-1] == "ko"
    assert not (await stage.person("Ben").say("/script")).has(said("script.draft"))


async def test_the_profiles_language_wins_and_a_commands_option_wins_over_both(stage: Stage) -> None:
    ana = stage.person("Ana", locale="es")
    await ana.say("/profile language:en")
    assert (await ana.say("/script")).has(ENGLISH)
    assert (await ana.say("/script language:es")).has(SPANISH)
    assert (await ana.say("/script language:tl")).has("Magandang araw po.")
    await ana.say("/profile language:vi")
    assert (await ana.say("/script")).has("Xin chào, tôi tên là (tên của quý vị).")


async def test_whoever_has_chosen_no_language_is_asked_in_all_of_them_first(stage: Stage) -> None:
    ana = stage.person("Ana")
    home = await ana.say("/callboard")
    assert home.buttons[0] == "Wika / 语言 / Idioma"
    asked = await ana.tap("Wika / 语言 / Idioma")
    assert list(asked.buttons[:7]) == ["Español", "简体中文", "繁體中文", "한국어", "Tiếng Việt", "Tagalog", "English"]
    tagalog = load_words("tl")
    home = await ana.tap("Tagalog")
    assert home.has(tagalog.t("language.saved", language=tagalog.label("language", "tl")))
    assert home.buttons[0] == tagalog.t("button.script")
    assert tagalog.t("button.language") in home.buttons
    assert (await ana.tap(tagalog.t("button.script"))).has("Magandang araw po.")
    await ana.say("/callboard")
    await ana.tap(tagalog.t("button.language"))
    assert said("button.script") in (await ana.tap("English")).buttons


async def test_a_call_keeps_the_language_of_its_script(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.say("/script language:ko")
    await ana.tap("Spoke to someone")
    await ana.say("/log spoke")
    assert {call[0]: call[-1] for call in stage.calls()} == {"representative": "ko", "senator-1": "en"}


async def test_a_dash_returns_to_the_apps_language(stage: Stage) -> None:
    ana = stage.person("Ana", locale="es")
    await ana.say("/profile language:en")
    spanish = load_words("es")  # the platform's
    cleared = await ana.say("/profile language:-")
    assert cleared.fact(spanish.t("profile.language")) == spanish.t("profile.none")
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


@pytest.mark.parametrize("platform_name", [DISCORD, SOCKET, HTTP], indirect=True)
async def test_in_direct_messages_a_board_is_in_its_only_readers_language(stage: Stage) -> None:
    for locale, words in (("es", "Grupos locales"), ("ko", "지부"), ("vi", "Chi hội")):
        reader = stage.person(f"Bea-{locale}", locale)
        assert isinstance(reader, DiscordPerson | SlackPerson)
        await reader.say("/log spoke")
        assert (await reader.in_messages().say("/leaderboard")).has(words)
        assert not (await reader.say("/leaderboard")).has(words)  # the channel's language
    assert isinstance(reader, DiscordPerson | SlackPerson)
    await reader.say("/profile language:tl")  # the platform goes on in Vietnamese
    assert (await reader.in_messages().say("/leaderboard week")).has(load_words("tl").label("board", "chapters"))


@pytest.mark.parametrize("platform_name", [CONSOLE], indirect=True)
async def test_at_a_console_a_board_is_in_its_only_readers_language(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.say("/log spoke")
    await ana.say("/org language language:ko")
    await ana.say("/profile language:vi")
    assert (await ana.say("/leaderboard")).has("Chi hội")


async def test_chinese_without_its_script_is_the_readers_own(stage: Stage) -> None:
    simplified, traditional = "简体中文", "繁體中文"
    for locale, typed, own, other in (
        ("zh-TW", "中文", traditional, simplified),
        ("zh-CN", "中文", simplified, traditional),
        ("en", "chinese", simplified, traditional),
        ("ko", "중국어", simplified, traditional),
    ):
        reader = stage.person(f"Li-{locale}", locale)
        saved = await reader.say(f"/profile language:{typed}")
        chinese = load_words({simplified: "zh-Hans", traditional: "zh-Hant"}[own])
        [line] = [line for line in saved.text.splitlines() if line.startswith(chinese.t("profile.language"))]
        assert line.endswith(own)
        assert saved.has(chinese.t("language.either", word=typed, language=own, other=other))
        changed = await reader.say(f"/profile language:{other}")
        assert other in changed.text
        assert "中文" not in changed.text.replace(other, "")
    script = await reader.say("/script language:中文")  # their own setting is Traditional by now
    assert script.has(load_words("zh-Hant").t("language.either", word="中文", language=traditional, other=simplified))


async def test_a_card_says_what_to_do_in_the_readers_language_alone(stage: Stage) -> None:
    english, spanish = (
        ("If a person answers", "If it's voicemail"),
        ("Si contesta una persona", "Si es un buzón de voz"),
    )
    korean = ("직원이 받으면", "음성 사서함이면")
    for reader, wanted, directions, own_note in (
        ("en", "es", english, "Offices speak English"),
        ("en", "ko", english, "Offices speak English"),
        ("es", "es", spanish, "La oficina contesta en inglés"),
        ("es", "en", spanish, "La oficina contesta en inglés"),
        ("es", "ko", spanish, "La oficina contesta en inglés"),
        ("ko", "es", korean, "의원실은 영어로"),
    ):
        caller = stage.person(f"{reader}-{wanted}", reader)
        for view in ("", load_words(reader).t("script.button.only", language="")[:4]):
            if view:
                flips = [label for label in caller.last.buttons if label.startswith(view)]
                card = await caller.tap(flips[-1]) if flips else caller.last
            else:
                card = await caller.say(f"/script language:{wanted}")
            others = {*english, *spanish, *korean} - {*directions}
            assert [card.has(one) for one in directions] == [True, True], (reader, wanted, card.text)
            assert [one for one in others if card.has(one)] == [], (reader, wanted)
            assert card.has(own_note), (reader, wanted)
