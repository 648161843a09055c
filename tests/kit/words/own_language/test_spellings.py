"""Words of closed sets, typed in the reader's own language."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.core.congress.places import is_place
from bot.errors import UserError
from bot.kit.i18n import LANGUAGE, load_words
from bot.kit.options import Option
from bot.kit.words.parse import find_nearest, match_word, parse_arguments, sort_words
from tests.sentences.catalogs import use_catalogs

OUTCOME = Option("outcome", "How it went", False, str, "outcome", ("spoke", "voicemail", "unavailable"))
PERIOD = Option("period", "Since when", False, str, "period", ("today", "week", "campaign"))
SPEAKS = Option("language", "Your language", False, str, LANGUAGE, ("en", "es", "ko", "vi", "zh-Hans", "zh-Hant", "tl"))
OFFICE = Option("office", "Office", False, str)
CATALOGS = {
    "en": """choice: {outcome: {spoke: Spoke to someone, voicemail: Left a voicemail, unavailable: Not through},
 outcome_also: {spoke: "talked, answered"}, period: {today: Today, week: This week, campaign: Since it started}}""",
    "es": """choice: {outcome: {spoke: Hablé con alguien, voicemail: Dejé un mensaje},
 outcome_also: {spoke: "hablé, contestaron", voicemail: "buzón"}, period: {week: Esta semana, today: Hoy},
 period_also: {week: semana}}""",
    "ko": "choice: {outcome: {spoke: 통화함}, outcome_also: {spoke: '통화했어요, 받음'}, period: {week: 이번 주}}",
    "vi": "choice: {outcome: {spoke: Đã nói chuyện}, outcome_also: {spoke: 'đã gặp, có'}, period: {week: Tuần này}}",
    "zh-Hans": "choice: {outcome: {voicemail: 已留言}, outcome_also: {voicemail: '留言了、留了言，语音留言'}}",
    "ar": "choice: {outcome: {spoke: تحدثت}, outcome_also: {spoke: 'تكلمت، كلمت أحدا'}}",
}


@pytest.fixture(autouse=True)
def catalogs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with use_catalogs(tmp_path, monkeypatch, CATALOGS):
        yield


TYPED = [
    ("es", OUTCOME, ("hablé", "HABLE", "hable con alguien", "hable\u0301", "ｈａｂｌｅ", "contestaron"), "spoke"),
    ("es", OUTCOME, ("buzon", "Dejé  un mensaje", "voicemail", "left a voicemail"), "voicemail"),
    ("es", PERIOD, ("semana", "esta semana", "this week", "week"), "week"),
    ("ko", OUTCOME, ("통화함", unicodedata.normalize("NFD", "통화함"), "받음", "spoke to someone"), "spoke"),
    ("ko", PERIOD, ("이번 주", "이번  주"), "week"),
    ("vi", OUTCOME, ("đã gặp", "da gap", unicodedata.normalize("NFD", "Đã nói chuyện"), "có"), "spoke"),
    ("zh-Hans", OUTCOME, ("已留言", "留言了", "留了言", "语音留言"), "voicemail"),
    ("ar", OUTCOME, ("تحدثت", "تَحَدَّثْتُ", "كلمت أحدا"), "spoke"),
    # Their language is in a profile that nobody has read yet.
    ("en", OUTCOME, ("hablé", "통화함", "đã gặp", "كلمت أحدا", "talked"), "spoke"),
    ("en", OUTCOME, ("buzón", "已留言"), "voicemail"),
    ("en", PERIOD, ("semana", "hoy x"[:3]), None),
    ("es", SPEAKS, ("coreano", "한국어", "Korean", "ko"), "ko"),
    ("ko", SPEAKS, ("스페인어", "español", "ESPANOL"), "es"),
    ("en", SPEAKS, ("chino simplificado", "简体中文", "simplified chinese"), "zh-Hans"),
    ("en", SPEAKS, ("中文", "普通话", "简体", "chinese", "중국어", "tiếng Trung"), "zh-Hans"),
    ("en", SPEAKS, ("國語", "廣東話", "繁體", "cantonese"), "zh-Hant"),
]


def test_words_are_understood_in_the_readers_language_in_english_and_in_every_other() -> None:
    for tag, option, ways, word in TYPED:
        label = load_words(tag).label
        found = {way: match_word(option, way, label) for way in ways}
        wanted = {way: word or {"semana": "week", "hoy": "today"}[way] for way in ways}
        assert found == wanted, tag


def test_a_short_word_of_another_language_means_nothing() -> None:
    assert match_word(OUTCOME, "co", load_words("en").label) is None  # Colorado
    assert match_word(OUTCOME, "co", load_words("vi").label) == "spoke"


def test_the_longest_run_is_taken_and_the_rest_is_the_office() -> None:
    for line, outcome, office in (
        ("hablé con alguien Padilla", "hablé con alguien", "Padilla"),
        ("Padilla 已留言", "已留言", "Padilla"),
        ("đã nói chuyện Pelosi", "đã nói chuyện", "Pelosi"),
    ):
        found = parse_arguments(line, (OUTCOME, OFFICE), load_words("en").label)
        assert found == {"outcome": outcome, "office": office}


def test_suggestions_are_in_the_readers_language() -> None:
    for tag, typed, shown in (
        ("es", "contestaro", "Hablé con alguien"),
        ("es", "voicemal", "Dejé un mensaje"),
        ("ko", "통화했어", "통화함"),
        ("vi", "da noi chuyen a", "Đã nói chuyện"),
        ("ko", "answerd", "통화함"),
    ):
        near = find_nearest(OUTCOME, typed, load_words(tag).label)
        assert near
        assert near[1] == shown
        assert match_word(OUTCOME, near[0], load_words(tag).label)
    with pytest.raises(UserError) as refused:
        parse_arguments("contestaro", (OUTCOME,), load_words("es").label)
    assert refused.value.params["near"] == "Hablé con alguien"


def test_words_that_begin_like_a_tag_are_no_language() -> None:
    place = Option("district", "District", False, str, fits=is_place)
    label = load_words("es").label
    for word in ("Encinitas", "enero", "en california", "esperanza", "kodiak"):
        assert match_word(SPEAKS, word, label) is None, word
    for word, tag in (("en", "en"), ("en-US", "en"), ("EN", "en"), ("es-MX", "es"), ("ko_KR", "ko")):
        assert match_word(SPEAKS, word, label) == tag, word
    for line, args, free in (
        ("en california", {}, ["en", "california"]),
        ("en español", {"language": "español"}, ["en"]),
        ("uptown en CA-11", {}, ["uptown", "en", "CA-11"]),
        ("en 94110 español", {"language": "español"}, ["en", "94110"]),
        ("en", {"language": "en"}, []),
        ("california en", {"language": "en"}, ["california"]),
        ("en clean-dream-act", {"language": "en"}, ["clean-dream-act"]),
    ):
        assert sort_words(line, (SPEAKS, place), label) == (args, free), line
