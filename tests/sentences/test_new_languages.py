"""A language is a file: Arabic and Haitian Creole here come from small catalogs in a folder of the test."""

from collections.abc import AsyncIterator, Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.adapters.console.render import Look
from bot.adapters.console.render import draw as draw_at_console
from bot.adapters.discord.drawing.render import draw as draw_on_discord
from bot.adapters.slack.drawing.render import draw_message
from bot.app.app import App, bootstrap
from bot.config.settings import load_config
from bot.core.directory.states import find_state
from bot.identity import Caller
from bot.kit.cards.reply import Reply
from bot.kit.dispatch.steps import Step
from bot.kit.i18n import Param, load_words
from bot.kit.invocation import Envelope
from bot.kit.words.own_language.places import find_own_state
from bot.moments import Moment
from bot.phrases import Listing, Phone
from tests.docs.pages import ROOT
from tests.sentences.catalogs import ENGLISH, use_catalogs
from tests.services import MONDAY

ARABIC = """
calls:
  zero: لا مكالمات
  one: مكالمة واحدة
  two: مكالمتان
  few: "{count} مكالمات"
  many: "{count} مكالمة"
  other: "{count} مكالمة تقريبًا"
plan: "اتصلوا بـ {who} على {phone} قبل {when}: {names}"
home: {title: لوحة المكالمات}
button: {script: النص والرقم, profile: ملفي}
log: {coalition: مكالمات الجميع, of_goal: "{done} من {count}"}
script:
  where: "**{office}** ({position} من {count})"
choice: {outcome: {voicemail: تركت رسالة}, outcome_also: {voicemail: "رسالة، بريد صوتي"}, language: {ar: العربية}}
console: {only_you: (أنتم فقط)}
state_name: {OH: أوهايو}
typed_time: {tomorrow: غدا, at: "في الساعة، الساعة", every: كل, morning: صباحا, later: لاحقا, stop: "توقف"}
"""
CREOLE = """
calls: {one: "{count} apèl", other: "{count} apèl yo"}
button: {script: Wè tèks la}
console: {only_you: (ou menm sèlman)}
choice: {outcome_also: {spoke: "mwen te pale, pale"}}
"""
ENGLISH_TOO = 'calls: {one: "{count} call", other: "{count} calls"}\nplan: "{who} {phone} {when} {names}"\n'
LEFT, RIGHT, END = "\u2066", "\u2067", "\u2069"
PHONE = "(202) 224-3121"


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    english = ENGLISH_TOO + ENGLISH.read_text("utf-8")
    with use_catalogs(tmp_path, monkeypatch, {"en": english, "ar": ARABIC, "ht": CREOLE}):
        yield


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[App]:
    environ = {"CALLBOARD_STORE_URL": f"sqlite:///{tmp_path}/callboard.db"}
    app = await bootstrap(load_config(ROOT / "config.yaml", environ), environ)
    yield app
    await app.close()


async def say(app: App, line: str, locale: str, number: int = 1) -> Reply:
    name, _, text = line.removeprefix("/").partition(" ")
    asked = Envelope(f"console:{number}", MONDAY, Caller("console", "amal", "console"), locale)
    step = app.dispatcher.read_text(asked, name, text)
    assert isinstance(step, Step), line
    return await app.dispatcher.run(step)


def test_a_state_is_found_by_its_name_in_an_added_language() -> None:
    assert (find_state("أوهايو"), find_own_state("أوهايو")) == (None, "OH")


def test_arabic_has_its_six_plurals() -> None:
    words = load_words("ar-EG")
    told = [words.t("calls", count=count) for count in (0, 1, 2, 3, 11, 100)]
    assert told[:3] == ["لا مكالمات", "مكالمة واحدة", "مكالمتان"]
    bare = [one.replace(LEFT, "").replace(END, "") for one in told[3:]]
    assert bare == ["3 مكالمات", "11 مكالمة", "100 مكالمة تقريبًا"]
    assert [load_words("ht").t("calls", count=count) for count in (1, 1234)] == ["1 apèl", "1\xa0234 apèl yo"]


def test_numbers_phones_and_latin_names_read_left_to_right_in_arabic() -> None:
    words, when = load_words("ar"), Moment(1_796_000_000_000_000, "America/New_York")
    blanks: dict[str, Param] = {"who": "Nancy Pelosi", "phone": Phone(PHONE), "when": when}
    told = words.t("plan", **blanks, names=Listing(("Ana", "Ben", "أمل")))
    assert told.startswith(f"اتصلوا بـ {LEFT}Nancy Pelosi{END} على {LEFT}{PHONE}{END} قبل ")
    assert "Ana" in told
    assert "وأمل" in told  # as Arabic writes "and"
    assert told.count(LEFT) + told.count(RIGHT) == told.count(END)
    assert "نوفمبر" in told
    assert "2026" in words.format_day(date(2026, 12, 1))
    creole = load_words("ht").t("plan", **blanks, names=Listing(("Ana", "Ben")))
    assert creole.startswith(f"Nancy Pelosi {PHONE}")
    assert LEFT not in creole


async def test_cards_come_in_a_new_language_on_every_platform(app: App) -> None:
    home = await say(app, "/callboard", "ar")
    labels = [button.label for button in home.card.buttons]
    assert {"النص والرقم", "ملفي"} <= set(labels)
    script = await say(app, "/script", "ar")
    drawn = (
        draw_at_console(script, Look(load_words("ar").t("console.only_you"))),
        str(draw_on_discord(script.card).embeds[0].to_dict()),
        str(draw_message(script.card)),
    )
    for shown in drawn:
        assert " من " in shown
        assert "224-3121" in shown
        assert shown.count(LEFT) + shown.count(RIGHT) == shown.count(END)
    assert drawn[0].startswith("(أنتم فقط)")
    creole = await say(app, "/callboard", "ht-HT")
    assert "Wè tèks la" in [button.label for button in creole.card.buttons]


async def test_a_new_language_is_offered_chosen_and_typed(app: App) -> None:
    offered = await say(app, "/callboard", "en")
    assert offered.card.buttons[0].label == "Wika / 语言 / Idioma"
    saved = await say(app, "/profile language:العربية", "en", 2)
    assert any(fact.value == "العربية" for fact in saved.card.facts)
    home = await say(app, "/callboard", "en", 3)
    assert "النص والرقم" in [button.label for button in home.card.buttons]
    receipt = await say(app, "/log رِسالة", "en", 4)
    assert not receipt.refused
    assert "Idioma" not in home.card.buttons[0].label


async def test_times_are_typed_in_a_new_language(app: App) -> None:
    for number, typed in enumerate(
        ("غدًا الساعة ٩:٣٠ Eastern", "الاثنين الساعة 9:30 صباحاً Eastern", "كل الاثنين ٩:٣٠ Eastern")
    ):
        kept = await say(app, f"/remindme {typed}", "ar", number)
        assert "9:30" in kept.card.body, typed
    assert not (await say(app, "/remindme توقف", "ar", 9)).refused
    unclear = await say(app, "/remindme غدا شيء", "ar", 10)
    assert "غدا شيء" in unclear.card.body


async def test_digits_of_every_keyboard_are_understood(app: App) -> None:
    for number, typed in enumerate(("CA-١١", "CA-۱۱", "ＣＡ－１１", "ca-11"), 1):
        profile = await say(app, f"/profile district:{typed}", "en", number)
        assert "CA-11" in [fact.value for fact in profile.card.facts], typed
    for number, typed in enumerate(("٩:٣٠ Eastern", "۹:۳۰ eastern", "９：３０ Eastern", "9:30 Eastern"), 10):
        reminder = await say(app, f"/remindme {typed}", "en", number)
        assert "9:30" in reminder.card.body, typed
    for number, typed in enumerate(("٩٤١١٠", "９４１１０", "۹۴۱۱۰"), 20):
        answer = await say(app, f"/profile {typed}", "en", number)
        assert "94110" not in str(answer.card.facts), typed
        assert not answer.errors or "district" in answer.errors
