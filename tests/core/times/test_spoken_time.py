"""Times as people say them: a bare hour is one at which offices can be called, or a question with two answers."""

import pytest

from bot.core.reminders.once_times import is_one_time, parse_one_time
from bot.core.times.clock import DAY
from bot.core.times.daily_times import parse_reminder_time
from bot.core.times.spoken_time import reword_time
from bot.core.times.typed_days import WEEKDAYS
from bot.core.times.typed_time import parse_moment, parse_time_of_day
from bot.errors import UserError
from tests.services import ZONE, instant

NOW = instant("2026-11-24 13:00")  # a Tuesday


@pytest.mark.parametrize(
    ("written", "wall"),
    [
        ("tomorrow at 9", "2026-11-25 09:00"),
        ("tomorrow at nine", "2026-11-25 09:00"),
        ("tomorrow 12", "2026-11-25 12:00"),
        ("tomorrow at 3", "2026-11-25 15:00"),
        ("tomorrow at 5 o’clock", "2026-11-25 17:00"),
        ("tomorrow at 17", "2026-11-25 17:00"),
        ("9 tomorrow", "2026-11-25 09:00"),
        ("9 tomorrow morning", "2026-11-25 09:00"),
        ("tomorrow morning at 7", "2026-11-25 07:00"),
        ("tomorrow morning at 7 am", "2026-11-25 07:00"),
        ("tomorrow at 7 in the morning", "2026-11-25 07:00"),
        ("tomorrow at 7am in the morning", "2026-11-25 07:00"),
        ("tomorrow evening at 7:30", "2026-11-25 19:30"),
        ("tomorrow night at 9", "2026-11-25 21:00"),
        ("thu 9", "2026-11-26 09:00"),
        ("Thursday at 9 Eastern", "2026-11-26 09:00"),
        ("Thursday afternoon", "2026-11-26 14:00"),
        ("thursday 3 in the afternoon", "2026-11-26 15:00"),
        ("at 4", "2026-11-24 16:00"),
        ("at 9", "2026-11-25 09:00"),
        ("today at 9", "2026-11-24 21:00"),
        ("today at 7", "2026-11-24 19:00"),
        ("today at 4", "2026-11-24 16:00"),
        ("this afternoon", "2026-11-24 14:00"),
        ("this evening", "2026-11-24 18:00"),
        ("in the morning", "2026-11-25 09:00"),
        ("first thing tomorrow", "2026-11-25 09:00"),
        ("tomorrow at lunchtime", "2026-11-25 12:00"),
        ("in two hours", "2026-11-24 15:00"),
        ("in a couple of hours", "2026-11-24 15:00"),
        ("in thirty minutes", "2026-11-24 13:30"),
        ("20 minutes", "2026-11-24 13:20"),
        ("an hour from now", "2026-11-24 14:00"),
        ("half an hour", "2026-11-24 13:30"),
        ("in a half hour", "2026-11-24 13:30"),
        ("half past nine tomorrow", "2026-11-25 09:30"),
        ("tomorrow at a quarter to one", "2026-11-25 12:45"),
        ("quarter past 9 tomorrow morning", "2026-11-25 09:15"),
        ("tomorrow 03:30", "2026-11-25 03:30"),
        ("2026-12-01 3:30", "2026-12-01 03:30"),
    ],
)
def test_one_time(written: str, wall: str) -> None:
    assert is_one_time(written)
    assert parse_one_time(written, ZONE, NOW).at == instant(wall)


@pytest.mark.parametrize(
    ("written", "hour", "days"),
    [
        ("9", 9, WEEKDAYS),
        ("every day at 9", 9, frozenset(range(7))),
        ("weekdays at 4", 16, WEEKDAYS),
        ("mon, thu 12", 12, frozenset({1, 4})),
        ("every morning", 9, WEEKDAYS),
        ("weekday evenings", 18, WEEKDAYS),
        ("every day at 7 in the morning", 7, frozenset(range(7))),
        ("weekdays at six in the evening", 18, WEEKDAYS),
        ("daily at midnight", 0, frozenset(range(7))),
        ("monday to friday 9am", 9, WEEKDAYS),
        ("Mon–Wed 9", 9, frozenset({1, 2, 3})),
        ("from fridays through mondays at noon", 12, frozenset({5, 6, 0, 1})),
    ],
)
def test_recurring(written: str, hour: int, days: frozenset[int]) -> None:
    assert not is_one_time(written)
    found = parse_reminder_time(written, ZONE)
    assert (found.minute, found.days) == (hour * 60, days)


@pytest.mark.parametrize(
    ("written", "early", "late"),
    [
        ("tomorrow at 6", "tomorrow at 6 am", "tomorrow at 6 pm"),
        ("thu 7 Pacific", "thursday 7 am pacific", "thursday 7 pm pacific"),
        ("tomorrow at 3:30", "tomorrow at 3:30 am", "tomorrow at 3:30 pm"),
        ("6", "6 am", "6 pm"),
        ("weekdays at 4:15", "weekdays at 4:15 am", "weekdays at 4:15 pm"),
        ("tomorrow at 7:30", "tomorrow at 7:30 am", "tomorrow at 7:30 pm"),
    ],
)
def test_an_hour_of_which_nobody_can_tell_is_asked_about(written: str, early: str, late: str) -> None:
    def parse(text: str) -> None:
        if is_one_time(text):
            parse_one_time(text, ZONE, NOW)
        else:
            parse_reminder_time(text, ZONE)

    with pytest.raises(UserError) as caught:
        parse(written)
    assert caught.value.key == "time.half"
    assert [word for word, _ in caught.value.choices] == [early, late]
    for choice, _ in caught.value.choices:
        parse(choice)


@pytest.mark.parametrize(("written", "count"), [("tomorrow", 3), ("Friday", 3), ("today", 1), ("tues", 3)])
def test_a_day_without_a_time_offers_some(written: str, count: int) -> None:
    with pytest.raises(UserError) as caught:
        parse_one_time(written, ZONE, NOW)
    assert caught.value.key == "time.which"
    assert len(caught.value.choices) == count
    for choice, _ in caught.value.choices:
        assert parse_one_time(choice, ZONE, NOW).at > NOW


@pytest.mark.parametrize(
    ("written", "shown", "days"),
    [
        ("daily", "daily", "*"),
        ("Every day", "every day", "*"),
        ("every Friday", "every Friday", "5"),
        ("Mondays", "Mondays", "1"),
        ("mondays and thursdays.", "Mondays and Thursdays", "1,4"),
        ("mon, thu", "Mon, Thu", "1,4"),
        ("weekdays", "weekdays", "1,2,3,4,5"),
        ("on weekends", "on weekends", "0,6"),
    ],
)
def test_recurring_days_without_a_time_offer_some(written: str, shown: str, days: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_reminder_time(written, ZONE)
    assert (caught.value.key, caught.value.params["word"]) == ("time.which", shown)
    crons = [parse_reminder_time(choice, ZONE).cron for choice, _ in caught.value.choices]
    assert crons == [f"0 {hour} * * {days}" for hour in (9, 12, 17)]


@pytest.mark.parametrize("written", ["every", "and", "every week", "fridays maybe", "at"])
def test_other_words_without_a_time_are_refused(written: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_reminder_time(written, ZONE)
    assert caught.value.key == "remind.unclear"


def test_an_alert_takes_the_same_words() -> None:
    for written, wall in {
        "tomorrow at 9": "2026-11-25 09:00",
        "tomorrow morning at 8": "2026-11-25 08:00",
        "Friday at 3 in the afternoon": "2026-11-27 15:00",
        "in two hours": "2026-11-24 15:00",
    }.items():
        assert parse_moment(written, ZONE, NOW, "when").at == instant(wall)
    with pytest.raises(UserError) as caught:
        parse_moment("tomorrow at 6", ZONE, NOW, "when")
    assert caught.value.key == "time.half"


@pytest.mark.parametrize("written", ["2026-12-01 9:00 america/chicago", "weekdays 8:30 pacific", "now", "in a while"])
def test_other_words_stay(written: str) -> None:
    assert reword_time(written) == written


def test_an_alert_asks_about_the_same_hours_as_a_reminder() -> None:
    for typed in ("6", "tomorrow 6 o'clock", "tomorrow 3:30", "thursday at 7", "2:15 tomorrow"):
        with pytest.raises(UserError) as caught:
            parse_moment(typed, ZONE, NOW, "when")
        assert (caught.value.key, len(caught.value.choices)) == ("time.half", 2), typed
    for typed, wall in (("5 o'clock", "17:00"), ("tomorrow 03:30", "03:30"), ("friday next week 9", "09:00")):
        assert parse_moment(typed, ZONE, NOW, "when").at % DAY == instant(f"2026-11-24 {wall}") % DAY, typed
    with pytest.raises(UserError) as summary:
        parse_time_of_day("6:30", "day_summary")
    assert summary.value.key == "time.half"
    assert [parse_time_of_day(typed, "") for typed in ("5", "20", "at 9", "8pm", "evening", "noon")] == [
        17 * 60, 20 * 60, 9 * 60, 20 * 60, 18 * 60, 12 * 60
    ]  # fmt: skip


def test_the_next_week_begins_on_monday() -> None:
    for typed, day in (("next week monday at 9", 30), ("monday of next week 9am", 30), ("sunday next week 9am", 36)):
        found = parse_moment(typed, ZONE, NOW, "when").at
        assert found == instant("2026-11-24 09:00") + (day - 24) * DAY, typed


@pytest.mark.parametrize(
    ("written", "key"),
    [("every two days 9am", "remind.unclear"), ("every other day 9am", "remind.unclear"), ("9am Xyzzy", "time.zone")],
)
def test_only_words_at_the_end_can_be_an_unknown_zone(written: str, key: str) -> None:
    with pytest.raises(UserError) as refused:
        parse_reminder_time(written, ZONE)
    assert refused.value.key == key
