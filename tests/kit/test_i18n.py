"""Sentences by key and language, with plurals, numbers and instants in each language's form."""

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.kit.cards.markup import Instant, InstantStyle, Markup, parse, strip_markup
from bot.kit.i18n import CatalogueError, load_words
from bot.languages import name_locale
from bot.moments import Moment
from bot.phrases import make_phrase, make_translations
from tests.catalogs import use_catalogs

ENGLISH = """
greeting: Hello, {name}!
number: "{count} of {goal}"
when: Closed {when}.
only_english: Here
advice: "{greeting}: {slash}org join with it, or **{slash}log**. {slash}{name}, {slash}log-in stay."
correction: "There is no {slash}{name}. Did you mean {slash}{near}?"
choice: {flag: {"yes": "Yes", "no": "No"}}
calls:
  one: "{count} call"
  other: "{count} calls"
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


@pytest.fixture(autouse=True)
def two_languages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with use_catalogs(tmp_path, monkeypatch, {"en": ENGLISH, "pl": POLISH}):
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
    with pytest.raises(CatalogueError, match=told):
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
    assert "전화의 날" in load_words("ko").format_phrase(named)


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
