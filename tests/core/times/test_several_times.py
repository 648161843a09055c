"""Several times of day where one is wanted are no time zone: the first is offered."""

from bot.core.reminders.once_times import check_reminder_time
from bot.core.times.typed_time import parse_moment
from bot.errors import UserError
from tests.core.support.coalition import expect_refusal
from tests.services import MONDAY, ZONE

OFFERED = {
    "weekdays 9am and 5pm": "weekdays 9am",
    "9am, 5pm": "9am",
    "9 and 5": "9",
    "daily 9 am 5 pm": "daily 9 am",
    "9 and 5pm eastern": "9 eastern",
    "weekdays at 9:00 & 17:00": "weekdays at 9:00",
    "noon and 5pm on mondays": "noon on mondays",
    "mon 9am thu 5pm": "mon 9am",
    "weekdays 9am to 5pm": "weekdays 9am",
    "tomorrow at 9am, 12pm and 5pm": "tomorrow at 9am",
}


def test_the_first_of_several_times_is_offered() -> None:
    for typed, first in OFFERED.items():
        assert refuse_reminder(typed) == ("time.several", [first]), typed


def test_a_moment_has_one_time() -> None:
    for typed in ("tomorrow 9am and 5pm", "tomorrow 9am 5pm eastern"):
        with expect_refusal("time.several"):
            parse_moment(typed, ZONE, MONDAY, "when")


def test_other_words_are_still_a_zone() -> None:
    assert refuse_reminder("9am xyz") == ("time.zone", [])
    assert refuse_reminder("dec 1 9am xyz") == ("time.zone", [])
    assert refuse_reminder("mon and thu 9am pacific") == ("", [])


def test_a_day_behind_a_preposition_is_asked_about() -> None:
    for typed in ("on friday", "this friday", "next friday", "on dec 1", "on tomorrow"):
        key, offered = refuse_reminder(typed)
        assert (key, offered[0]) == ("time.which", f"{typed} 9 am")
        days = ["2026-11-27 9 am", "2026-12-04 9 am"] if typed == "next friday" else []  # it may be either
        assert refuse_reminder(offered[0]) == ("time.which_day" if days else "", days)


def refuse_reminder(typed: str) -> tuple[str, list[str]]:
    """The key of a refused reminder's time, and the words offered; empty if it is read."""
    try:
        check_reminder_time(typed, ZONE, MONDAY)
    except UserError as error:
        return error.key, [word for word, _ in error.choices]
    return "", []
