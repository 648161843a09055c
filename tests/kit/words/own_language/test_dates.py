"""Dates and named days in the languages that ship, as core reads them."""

from zoneinfo import ZoneInfo

import pytest

from bot.core.reminders.once_times import check_reminder_time, is_one_time, parse_one_time
from bot.core.times.clock import local
from bot.core.times.daily_times import parse_reminder_time
from bot.core.times.typed_time import parse_moment
from bot.errors import UserError
from bot.kit.i18n import load_words
from bot.kit.words.own_language.quoted_times import quote_as_typed
from bot.kit.words.own_language.times import reword_any_time, reword_time
from tests.services import instant

EASTERN = "America/New_York"
AT = instant("2026-11-27 08:00", EASTERN)  # a Friday
ONCE = (
    # numbers and names of days
    ("es", "día 3 de diciembre a las 9", "2026-12-03 09:00"),
    ("es", "el día tres de diciembre a las 9", "2026-12-03 09:00"),
    ("es", "el 3 de diciembre a las 9", "2026-12-03 09:00"),
    ("es", "el primero de diciembre a las 9", "2026-12-01 09:00"),
    ("es", "el treinta y uno de diciembre a las 9", "2026-12-31 09:00"),
    ("es", "el día 5 a las 9", "2026-12-05 09:00"),
    ("tl", "ikatlo ng Disyembre ng 9 ng umaga", "2026-12-03 09:00"),
    ("tl", "unang araw ng Disyembre 9 ng umaga", "2026-12-01 09:00"),
    ("tl", "Biyernes, ika-4 ng Disyembre, 9", "2026-12-04 09:00"),
    ("vi", "ngày một tháng mười hai 9 giờ", "2026-12-01 09:00"),
    ("vi", "ngày 3 tháng 12 năm 2026 lúc 9 giờ", "2026-12-03 09:00"),
    ("vi", "mùng 5 lúc 9 giờ", "2026-12-05 09:00"),
    ("ko", "2026년 12월 3일 오전 9시", "2026-12-03 09:00"),
    ("ko", "5일에 오전 9시", "2026-12-05 09:00"),
    ("zh-Hans", "2026年12月3日上午9点", "2026-12-03 09:00"),
    ("zh-Hans", "12月3号星期四9点", "2026-12-03 09:00"),
    ("zh-Hant", "5號上午9點", "2026-12-05 09:00"),
    # days that have a word
    ("ko", "글피 오전 9시", "2026-11-30 09:00"),
    ("ko", "그글피 9시", "2026-12-01 09:00"),
    ("ko", "사흘 뒤 9시", "2026-11-30 09:00"),
    ("ko", "열흘 후 9시", "2026-12-07 09:00"),
    ("ko", "금일 오후 3시", "2026-11-27 15:00"),
    ("zh-Hans", "大后天9点", "2026-11-30 09:00"),
    ("zh-Hant", "大後天早上九點", "2026-11-30 09:00"),
    ("zh-Hant", "大大後天9點", "2026-12-01 09:00"),
    ("zh-Hant", "聽日9點", "2026-11-28 09:00"),
    ("zh-Hant", "後日9點", "2026-11-29 09:00"),
    ("vi", "ngày kia 9 giờ", "2026-11-29 09:00"),
    ("vi", "ngày kìa 9 giờ", "2026-11-30 09:00"),
    ("vi", "mốt 9 giờ", "2026-11-29 09:00"),
    ("tl", "makalawa ng 9", "2026-11-29 09:00"),
    ("es", "pasado pasado mañana a las 9", "2026-11-30 09:00"),
    # an hour behind a weekday's sign isn't a second weekday
    ("zh-Hans", "周一三点", "2026-11-30 15:00"),
    ("zh-Hans", "周二二十点", "2026-12-01 20:00"),
    ("vi", "thứ 2 tới 9h", "2026-11-30 09:00"),
)
DAILY = (  # an hour behind the word for a day is no date
    ("es", "cada día 9"),
    ("es", "todos los días 9:00"),
    ("vi", "mỗi ngày 9"),
    ("vi", "hằng ngày 9 giờ"),
    ("ko", "매일 9시"),
    ("tl", "bawat araw ng 9"),
)


def test_a_date_is_read_by_readers_of_any_language() -> None:
    for tag, typed, wanted in ONCE:
        for reader in (tag, "en"):
            english = reword_time(typed, load_words(reader))
            assert is_one_time(english), (reader, typed, english)
            found = local(parse_one_time(english, EASTERN, AT).at, ZoneInfo(EASTERN))
            assert f"{found:%Y-%m-%d %H:%M}" == wanted, (reader, typed, english)


def test_an_hour_behind_a_word_for_every_day_stays_one() -> None:
    for tag, typed in DAILY:
        english = reword_time(typed, load_words(tag))
        assert not is_one_time(english), typed
        assert parse_reminder_time(english, EASTERN).cron == "0 9 * * *", typed


def test_yesterday_is_over_in_every_language() -> None:
    typed = (
        "ayer a las 9",
        "anoche a las 9",
        "yesterday 9am",
        "9h hôm qua",
        "昨天9点",
        "昨晚9點",
        "어제 9시",
        "kahapon 9am",
    )
    for written in typed:
        english = reword_any_time(written)
        for parse in (lambda one: parse_moment(one, EASTERN, AT, "when"), check_once_or_daily):
            with pytest.raises(UserError) as refused, quote_as_typed(written):
                parse(english)
            assert (refused.value.key, refused.value.params["word"]) == ("time.past", written)


def check_once_or_daily(english: str) -> None:
    """Read a reminder's time as `/remindme` does."""
    check_reminder_time(english, EASTERN, AT)


@pytest.mark.parametrize("minutes", [60, 120, 30])
def test_a_length_of_time_alone_is_counted_from_now(minutes: int) -> None:
    typed = {
        60: {"en": "1h, 1 hr, 60m, 60 min", "es": "1 hora, una hora", "ko": "1시간, 한 시간", "tl": "1 oras"},
        120: {"en": "2h, 2hrs", "ko": "2시간", "vi": "hai tiếng", "tl": "dalawang oras", "zh-Hant": "2個小時"},
        30: {"en": "30m", "es": "30 minutos", "vi": "30 phút", "zh-Hans": "30分钟", "tl": "30 minuto"},
    }
    for tag, texts in typed[minutes].items():
        for text in texts.split(", "):
            english = reword_time(text, load_words(tag))
            assert parse_one_time(english, EASTERN, AT).at == AT + minutes * 60 * 1_000_000, text


def test_a_time_of_day_with_an_h_stays_one() -> None:
    for tag, text in (("en", "9h"), ("es", "9h"), ("vi", "9h"), ("vi", "9 giờ"), ("ko", "9시"), ("zh-Hans", "9点")):
        assert reword_time(text, load_words(tag)) == "9", text
