"""What people type into a draft's forms, turned into what a campaign file holds.

What can't be read stays as typed: the draft keeps it, and says what is wrong with it.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from zoneinfo import ZoneInfo

from bot.core.directory.members import Directory
from bot.core.draft_parts.entry_text import Fields, join_pair, keep_filled, split_lines, split_pair
from bot.core.draft_parts.target_names import read_names, show_names
from bot.core.times.clock import local
from bot.core.times.daily_times import parse_reminder_time
from bot.core.times.typed_days import DAYS
from bot.core.times.typed_time import parse_moment, parse_time_of_day, parse_zone
from bot.errors import UserError
from bot.text import is_dash

# A schedule for once a day that words can say, and the days that mean weekdays.
_CRON = re.compile(r"(\d{1,2}) (\d{1,2}) \* \* (\*|1-5|\d(?:,\d)*)", re.ASCII)
_WEEKDAYS = "1,2,3,4,5"
_SPOKEN = 8  # the first hour that means the same with and without "am"
_TIMES = ("opens", "closes")


Reword = Callable[[str], str]  # writes a time of another language in English


def read_typed(part: str, typed: Fields, zone: str, at: int, directory: Directory, reword: Reword = str) -> Fields:
    """A part's fields with times, zones and members as a file has them. ``zone`` is the coalition's."""
    fields = {name: text for name, text in keep_filled(typed).items() if not is_dash(text)}  # a dash empties a field
    if part == "basics":
        return _read_dates(fields, zone, at, reword)
    if part == "rhythm":
        return _read_clock(_change_reminders(fields, lambda typed: _read_schedule(typed, reword)), reword)
    return read_names(fields, directory) if part == "targets" else fields


def show_typed(part: str, fields: Fields, directory: Directory) -> Fields:
    """A part's fields as its form shows them: members with their names, and schedules in words."""
    return _change_reminders(fields, _show_schedule) if part == "rhythm" else show_names(fields, directory)


def _change_reminders(fields: Fields, change: Callable[[str], str]) -> Fields:
    """The fields with each reminder's schedule changed."""
    pairs = [split_pair(line) for line in split_lines(fields.get("reminders", ""))]
    return keep_filled({**fields, "reminders": "\n".join(join_pair(change(when), text) for when, text in pairs)})


def _read_clock(fields: Fields, reword: Reword) -> Fields:
    """The fields with the time of the day's numbers as a file has it."""
    with suppress(UserError, KeyError):
        minutes = _parse_evening(reword(fields["day_summary"]))
        return {**fields, "day_summary": f"{minutes // 60:02}:{minutes % 60:02}"}
    return fields


def _parse_evening(typed: str) -> int:
    """A time for the day's numbers: where ``6:30`` may be in both halves of the day, the later is meant."""
    try:
        return parse_time_of_day(typed, "day_summary")
    except UserError as error:
        if error.key != "time.half":
            raise
        return parse_time_of_day(error.choices[-1][0], "day_summary")


def _read_schedule(typed: str, reword: Reword = str) -> str:
    """The cron expression of ``weekdays 9:00``. Any other text stays, also a time in another zone."""
    with suppress(UserError):
        if not _CRON.fullmatch(typed):
            found = parse_reminder_time(reword(typed), "")
            return typed if found.named else found.cron.replace(_WEEKDAYS, "1-5")
    return typed


def _show_schedule(cron: str) -> str:
    """A schedule in words that `_read_schedule` reads as the same one; other expressions stay."""
    match = _CRON.fullmatch(cron)
    if not match:
        return cron
    minute, hour, days = match.groups()
    names = {"*": "daily", "1-5": "weekdays"}.get(days) or ", ".join(DAYS[int(day) % 7][:3] for day in days.split(","))
    clock = f"{hour:0>2}" if int(hour) < _SPOKEN else hour  # what "7:30" means would be asked
    words = f"{names} {clock}:{int(minute):02}"
    return words if _read_schedule(words) == cron else cron


def _read_dates(fields: Fields, zone: str, at: int, reword: Reword) -> Fields:
    made = dict(fields)
    with suppress(UserError):
        made["timezone"] = parse_zone(reword(fields["timezone"]), "timezone") if "timezone" in fields else ""
    own = made.get("timezone") or zone
    for name in _TIMES:
        with suppress(UserError, KeyError, ValueError):  # a zone that isn't one is reported at its field
            moment = parse_moment(reword(fields[name]), own, at, name)
            made[name] = f"{local(moment.at, ZoneInfo(own)):%Y-%m-%d %H:%M}"
    return keep_filled(made)
