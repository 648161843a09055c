"""Times that leave something open are asked about in each language, and quoted as they were typed."""

from zoneinfo import ZoneInfo

import pytest

from bot.core.reminders.once_times import check_reminder_time, parse_one_time
from bot.core.times.clock import local
from bot.core.times.typed_time import parse_moment
from bot.errors import Blank, UserError
from bot.kit.i18n import load_words
from bot.kit.words.own_language.quoted_times import quote_as_typed
from bot.kit.words.own_language.time_questions import check_length
from bot.kit.words.own_language.times import reword_any_time, reword_time
from tests.services import instant

EASTERN = "America/New_York"
AT = instant("2026-11-27 08:00", EASTERN)  # a Friday


def test_an_hour_in_words_of_any_language_is_asked_about_where_nobody_can_tell() -> None:
    for tag, typed in (
        ("zh-Hans", "明天6点"),
        ("ko", "내일 여섯 시"),
        ("es", "mañana a las seis"),
        ("vi", "mai 6 giờ"),
        ("en", "tomorrow 6 o'clock"),
        ("es", "mañana a las 3:30"),
        ("zh-Hans", "明天五点十分"),
    ):
        with pytest.raises(UserError) as asked:
            parse_moment(reword_time(typed, load_words(tag)), EASTERN, AT, "when")
        assert asked.value.key == "time.half", typed


def test_hours_that_may_be_a_length_or_a_time_of_day_are_asked_about() -> None:
    for reader in ("es", "en", "vi"):
        for typed in ("2 horas", "dos horas", "2 giờ", "2 gio", "hai giờ"):
            asked = _ask_length(typed, reader)
            assert [one for one, _ in asked] == ["in 2 hours", "2:00 pm"], (reader, typed)
    [(ahead, span), (clock, label)] = _ask_length("2 horas y media", "es")
    assert (ahead, clock) == ("in 2 hours 30 minutes", "2:30 pm")
    assert list(map(load_words("es").render, (span, label))) == ["dentro de 2 h 30 min", "2:30\u202fp.m."]
    assert [one for one, _ in _ask_length("7 giờ", "vi")] == ["in 7 hours", "7:00 am", "7:00 pm"]
    assert [one for one, _ in _ask_length("2h", "es")] == ["in 2 hours", "2:00 pm"]
    clear = (
        "9 horas",
        "18 horas",
        "1 hora",
        "en 2 horas",
        "a las 2 horas",
        "9 giờ",
        "2 tiếng",
        "2 giờ nữa",
        "lúc 2 giờ",
    )
    for typed in (*clear, "2시", "2시간", "2点", "2小时", "2 oras", "alas-2", "2 giờ chiều", "mañana 2 horas"):
        for reader in ("en", "es", "vi"):
            assert not _ask_length(typed, reader), typed
    assert not _ask_length("2h", "en")


def test_next_tuesday_is_asked_about_in_each_language() -> None:
    monday = instant("2026-11-23 08:00", EASTERN)
    for tag, typed in (
        ("es", "el próximo martes a las 9"),
        ("es", "el martes que viene a las 9"),
        ("ko", "다음 화요일 9시"),
        ("zh-Hans", "下一个周二9点"),
        ("zh-Hant", "下一個星期二早上9點"),
        ("vi", "thứ ba tới 9 giờ"),
        ("tl", "sa susunod na Martes ng 9"),
    ):
        with pytest.raises(UserError) as asked:
            parse_one_time(reword_time(typed, load_words(tag)), EASTERN, monday)
        assert asked.value.key == "time.which_day", typed
    for tag, typed, day in (
        ("ko", "이번 화요일 9시", "11-24"),
        ("ko", "다음 주 화요일 9시", "12-01"),
        ("zh-Hans", "下周二9点", "12-01"),
        ("es", "martes de la próxima semana a las 9", "12-01"),
    ):
        found = parse_one_time(reword_time(typed, load_words(tag)), EASTERN, monday)
        assert f"{local(found.at, ZoneInfo(EASTERN)):%m-%d %H}" == f"{day} 09", typed


def _ask_length(typed: str, reader: str) -> tuple[tuple[str, Blank], ...]:
    try:
        check_length(typed, load_words(reader))
    except UserError as error:
        return error.choices
    return ()


def test_an_unknown_zone_is_quoted_as_typed() -> None:
    for typed in ("9am Xyzzy", "XYZZY time"):
        word = typed.removeprefix("9am ")
        with pytest.raises(UserError) as refused, quote_as_typed(typed):
            raise UserError("time.zone", field="when", word=word.casefold())
        assert refused.value.params["word"] == word


def test_a_day_without_a_time_is_quoted_with_the_capitals_of_english_and_else_as_typed() -> None:
    for typed, quoted in {
        "on mondays": "on Mondays",
        "MON, THU": "Mon, Thu",
        "the 3rd of december": "the 3rd of December",
        "los lunes": "los lunes",
        "Lunes at Huwebes": "Lunes at Huwebes",
        "thứ hai": "thứ hai",
    }.items():
        with pytest.raises(UserError) as refused, quote_as_typed(typed):
            _read(typed)
        assert (refused.value.key, refused.value.params["word"]) == ("time.which", quoted), typed


def _read(typed: str) -> None:
    check_reminder_time(reword_any_time(typed), EASTERN, AT)
