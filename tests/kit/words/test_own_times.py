"""Times typed in the languages that ship, as the English that core reads, and as what core makes of them."""

from zoneinfo import ZoneInfo

import pytest

from bot.core.reminders.once_times import parse_one_time
from bot.core.times.clock import local
from bot.core.times.daily_times import parse_reminder_time
from bot.kit.i18n import load_words
from bot.kit.words.own_times import reword_time
from tests.services import instant

EASTERN = "America/New_York"
AT = instant("2026-11-27 08:00", EASTERN)  # a Friday

ONCE = [
    ("es", "mañana a las 9", "2026-11-28 09:00"),
    ("es", "manana a las 9 de la noche", "2026-11-28 21:00"),
    ("es", "mañana por la mañana a las 8", "2026-11-28 08:00"),
    ("es", "el lunes a las 10:30", "2026-11-30 10:30"),
    ("es", "hoy a las 9 y media", "2026-11-27 09:30"),
    ("es", "el 1 de diciembre a las 9", "2026-12-01 09:00"),
    ("es", "en 20 minutos", "2026-11-27 08:20"),
    ("es", "dentro de una hora", "2026-11-27 09:00"),
    ("zh-Hans", "明天 9点", "2026-11-28 09:00"),
    ("zh-Hans", "明天晚上9点半", "2026-11-28 21:30"),
    ("zh-Hans", "明天上午９：３０", "2026-11-28 09:30"),
    ("zh-Hans", "下午3点15分", "2026-11-27 15:15"),
    ("zh-Hans", "星期一 9点", "2026-11-30 09:00"),
    ("zh-Hans", "12月1日上午9点", "2026-12-01 09:00"),
    ("zh-Hans", "20分钟后", "2026-11-27 08:20"),
    ("zh-Hant", "明天早上9點", "2026-11-28 09:00"),
    ("zh-Hant", "2小時後", "2026-11-27 10:00"),
    ("ko", "내일 오전 9시", "2026-11-28 09:00"),
    ("vi", "ngày mai 9h", "2026-11-28 09:00"),
    ("vi", "ngày mai 9h30", "2026-11-28 09:30"),
    ("ko", "오늘 오후 3시에", "2026-11-27 15:00"),
    ("ko", "내일 낮 11시", "2026-11-28 11:00"),
    ("ko", "내일 저녁 7시 반", "2026-11-28 19:30"),
    ("ko", "월요일 오후 2시", "2026-11-30 14:00"),
    ("ko", "12월 1일 9시", "2026-12-01 09:00"),
    ("ko", "2시간 후", "2026-11-27 10:00"),
    ("vi", "ngày mai 9 giờ", "2026-11-28 09:00"),
    ("vi", "9 giờ tối mai", "2026-11-28 21:00"),
    ("vi", "ngay mai luc 9 gio sang", "2026-11-28 09:00"),
    ("vi", "thứ hai 9 giờ 30", "2026-11-30 09:30"),
    ("vi", "20 phút nữa", "2026-11-27 08:20"),
    ("vi", "sau 20 phút", "2026-11-27 08:20"),
    ("vi", "trong 20 phút nữa", "2026-11-27 08:20"),
    ("tl", "bukas ng 9", "2026-11-28 09:00"),
    ("tl", "bukas ng alas-9 ng umaga", "2026-11-28 09:00"),
    ("tl", "sa Lunes ng 9", "2026-11-30 09:00"),
]
DAILY = [
    ("es", "todos los días a las 9:00", 9 * 60, set(range(7))),
    ("es", "lunes y jueves a las 6 de la tarde", 18 * 60, {1, 4}),
    ("zh-Hans", "每天9点", 9 * 60, set(range(7))),
    ("ko", "평일 오전 9시", 9 * 60, {1, 2, 3, 4, 5}),
    ("vi", "mỗi ngày 9 giờ", 9 * 60, set(range(7))),
    ("tl", "araw-araw ng 9:00", 9 * 60, set(range(7))),
]
ENGLISH = (
    "tomorrow at 9",
    "mon, thu 6pm",
    "in 20 minutes",
    "dec 1 at noon",
    "9:00 Pacific",
    "stop",
    "noon",
    "every day 9am",
)


def test_one_time_is_read_in_each_language_by_readers_of_any() -> None:
    for tag, typed, wanted in ONCE:
        for reader in (tag, "en"):
            reworded = reword_time(typed, load_words(reader))
            found = local(parse_one_time(reworded, EASTERN, AT).at, ZoneInfo(EASTERN))
            assert f"{found:%Y-%m-%d %H:%M}" == wanted, (reader, typed, reworded)


def test_daily_times_are_read_in_each_language() -> None:
    for tag, typed, minute, days in DAILY:
        found = parse_reminder_time(reword_time(typed, load_words(tag)), EASTERN)
        assert (found.minute, set(found.days)) == (minute, days), typed


@pytest.mark.parametrize("tag", ["en", "es", "zh-Hans", "ko", "vi", "tl", "fr"])
def test_english_stays_as_typed(tag: str) -> None:
    for typed in ENGLISH:
        assert reword_time(typed, load_words(tag)) == typed
