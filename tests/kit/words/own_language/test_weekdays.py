"""Ranges, lists and exceptions of weekdays in the languages that ship, as core reads them."""

import pytest

from bot.core.reminders.once_times import is_one_time
from bot.core.times.daily_times import DailyTime, parse_reminder_time
from bot.errors import UserError
from bot.kit.i18n import list_catalogs, load_words
from bot.kit.words.own_language.times import reword_any_time, reword_time

EASTERN = "America/New_York"
AT_NINE = {"en": " 9am", "es": " a las 9", "ko": " 9시", "vi": " 9h", "tl": " ng 9", "zh-Hans": "9点", "zh-Hant": "9點"}
# Days of the week without a time: ranges, lists and exceptions.
DAYS = {
    "en": {
        "monday up to friday": "12345",
        "between tue and thu": "234",
        "fri ~ sun": "056",
        "mon/wed/fri": "135",
        "MWF": "135",
        "TTh": "24",
        "m-f": "12345",
        "tues & thurs": "24",
        "every day but sunday": "123456",
        "daily except weekends": "12345",
        "weekdays excluding fridays": "1234",
        "mon-sat but not wed, thu": "1256",
    },
    "es": {
        "desde el lunes hasta el viernes": "12345",
        "entre martes y jueves": "234",
        "lun-vie": "12345",
        "mié a sáb": "3456",
        "L-V": "12345",
        "lun, mié y vie": "135",
        "todos los días menos el domingo": "123456",
        "cada día excepto sábado y domingo": "12345",
    },
    "ko": {
        "월요일에서 금요일까지": "12345",
        "월~금": "12345",
        "화-목": "234",
        "월부터 토까지": "123456",
        "월수금": "135",
        "매주 화목토": "246",
        "월·수·금": "135",
        "토일": "06",
        "월, 수요일": "13",
        "일요일 빼고 매일": "123456",
        "주말을 제외한 매일": "12345",
    },
    "vi": {
        "thứ hai tới thứ sáu": "12345",
        "thu ba toi thu nam": "234",
        "t2 tới t6": "12345",
        "từ thứ hai cho tới thứ bảy": "123456",
        "thứ 2 đến 6": "12345",
        "thứ 2-4-6": "135",
        "thứ 3, 5 và 7": "246",
        "T2-T6": "12345",
        "thứ tư – chủ nhật": "03456",
        "mỗi ngày trừ chủ nhật": "123456",
    },
    "tl": {
        "mula Martes hanggang Huwebes": "234",
        "Lunes–Sabado": "123456",
        "Lun-Biy": "12345",
        "Lunes, Miyerkules at Biyernes": "135",
        "araw-araw maliban sa Linggo": "123456",
    },
    "zh-Hans": {
        "周一到五": "12345",
        "从周二至周四": "234",
        "星期三~星期六": "3456",
        "周一三五": "135",
        "周二、四、六": "246",
        "周六日": "06",
        "除周日外每天": "123456",
        "每天，周三除外，": "012456",
    },
    "zh-Hant": {"禮拜一至五": "12345", "每週二四": "24", "週一和週四": "14", "除了星期六和星期日以外每天": "12345"},
}


def test_days_of_the_week_are_read_in_each_language() -> None:
    assert set(DAYS) == set(list_catalogs())
    for tag, typed in DAYS.items():
        for reader in (tag, "en"):
            read = {one: _read(f"{one}{AT_NINE[tag]}", reader) for one in typed}
            assert {one: "".join(map(str, sorted(found.days))) for one, found in read.items()} == typed, reader
            assert {found.minute for found in read.values()} == {9 * 60}


def _read(typed: str, reader: str) -> DailyTime:
    english = reword_time(typed, load_words(reader))
    assert not is_one_time(english), typed
    return parse_reminder_time(english, EASTERN)


def test_days_that_are_all_left_out_are_refused() -> None:
    for typed in ("every day except every day 9am", "sunday 9am but not sunday", "周日9点，周日除外"):
        with pytest.raises(UserError) as refused:
            parse_reminder_time(reword_any_time(typed), EASTERN)
        assert refused.value.key == "remind.unclear", typed
