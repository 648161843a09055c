"""Parses times for recurring reminders: ``9:00``, ``weekdays 8am Pacific``, ``mon, thu 18:30``."""

import re

from msgspec import Struct

from bot.core.times.several_times import ask_which_time
from bot.core.times.spoken_time import ask_time, check_small_hours, choose_half, reword_time
from bot.core.times.typed_days import FILLERS, list_days, parse_day, read_days
from bot.core.times.typed_time import PARTS, parse_clock, parse_zone_in
from bot.errors import UserError
from bot.text import fold, is_dash

_HALF = r"\s*[ap]\.?m\b\.?"
_CLOCK = re.compile(rf"\b(?:noon|midnight)\b|\b\d{{1,2}}:\d\d(?:{_HALF})?|\b\d{{1,2}}{_HALF}", re.ASCII)
_PART_OR_HOUR = re.compile(r"\b(?:(morning|afternoon|evening|night)s?|\d{1,2})\b", re.ASCII)
_STOP = frozenset({"stop", "off", "none", "never", "cancel", "quit", "unsubscribe"})
_ALL = frozenset({"all", "every", "everything", "it", "me", "my", "please", "reminder", "reminders", "them", "the"})


class DailyTime(Struct, frozen=True):
    """A local time in ``zone``, in minutes after midnight, on some days of the week (0 is Sunday).

    ``named`` means that the text named the zone.
    """

    minute: int
    days: frozenset[int]
    zone: str
    named: bool = False

    @property
    def cron(self) -> str:
        """The schedule as a cron expression."""
        days = "*" if len(self.days) == 7 else ",".join(map(str, sorted(self.days)))
        return f"{self.minute % 60} {self.minute // 60} * * {days}"


def is_stop_request(written: str) -> bool:
    """Whether the text asks to stop reminders: "stop", "cancel all reminders", "please stop"."""
    words = frozenset(re.findall(r"\w+", fold(written)))
    return (bool(words & _STOP) and words <= _STOP | _ALL) or is_dash(written)


def parse_reminder_time(written: str, zone: str) -> DailyTime:
    """Parse a recurring time. Without days it means weekdays; without a zone, ``zone``.

    Raises UserError if the text is unclear.
    """
    typed = list_days(reword_time(fold(written)))
    time = _CLOCK.search(typed) or _PART_OR_HOUR.search(typed)
    if time is None:
        raise _ask_for_time(written, typed)
    check_small_hours(typed, "when")
    minute = _read_minute(time, typed)
    rest = _split_words(f"{typed[: time.start()]} {typed[time.end() :]}")
    other = [word for word in rest if word not in FILLERS and not parse_day(word)]
    days = read_days(rest)
    if not days:
        raise UserError("remind.unclear", field="when", word=written)
    clock = _read_zone(written, typed, " ".join(other)) if other else zone
    return DailyTime(minute, days, clock, named=bool(other))


def _read_zone(written: str, typed: str, named: str) -> str:
    """The zone of the words that are neither a time nor days. Where they don't follow one another, they name none.

    An unknown zone is refused as one only at the end, where zones are: elsewhere, the words may be anything.
    """
    if several := ask_which_time(typed, written, "when"):
        raise several
    words = " ".join(_split_words(typed))
    if named not in words:
        raise UserError("remind.unclear", field="when", word=written)
    try:
        return parse_zone_in(typed, named, "when")
    except UserError:
        if words.endswith(named):
            raise
        raise UserError("remind.unclear", field="when", word=written) from None


def _ask_for_time(written: str, typed: str) -> UserError:
    """The question at what time, if the text names nothing but days; otherwise the refusal of what isn't understood."""
    words = _split_words(typed)
    days = [word for word in words if parse_day(word)]
    if days and all(word in days or word in FILLERS for word in words):
        return ask_time(typed.strip(" ,;."), lambda _: True)
    return UserError("remind.unclear", field="when", word=written)


def _split_words(typed: str) -> list[str]:
    return re.sub(r"[,;.]", " ", typed).split()


def _read_minute(time: re.Match[str], typed: str) -> int:
    if time.re is _CLOCK:
        return parse_clock(time[0], "when")
    return PARTS[time[1]] if time[1] else choose_half(int(time[0]), "when", typed) * 60


def find_minute(cron: str) -> int:
    """The time of a schedule made by `DailyTime.cron`, in minutes after midnight."""
    minute, hour = cron.split()[:2]
    return int(hour) * 60 + int(minute)


def find_days(cron: str) -> frozenset[int]:
    """The days of the week in a schedule made by `DailyTime.cron`."""
    days = cron.split()[4]
    return frozenset(range(7)) if days == "*" else frozenset(map(int, days.split(",")))
