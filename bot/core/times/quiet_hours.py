"""Quiet hours as people type them: ``22:00-8:00``, ``22-8``, ``10pm to 8am``."""

import re
from contextlib import suppress

from msgspec import Struct

from bot.core.times.spoken_time import reword_time
from bot.core.times.typed_time import parse_clock
from bot.errors import UserError
from bot.patterns import compile_later
from bot.phrases import Clock, Phrase
from bot.text import fold, is_dash

_HOUR = 60
_HALF = 12 * _HOUR  # minutes
_LEAD = compile_later(r"(?:from|between)\s+")
_BETWEEN = compile_later(r"\s*(?:-+|~|–|\b(?:to|till|til|until|through|and)\b)\s*")
_BARE = compile_later(r"\d{1,2}", re.ASCII)
_TWELVE = compile_later(r"(?:[1-9]|1[0-2]):[0-5]\d", re.ASCII)  # what clocks of twelve hours show too
_RUN = compile_later(r"^(\d{1,2})\.?(\d\d)\b", re.ASCII)  # 2200, 22.00


class QuietHours(Struct, frozen=True):
    """Hours when nothing is posted, in minutes after local midnight. They may span midnight."""

    start: int
    end: int

    def __str__(self) -> str:
        return f"{_format_clock(self.start)}–{_format_clock(self.end)}"

    @property
    def typed(self) -> str:
        """The hours in a way that nothing has to be asked about."""
        return f"{_format_clock(self.start):0>5}-{_format_clock(self.end):0>5}"


def parse_quiet_hours(written: str, field: str) -> QuietHours | None:
    """The hours in ``22:00-08:00``, None for ``none`` or a dash.

    Raises UserError for what it can't read; for ``10-8``, which may be by night or by day, it asks which.
    """
    typed = fold(written)
    if typed == "none" or is_dash(typed):
        return None
    parts = _BETWEEN.split(_LEAD.sub("", reword_time(typed), count=1))
    if len(parts) != 2:
        raise UserError("time.quiet", field=field, word=written)
    start, end = (_RUN.sub(r"\1:\2", part) for part in parts)
    if _TWELVE.fullmatch(start) and _TWELVE.fullmatch(end) and _is_backward(start, end, field):
        raise _ask_which(start, end, field, written)  # 10:00-8:00 would be quiet nearly all day
    hours = _read_bare(start, end, field, written) or _read_halves(start, end, field)
    if hours.start == hours.end:
        raise UserError("time.quiet", field=field, word=written)
    return hours


def _is_backward(start: str, end: str, field: str) -> bool:
    return parse_clock(start, field) > parse_clock(end, field)


def is_quiet_hours(written: str) -> bool:
    """Whether the text is meant as quiet hours, perhaps as hours that `parse_quiet_hours` asks about."""
    try:
        parse_quiet_hours(written, "")
    except UserError as error:
        return bool(error.choices)
    return True


def _read_bare(start: str, end: str, field: str, written: str) -> QuietHours | None:
    """The hours of two numbers, None for any other text. A number past 12 says that both count to 24."""
    if not (_BARE.fullmatch(start) and _BARE.fullmatch(end)):
        return None
    first, last = int(start), int(end)
    if max(first, last) > 12 or 0 in (first, last) or start[0] == "0" or end[0] == "0":
        return QuietHours(parse_clock(f"{start}:00", field), parse_clock(f"{end}:00", field))
    raise _ask_which(f"{first}", f"{last}", field, written)


def _ask_which(start: str, end: str, field: str, written: str) -> UserError:
    """The question whether hours on a clock of twelve are by night or by day."""
    night = QuietHours(parse_clock(f"{start}pm", field), parse_clock(f"{end}am", field))
    day = QuietHours(parse_clock(f"{start}am", field), parse_clock(f"{end}pm", field))
    error = UserError("time.quiet_which", field=field, word=written, night=_write(night), day=_write(day))
    return error.add_choices((one.typed, _write(one)) for one in (night, day))


def _write(hours: QuietHours) -> Phrase:
    """The hours, for a sentence."""
    return Phrase("time.span", (("from", Clock(hours.start)), ("to", Clock(hours.end))))


def _read_halves(start: str, end: str, field: str) -> QuietHours:
    """The hours of two times. A bare hour is read as the other time is: to 24, or in the half of the day near it."""
    starts, ends = _list_readings(start, end, field), _list_readings(end, start, field)
    found = (QuietHours(first, last) for first in starts for last in ends)
    return min(found, key=lambda one: (one.end - one.start) % (2 * _HALF) or 2 * _HALF)


def _list_readings(clock: str, other: str, field: str) -> tuple[int, ...]:
    """The minutes after midnight that a time may mean beside the ``other``."""
    if not _BARE.fullmatch(clock):
        return (parse_clock(clock, field),)
    is_twelve_hours = other.rstrip(".").endswith("m") or other.isalpha()
    with suppress(UserError):
        if is_twelve_hours:
            return parse_clock(f"{clock}am", field), parse_clock(f"{clock}pm", field)
    return (parse_clock(f"{clock}:00", field),)


def _format_clock(minute: int) -> str:
    return f"{minute // _HOUR}:{minute % _HOUR:02}"
