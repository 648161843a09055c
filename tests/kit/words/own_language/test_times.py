"""Times typed in the languages that ship, as the English that core reads, and as what core makes of them."""

from zoneinfo import ZoneInfo

import pytest

from bot.cogs.coalition.channel import ChannelCog
from bot.core.reminders.once_times import parse_one_time
from bot.core.times.clock import local
from bot.core.times.daily_times import parse_reminder_time
from bot.core.times.quiet_hours import QuietHours, parse_quiet_hours
from bot.core.times.typed_time import parse_zone
from bot.kit.i18n import list_catalogs, load_catalog, load_words
from bot.kit.spec import read_specs
from bot.kit.words.own_language.schedules import reword_hours, write_own_schedule
from bot.kit.words.own_language.times import reword_any_time, reword_time
from bot.kit.words.parse import parse_arguments
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
    ("vi", "ngày 3 tháng 12 9 giờ", "2026-12-03 09:00"),  # not December 9 at 3
    ("vi", "mùng 3 tháng 12 9 giờ 30", "2026-12-03 09:30"),
    ("vi", "3 tháng 12 9 giờ tối", "2026-12-03 21:00"),
    ("es", "el 3 de diciembre 9 horas", "2026-12-03 09:00"),
    ("tl", "ika-3 ng Disyembre 9 ng umaga", "2026-12-03 09:00"),
    ("vi", "20 phút nữa", "2026-11-27 08:20"),
    ("vi", "sau 20 phút", "2026-11-27 08:20"),
    ("vi", "trong 20 phút nữa", "2026-11-27 08:20"),
    ("tl", "bukas ng 9", "2026-11-28 09:00"),
    ("tl", "bukas ng alas-9 ng umaga", "2026-11-28 09:00"),
    ("tl", "sa Lunes ng 9", "2026-11-30 09:00"),
    # weekdays that the CLDR doesn't have, and the week after this one
    ("zh-Hans", "星期天9点", "2026-11-29 09:00"),
    ("zh-Hant", "禮拜天早上九點", "2026-11-29 09:00"),
    ("zh-Hans", "周天下午两点", "2026-11-29 14:00"),
    ("zh-Hans", "下周一9点", "2026-11-30 09:00"),
    ("zh-Hans", "下星期五上午十点", "2026-12-04 10:00"),
    ("zh-Hant", "下禮拜一早上九點半", "2026-11-30 09:30"),
    ("ko", "다음 주 월요일 오전 9시", "2026-11-30 09:00"),
    ("ko", "다음주 금요일 오전 9시", "2026-12-04 09:00"),
    ("vi", "thứ 2 9 giờ", "2026-11-30 09:00"),
    ("vi", "CN 10 giờ", "2026-11-29 10:00"),
    ("vi", "thứ hai tới 9 giờ", "2026-11-30 09:00"),
    ("vi", "thứ hai tối 9 giờ", "2026-11-30 21:00"),
    ("vi", "thứ sáu tuần tới lúc chín giờ", "2026-12-04 09:00"),
    ("vi", "sáng mai 9 giờ", "2026-11-28 09:00"),
    ("vi", "sáng thứ hai 9 giờ", "2026-11-30 09:00"),
    ("es", "viernes de la próxima semana a las 9", "2026-12-04 09:00"),
    ("es", "el próximo lunes a las 9", "2026-11-30 09:00"),
    ("tl", "sa Linggo ng 9", "2026-11-29 09:00"),
    ("tl", "Biyernes ng susunod na linggo ng 9", "2026-12-04 09:00"),
    # numbers in words, halves and quarters
    ("zh-Hans", "明天晚上九点", "2026-11-28 21:00"),
    ("zh-Hans", "十二月一日上午十一点二十五分", "2026-12-01 11:25"),
    ("zh-Hans", "下午三点一刻", "2026-11-27 15:15"),
    ("zh-Hans", "两个小时后", "2026-11-27 10:00"),
    ("zh-Hans", "一个半小时后", "2026-11-27 09:30"),
    ("zh-Hant", "半小時後", "2026-11-27 08:30"),
    ("zh-Hans", "三天后九点", "2026-11-30 09:00"),
    ("ko", "오후 세 시", "2026-11-27 15:00"),
    ("ko", "내일 열두시 반", "2026-11-28 12:30"),
    ("ko", "두 시간 뒤", "2026-11-27 10:00"),
    ("es", "a las nueve y media de la mañana", "2026-11-27 09:30"),
    ("es", "dentro de dos semanas a las 9", "2026-12-11 09:00"),
    ("es", "en media hora", "2026-11-27 08:30"),
    ("es", "mañana a mediodía", "2026-11-28 12:00"),
    ("es", "el lunes a mediodía", "2026-11-30 12:00"),
    ("es", "mañana a la medianoche", "2026-11-28 00:00"),
    ("ko", "내일 정오에", "2026-11-28 12:00"),
    ("vi", "vào trưa mai", "2026-11-28 12:00"),
    ("tl", "bukas sa tanghali", "2026-11-28 12:00"),
    ("zh-Hant", "明天正午", "2026-11-28 12:00"),
    ("vi", "chín giờ sáng mai", "2026-11-28 09:00"),
    ("vi", "nửa tiếng nữa", "2026-11-27 08:30"),
    ("tl", "bukas ng alas-nuwebe ng umaga", "2026-11-28 09:00"),
    ("tl", "alas-dos ng hapon", "2026-11-27 14:00"),
    ("tl", "sa loob ng 2 linggo", "2026-12-11 08:00"),
    ("tl", "pagkalipas ng dalawang linggo", "2026-12-11 08:00"),
    # lengths of hours and minutes, alone and counted from now
    ("es", "una hora y media", "2026-11-27 09:30"),
    ("es", "dentro de 2 horas y media", "2026-11-27 10:30"),
    ("es", "1 hora y 20 minutos", "2026-11-27 09:20"),
    ("es", "a las 18 horas", "2026-11-27 18:00"),
    ("ko", "1시간 30분", "2026-11-27 09:30"),
    ("ko", "두 시간 반 뒤", "2026-11-27 10:30"),
    ("vi", "2 tiếng rưỡi", "2026-11-27 10:30"),
    ("vi", "2 giờ 30 phút nữa", "2026-11-27 10:30"),
    ("tl", "2 oras", "2026-11-27 10:00"),
    ("tl", "isang oras at kalahati", "2026-11-27 09:30"),
    ("zh-Hans", "1小时30分钟", "2026-11-27 09:30"),
    ("zh-Hant", "兩小時半後", "2026-11-27 10:30"),
    # as cards write them, with the zone's name; and an hour alone is one in which offices can be called
    ("es", "mañana 9:00 a. m. hora del Pacífico", "2026-11-28 12:00"),
    ("ko", "내일 오전 9시 중부 시간", "2026-11-28 10:00"),
    ("ko", "2026년 12월 1일 화요일 오후 6:30(동부 시간)", "2026-12-01 18:30"),
    ("zh-Hans", "太平洋时间 12月1日星期二上午9:00", "2026-12-01 12:00"),
    ("zh-Hans", "5点", "2026-11-27 17:00"),
    ("en", "5 o'clock", "2026-11-27 17:00"),
]
QUIET = (
    *("de 10 de la noche a 8 de la mañana", "22:00 a 8:00", "de las 22 a las 8", "10 p. m. a 8 a. m.", "22:00-8:00"),
    *("晚上10点到早上8点", "晚上十点至早上八点", "밤 10시부터 아침 8시까지", "từ 22 giờ đến 8 giờ", "10pm to 8am"),
    *("từ 10 giờ tối đến 8 giờ sáng", "10 ng gabi hanggang 8 ng umaga"),
    "mula alas-diyes ng gabi hanggang alas-otso ng umaga",
)
IN_A_LINE = (  # more than eight words, among others
    "de las diez y media de la noche a las ocho y media de la mañana hora del Pacífico",
    "hora del Pacífico de 10:30 de la noche a 8 y media de la mañana",
    "từ mười giờ rưỡi tối đến tám giờ rưỡi sáng giờ Thái Bình Dương",
    "between 10:30 at night and 8:30 in the morning pacific time",
    "밤 10시 30분부터 아침 8시 30분까지 태평양 시간",
)
SHOWN = {  # as people say them: eight at night is no afternoon
    "zh-Hans": {0: "午夜12:00", 30: "凌晨12:30", 300: "早上5:00", 540: "上午9:00", 720: "中午12:00", 1080: "下午6:00"},
    "zh-Hant": {0: "午夜12:00", 30: "凌晨12:30", 300: "清晨5:00", 780: "下午1:00", 1200: "晚上8:00", 1380: "晚上11:00"},
    "vi": {480: "8:00 sáng", 720: "12:00 trưa", 840: "2:00 chiều", 1200: "8:00 tối", 1380: "11:00 đêm"},
    "ko": {540: "오전 9:00", 1200: "오후 8:00"},
}
DAILY = [
    ("es", "todos los días a las 9:00", 9 * 60, set(range(7))),
    ("es", "lunes y jueves a las 6 de la tarde", 18 * 60, {1, 4}),
    ("zh-Hans", "每天9点", 9 * 60, set(range(7))),
    ("ko", "평일 오전 9시", 9 * 60, {1, 2, 3, 4, 5}),
    ("vi", "mỗi ngày 9 giờ", 9 * 60, set(range(7))),
    ("tl", "araw-araw ng 9:00", 9 * 60, set(range(7))),
    ("es", "lunes a jueves 9:00", 9 * 60, {1, 2, 3, 4}),
    ("es", "del viernes al lunes a las 9", 9 * 60, {5, 6, 0, 1}),
    ("ko", "월요일부터 금요일까지 9시", 9 * 60, {1, 2, 3, 4, 5}),
    ("vi", "từ thứ hai đến thứ sáu 9 giờ", 9 * 60, {1, 2, 3, 4, 5}),
    ("vi", "thứ hai hàng tuần 9 giờ", 9 * 60, {1}),
    ("tl", "Lunes hanggang Huwebes 9am", 9 * 60, {1, 2, 3, 4}),
    ("zh-Hans", "每周一到周五早上9点", 9 * 60, {1, 2, 3, 4, 5}),
    ("zh-Hant", "週一至週三9點", 9 * 60, {1, 2, 3}),
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


def test_quiet_hours_are_read_in_each_language() -> None:
    for typed in QUIET:
        assert parse_quiet_hours(reword_hours(typed), "quiet") == QuietHours(22 * 60, 8 * 60), typed
    for typed in ("ninguna", "无", "없음", "không có", "wala"):
        assert parse_quiet_hours(reword_hours(typed), "quiet") is None, typed
    for name in ("a", "de a", "general", "lunch-a-thon", "2026-a-8", "de 9 a 5 a 6"):  # channels have names like these
        assert reword_hours(name) == name


def test_quiet_hours_of_many_words_are_found_in_a_line() -> None:
    [spec] = [one for one in read_specs(ChannelCog.subscribe) if one.kind == "command"]
    for line in IN_A_LINE:
        placed = parse_arguments(line, spec.options, load_words("en").label)
        assert set(placed) == {"quiet", "zone"}, placed
        assert parse_quiet_hours(reword_hours(placed["quiet"]), "quiet") == QuietHours(22 * 60 + 30, 8 * 60 + 30)
        assert parse_zone(reword_any_time(placed["zone"]), "zone") == "America/Los_Angeles"


def test_a_time_is_shown_with_its_part_of_the_day() -> None:
    for tag, shown in SHOWN.items():
        assert {minutes: load_words(tag).format_time(minutes) for minutes in shown} == shown


@pytest.mark.parametrize("tag", list_catalogs())
def test_every_time_that_a_card_shows_can_be_typed_back(tag: str) -> None:
    words = load_words(tag)
    for minutes in range(0, 24 * 60, 15):
        shown = words.format_time(minutes)
        for reader in (tag, "en"):
            found = local(parse_one_time(reword_time(shown, load_words(reader)), EASTERN, AT).at, ZoneInfo(EASTERN))
            assert found.hour * 60 + found.minute == minutes, (shown, reader)


@pytest.mark.parametrize("tag", list_catalogs())
def test_hints_name_zones_that_are_understood(tag: str) -> None:
    for zone in ("New_York", "Chicago", "Denver", "Phoenix", "Los_Angeles", "Anchorage"):
        name = load_words(tag).name_zone(f"America/{zone}")
        assert parse_zone(reword_any_time(name), "zone") == f"America/{zone}", name
    catalog = load_catalog(tag)
    spoken = ("command.", "form.", "remind.", "time.")  # files are in English
    hints = [str(text) for key, text in catalog.items() if key.startswith(spoken)]
    assert tag in ("en", "tl") or not [one for one in hints if "Eastern" in one or "Pacific" in one]


def test_schedules_are_shown_in_the_readers_words_which_mean_the_same() -> None:
    for tag in ("es", "ko", "zh-Hans", "zh-Hant", "vi", "tl"):
        words = load_words(tag)
        for schedule in ("weekdays 9:00", "daily 07:30", "mon, thu 18:30", "sun 9:00"):
            shown = write_own_schedule(schedule, words)
            assert shown != schedule, (tag, schedule)
            read = parse_reminder_time(reword_any_time(shown), EASTERN)
            assert read == parse_reminder_time(schedule, EASTERN), (tag, shown)
        assert write_own_schedule("5 9 1 * *", words) == "5 9 1 * *"
    assert write_own_schedule("mon, thu 18:30", load_words("es")) == "lunes, jueves 18:30"


def test_daily_times_are_read_in_each_language() -> None:
    for tag, typed, minute, days in DAILY:
        found = parse_reminder_time(reword_time(typed, load_words(tag)), EASTERN)
        assert (found.minute, set(found.days)) == (minute, days), typed


@pytest.mark.parametrize("tag", ["en", "es", "zh-Hans", "ko", "vi", "tl", "fr"])
def test_english_stays_as_typed(tag: str) -> None:
    for typed in ENGLISH:
        assert reword_time(typed, load_words(tag)) == typed
