"""A misspelled word for a time is offered as that word, in every language, and never as a time zone."""

from collections.abc import Callable
from functools import partial

from bot.core.reminders.once_times import check_reminder_time
from bot.core.times.typed_time import SOME_ZONE, parse_moment
from bot.errors import UserError
from bot.kit.i18n import list_catalogs, load_words
from bot.kit.words.own_language.near_times import find_near_times, offer_near_times
from bot.kit.words.own_language.quoted_times import quote_as_typed
from bot.kit.words.own_language.times import reword_time

AT = 1_795_838_400_000_000  # November 28, 2026
# What people typed, and what is offered first.
TYPED = {
    "en": {
        "tomorow 9": "tomorrow 9",
        "9 am tomorow": "9 am tomorrow",
        "tommorrow 9:00": "tomorrow 9:00",
        "in 10 minuts": "in 10 minutes",
        "in 2 huors": "in 2 hours",
        "wensday 9": "Wednesday 9",
        "thrusday 6pm": "Thursday 6pm",
        "mon,teu 9": "mon,Tue 9",
        "febuary 3 9am": "February 3 9am",
        "evry day 9": "every day 9",
        "weekdys 9:00": "weekdays 9:00",
        "tonite 8": "tonight 8",
        "hafl an hour": "half an hour",
        "to day 9pm": "today 9pm",
        "tomorow mornig": "tomorrow morning",
        "fridya 9am easten": "Friday 9am Eastern",
        "day aftr tomorrow 9": "day after tomorrow 9",
        "6pm on mondyas": "6pm on Mondays",
        "tomorow 9 new york": "tomorrow 9 new york",
        "fridya 9am eastern standard time": "Friday 9am eastern standard time",
    },
    "es": {
        "mañna 9": "mañana 9",
        "pasado mañna 9": "pasado mañana 9",
        "en 10 minuts": "en 10 minutos",
        "dentro de 2 oras": "dentro de 2 horas",
        "miercolse a las 9": "miércoles a las 9",
        "oy a las 9": "hoy a las 9",
        "cada dya 9": "cada día 9",
        "9 de la mañna": "9 de la mañana",
        "9 hora del pasifico": "9 hora del Pacífico",
        "wensday 9": "Wednesday 9",
    },
    "ko": {
        "네일 9시": "내일 9시",
        "내일 오준 9시": "내일 오전 9시",
        "월욜 9시": "월요일 9시",
        "30분 후애": "30분 후에",
        "메일 9시": "매일 9시",
        "모래 9시": "모레 9시",
    },
    "vi": {
        "ngay mia 9h": "ngay mai 9h",
        "ngày mia 9h": "ngày mai 9h",
        "hom nya 9h tối": "hom nay 9h tối",
        "thứ hia 9h": "thứ hai 9h",
        "sau 20 phtú": "sau 20 phút",
        "mỗi nagy 9h": "mỗi ngày 9h",
    },
    "tl": {
        "bukass ng 9": "bukas ng 9",
        "lunse 9:00": "Lunes 9:00",
        "araw-arw 9": "araw-araw 9",
        "ngyong gabi 9": "ngayong gabi 9",
        "biernes 9": "Biyernes 9",
    },
    "zh-Hans": {
        "周未9点": "周末9点",
        "20分种后": "20分以后",
        "今完9点": "今天9点",
        "星期衣上午9点": "星期日上午9点",
        "两个小时后后": "两个小时以后",
    },
    "zh-Hant": {"周未9點": "周末9點", "20分中後": "20分以後", "每無9點": "每個9點"},
}


def test_a_misspelled_word_is_offered_as_the_nearest_word_for_a_time() -> None:
    check = partial(check_reminder_time, zone=SOME_ZONE, at=AT)
    assert set(TYPED) == set(list_catalogs())
    for tag, typed in TYPED.items():
        found = {one: find_near_times(one, load_words(tag), check)[:1] for one in typed}
        assert found == {one: (meant,) for one, meant in typed.items()}, tag


def test_nonsense_offers_no_word_of_a_language_that_its_reader_may_not_read() -> None:
    check = partial(check_reminder_time, zone=SOME_ZONE, at=AT)
    for tag in list_catalogs():
        for typed in ("banana", "banana 9", "mañna 9", "qwertz", "asdf 9:00"):
            found = find_near_times(typed, load_words(tag), check)
            assert not found or tag in ("es", "tl"), (tag, typed, found)
            assert tag == "es" or "mañana" not in "".join(found), (tag, typed, found)
    assert find_near_times("banana 9", load_words("tl"), check) == ("bandang 9",)
    assert find_near_times("mañna 9", load_words("es"), check) == ("mañana 9",)


def test_words_beside_a_time_may_be_left_out() -> None:
    check = partial(check_reminder_time, zone=SOME_ZONE, at=AT)
    for tag, typed, word, rest in (
        ("en", "every day 9:00 Xylophone", "Xylophone", "every day 9:00"),
        ("en", "tomorrow 9am xylophone", "xylophone", "tomorrow 9am"),
        ("es", "todos los días a las 9:00 Xilófono", "Xilófono", "todos los días a las 9:00"),
        ("zh-Hans", "每天9点 基金", "基金", "每天9点"),
        ("ko", "매일 오전 9시 기금", "기금", "매일 오전 9시"),
        ("vi", "mỗi ngày 9 giờ quỹ", "quỹ", "mỗi ngày 9 giờ"),
    ):
        error = _refuse(typed, check, tag)
        assert error.key == "time.beside", (typed, error)
        assert (error.params["word"], error.params["rest"], error.choices) == (word, rest, ((rest, rest),)), typed
    assert _refuse("Xyzzy 9am xyzzy", check).key == "remind.unclear"


def test_of_several_times_the_first_is_offered_as_it_was_typed() -> None:
    check = partial(check_reminder_time, zone=SOME_ZONE, at=AT)
    for tag, typed, first in (
        ("zh-Hans", "9点和17点", "9点"),
        ("zh-Hans", "每天早上9点、下午5点", "每天早上9点"),
        ("zh-Hant", "明天九點跟五點", "明天九點"),
        ("zh-Hans", "每天9点17点", "每天9点"),
        ("ko", "9시 17시", "9시"),
        ("vi", "9 giờ và 17 giờ", "9 giờ"),
        ("vi", "9 giờ sáng và 5 giờ chiều", "9 giờ sáng"),
        ("ko", "매일 9시와 17시", "매일 9시"),
        ("ko", "오전 9시나 오후 5시", "오전 9시"),
        ("es", "9 y 17", "9"),
        ("es", "lunes a las 9 y martes a las 17", "lunes a las 9"),
        ("tl", "9 ng umaga at 5 ng hapon", "9 ng umaga"),
        ("en", "mỗi ngày 9 giờ, 17 giờ", "mỗi ngày 9 giờ"),
        ("en", "mon, thu 9am and 5pm", "9am"),  # as core has it
    ):
        error = _refuse(typed, check, tag)
        assert (error.key, error.choices[0][1]) == ("time.several", first), (typed, error)
    for tag, typed in (("es", "1 y 2 de diciembre a las 9"), ("vi", "9 giờ và xoài"), ("zh-Hans", "9点和香蕉")):
        assert _refuse(typed, check, tag).key != "time.several", typed


def test_signs_that_are_like_several_words_offer_each() -> None:
    check = partial(check_reminder_time, zone=SOME_ZONE, at=AT)
    assert find_near_times("名天9点", load_words("zh-Hans"), check) == ("今天9点", "明天9点", "后天9点")


def test_an_alert_takes_the_same_words() -> None:
    words = load_words("en")
    for typed, near in {"9 am tomorow": "9 am tomorrow", "naow": "now", "tomorow": "tomorrow"}.items():
        check = partial(parse_moment, zone=SOME_ZONE, at=AT, field="when")
        assert _refuse(typed, check).choices == ((near, near),), typed
    assert words.render(_refuse("tomorow 9", check).params["near"]) == "“tomorrow 9”"


def test_a_zone_is_offered_only_where_one_fits_and_one_of_the_united_states_first() -> None:
    check = partial(check_reminder_time, zone=SOME_ZONE, at=AT)
    zones = {"9am easten": "America/New_York", "9 alsaka": "America/Anchorage", "9am hawai": "Pacific/Honolulu"}
    for typed, zone in zones.items():
        error = _refuse(typed, check)
        assert (error.key, error.choices[0][0]) == ("time.zone_near", f"{typed.split()[0]} {zone}"), typed
    for typed in ("lunch 9", "lunch 9 easten", "banana tomorrow 9", "xylophone 9 on mondays"):
        assert _refuse(typed, check).key == "remind.unclear", typed


def test_nothing_is_compared_with_a_text_that_is_too_long_for_a_time() -> None:
    check = partial(check_reminder_time, zone=SOME_ZONE, at=AT)
    for typed in ("衣" * 3_000, "tomorow " * 400):
        assert find_near_times(typed, load_words("en"), check) == ()


def test_a_text_of_many_unknown_words_is_not_mended() -> None:
    check = partial(check_reminder_time, zone=SOME_ZONE, at=AT)
    words = load_words("en")
    assert find_near_times("tomorow mornig abuot 9", words, check) == ()  # "about" says no time
    assert find_near_times("evry wensday evenig 6 pacifc", words, check) == ()
    assert find_near_times("evry wensday evenig 6", words, check) == ("every Wednesday evening 6",)


def _refuse(typed: str, check: Callable[[str], object], tag: str = "en") -> UserError:
    words = load_words(tag)
    try:
        with offer_near_times(typed, words, check), quote_as_typed(typed):
            check(reword_time(typed, words))
    except UserError as error:
        return error
    raise AssertionError(typed)
