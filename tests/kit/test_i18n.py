"""Sentences by key and language, with plurals, numbers and instants in each language's form."""

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.kit.cards.markup import Instant, InstantStyle, Markup, parse, strip_markup
from bot.kit.i18n import CatalogError, Param, load_words
from bot.languages import name_locale
from bot.moments import Moment
from bot.phrases import Listing, State, make_phrase, make_translations
from tests.sentences.catalogs import use_catalogs

ENGLISH = """
greeting: Hello, {name}!
number: "{count} of {goal}"
when: Closed {when}.
only_english: Here
advice: "{greeting}: {slash}org join with it, or **{slash}log**. {slash}{name}, {slash}log-in stay."
correction: "There is no {slash}{name}. Did you mean {slash}{near}?"
choice: {flag: {"yes": "Yes", "no": "No"}}
state_name: {DC: District of Columbia, OH: Ohio}
state_name_inline: {DC: the District of Columbia}
home: You live in {state}.
time: {whole: "{weekday}, {day}, {clock} {zone}"}
only: {one: "{count} of {most} call from {who} {when}", other: "{count} of {most} calls from {who} {when}"}
calls:
  one: "{count} call"
  other: "{count} calls"
"""
# As translators write it: only the sentences they have so far, and one left empty.
KOREAN = """
greeting: "안녕하세요, {name}!"
home:
state_name: {DC: 워싱턴 D.C., OH: 오하이오주}
"""
ARABIC = """
calls:
  zero: لا مكالمات
  one: مكالمة واحدة
  two: مكالمتان
  few: "{count} مكالمات"
  many: "{count} مكالمة"
  other: "{count} مكالمة."
"""
POLISH = """
greeting: Cześć, {name}!
number: "{count} z {goal}"
calls:
  one: "{count} telefon"
  few: "{count} telefony"
  many: "{count} telefonów"
  other: "{count} telefonu"
"""


_NO_ISOLATES = str.maketrans(dict.fromkeys("\u2066\u2067\u2068\u2069"))


@pytest.fixture(autouse=True)
def two_languages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with use_catalogs(
        tmp_path,
        monkeypatch,
        {"en": ENGLISH, "pl": POLISH, "ko": KOREAN, "zh-Hans": "greeting: 你好，{name}！", "ar": ARABIC},
    ):
        yield


@pytest.mark.parametrize(("tag", "language"), [("pl-PL", "pl"), ("en-US", "en"), ("xx", "en"), (None, "en")])
def test_the_best_language_is_used(tag: str | None, language: str) -> None:
    assert load_words(tag).language == language


@pytest.mark.parametrize(
    ("tag", "count", "told"),
    [
        ("en", 1, "1 call"),
        ("en", 1000, "1,000 calls"),
        ("pl", 1, "1 telefon"),
        ("pl", 3, "3 telefony"),
        ("pl", 12, "12 telefonów"),
    ],
)
def test_a_count_chooses_the_plural(tag: str, count: int, told: str) -> None:
    assert load_words(tag).t("calls", count=count) == told


def test_a_missing_sentence_falls_back_to_english() -> None:
    assert load_words("pl").t("only_english") == "Here"
    assert load_words("pl").has("only_english")
    assert not load_words("pl").has("nowhere")


@pytest.mark.parametrize("tag", ["ko", "zh-Hans", "pl", "xx"])
def test_a_sentence_in_english_is_english_in_its_plural_numbers_dates_and_lists(tag: str) -> None:
    own, moment = load_words(tag), Moment(1_764_590_400_000_000, "America/New_York")
    assert own.language == ("en" if tag == "xx" else tag)
    for count, said in ((1, "1 of 12,345 call from"), (2, "2 of 12,345 calls from")):
        blanks: dict[str, Param] = {
            "count": count,
            "most": 12345,
            "who": Listing(("a", "b", "c"), choice=True),
            "when": moment,
        }
        english = load_words("en").t("only", **blanks)
        assert english.startswith(f"{said} a, b, or c Monday, December 1, 7:00")
        assert own.t("only", **blanks) == english
        assert strip_markup(own.m("only", **blanks)) == english
    phrase = make_phrase("calls", count=1)
    assert load_words("ko").t("number", count=phrase, goal=1) == "1 call of 1"  # also a sentence within another


def test_a_title_in_an_english_sentence_stays_in_the_readers_language() -> None:
    title = make_translations({"en": "Day", "ko": "전화의 날"})
    assert load_words("ko").t("number", count=title, goal=1) == "전화의 날 of 1"


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "لا مكالمات"),
        (1, "مكالمة واحدة"),
        (2, "مكالمتان"),
        (3, "3 مكالمات"),
        (11, "11 مكالمة"),
        (100, "100 مكالمة."),
    ],
)
def test_a_language_has_as_many_plurals_as_it_needs(count: int, said: str) -> None:
    assert load_words("ar").t("calls", count=count).translate(_NO_ISOLATES) == said


@pytest.mark.parametrize(
    ("tag", "code", "label", "home"),
    [
        ("en", "DC", "District of Columbia", "You live in the District of Columbia."),
        ("en", "OH", "Ohio", "You live in Ohio."),
        ("ko", "DC", "워싱턴 D.C.", "You live in the District of Columbia."),  # the sentence is English
        ("pl", "DC", "District of Columbia", "You live in the District of Columbia."),
    ],
)
def test_a_state_is_named_by_itself_and_within_a_sentence(tag: str, code: str, label: str, home: str) -> None:
    words = load_words(tag)
    assert (words.name_state(code), words.t("home", state=State(code))) == (label, home)


def test_a_language_without_articles_needs_one_name_for_a_state() -> None:
    assert load_words("ko").t("greeting", name=State("DC")) == "안녕하세요, 워싱턴 D.C.!"


def test_markup_escapes_text_and_keeps_markup() -> None:
    assert load_words("en").t("greeting", name="*Ana*") == "Hello, *Ana*!"
    assert load_words("en").m("greeting", name="*Ana*") == r"Hello, \*Ana\*!"
    assert load_words("en").m("greeting", name=Markup("*Ana*")) == "Hello, *Ana*!"


def test_blanks_are_replaced_in_one_pass() -> None:
    assert load_words("en").t("greeting", name="{count} {name.__class__}") == "Hello, {count} {name.__class__}!"


def test_numbers_are_grouped() -> None:
    assert load_words("en").t("number", count=12345, goal=1000000) == "12,345 of 1,000,000"
    assert load_words("pl").format_number(12345) == "12\xa0345"


def test_an_instant_is_shown_in_its_zone() -> None:
    noon = 1_764_590_400_000_000  # 2025-12-01T12:00Z
    assert load_words("en").t("when", when=Moment(noon, "America/New_York")) == (
        f"Closed {load_words('en').format_moment(Moment(noon, 'America/New_York'))}."
    )
    told = load_words("en").format_moment(Moment(noon, "America/New_York")).replace("\u202f", " ")
    assert "December 1" in told
    assert "7:00 AM" in told
    assert "Eastern" in told
    assert ZoneInfo("America/New_York").key not in told


def test_a_choice_has_its_label_or_its_word() -> None:
    assert load_words("en").label("flag", "yes") == "Yes"
    assert load_words("en").label("flag", "maybe") == "maybe"


@pytest.mark.parametrize(("key", "told"), [("nowhere", "no sentence 'nowhere'"), ("greeting", "the blank 'name'")])
def test_a_mistake_in_the_code_is_named(key: str, told: str) -> None:
    with pytest.raises(CatalogError, match=told):
        load_words("en").t(key)


def test_a_moment_in_markup_is_an_instant_with_its_words() -> None:
    moment = Moment(1_764_150_000_000_000, "America/New_York")
    said = load_words("en").m("when", when=moment)
    (block,) = parse(said)
    assert [span.instant for span in block.spans] == [None, Instant(moment.at), None]
    assert strip_markup(said) == load_words("en").t("when", when=moment)


def test_an_instant_can_have_its_own_words() -> None:
    said = load_words("en").draw_instant(Moment(5_000_000, "UTC"), InstantStyle.RELATIVE, "in two hours")
    (block,) = parse(said)
    assert [(span.text, span.instant) for span in block.spans] == [
        ("in two hours", Instant(5_000_000, InstantStyle.RELATIVE))
    ]


def test_a_title_is_in_the_language_that_the_reader_asked_for() -> None:
    title = make_translations({"en": "Call-in day", "es": "Día de llamadas", "zh-Hant": "致電日"})
    for tag, text in (("es-MX", "Día de llamadas"), ("zh-TW", "致電日"), ("ar", "Call-in day"), (None, "Call-in day")):
        assert text in load_words(tag).t("greeting", name=title)


def test_a_phrase_can_contain_a_title() -> None:
    named = make_phrase("greeting", name=make_translations({"en": "Day", "ko": "전화의 날"}))
    assert "전화의 날" in load_words("ko").render(named)


def test_a_shared_moment_is_on_the_readers_clock_and_another_on_its_own() -> None:
    at = 1_795_795_200_000_000  # 2026-11-27 16:00 UTC
    honolulu, nobody = load_words("en", own_zone="Pacific/Honolulu"), load_words("en")
    assert "6:00" in honolulu.format_moment(Moment(at, "America/New_York", shared=True))
    assert "Hawaii" in honolulu.format_moment(Moment(at, "America/New_York", shared=True))
    assert "11:00" in nobody.format_moment(Moment(at, "America/New_York", shared=True))
    assert "11:00" in honolulu.format_moment(Moment(at, "America/New_York"))


def test_commands_that_a_sentence_names_are_markup_and_those_in_its_blanks_are_not() -> None:
    said = load_words("en").m("advice", greeting="/log {slash}log", name="log")
    spans = [span for block in parse(said, commands=True) for span in block.spans]
    assert [span.command for span in spans if span.command] == ["org join", "log"]
    assert strip_markup(said) == "/log {slash}log: /org join with it, or /log. /log, /log-in stay."


def test_a_command_that_we_suggest_is_markup_and_one_that_somebody_typed_is_not() -> None:
    said = load_words("en").m("correction", name="org joi", near="org join")
    spans = [span for block in parse(said, commands=True) for span in block.spans]
    assert [span.command for span in spans if span.command] == ["org join"]
    assert strip_markup(said) == "There is no /org joi. Did you mean /org join?"


@pytest.mark.parametrize(
    ("tag", "reader", "name"),
    [
        ("en-US", "en", "English (United States)"),
        ("en_US", "es", "inglés (Estados Unidos)"),
        ("es-419", "en", "Spanish (Latin America)"),
        ("zh-Hant", "en", "Chinese (Traditional)"),
        ("ko", "ko", "한국어"),
        ("xx-YY", "en", "xx-YY"),
        ("not a tag", "en", "not a tag"),
        ("", "en", ""),
    ],
)
def test_a_locale_has_a_name_that_people_read(tag: str, reader: str, name: str) -> None:
    assert name_locale(tag, reader) == name
