"""Times as forms show them: in the reader's words if those are read as the same time again, else in digits."""

from contextlib import suppress
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.core.times.clock import MINUTE, local
from bot.core.times.typed_time import SOME_ZONE, parse_moment, write_moment
from bot.core.times.wall_clock import find_instants, parse_wall_time
from bot.errors import UserError
from bot.kit.i18n import Words
from bot.kit.words.own_language.times import reword_time
from bot.moments import Moment, name_year


def write_own_moment(words: Words, moment: Moment, now: int) -> str:
    """A moment as cards say it. It names its zone unless that is the reader's, and its year if it isn't this one.

    ``now`` is in UTC microseconds. One that has passed names its year, too: without it, next year's could be meant.
    """
    at = moment.at // MINUTE * MINUTE
    named = name_year(moment, now)
    named = replace(named, dated=named.dated or at <= now)
    shown = words.format_moment(named)
    if moment.zone == words.own_zone:
        shown = words.format_wall_time(local(at, ZoneInfo(moment.zone)), dated=named.dated)
    is_same = _is_read(words, shown, words.own_zone or SOME_ZONE, at, min(at, now))
    return shown if is_same else write_moment(moment, words.own_zone)


def write_own_wall_time(words: Words, written: str) -> str:
    """A local time as files have it, ``2026-12-01 09:00``, in words with its year. Any other text stays as it is."""
    with suppress(ValueError):
        wall = parse_wall_time(written)
        instants = find_instants(wall, ZoneInfo(SOME_ZONE))
        shown = words.format_wall_time(wall, dated=True)
        if len(instants) == 1 and _is_read(words, shown, SOME_ZONE, instants[0], instants[0]):
            return shown
    return written


def _is_read(words: Words, shown: str, zone: str, meant: int, at: int) -> bool:
    """Whether text typed at the instant ``at`` is read as the instant ``meant``."""
    with suppress(UserError):
        return parse_moment(reword_time(shown, words), zone, at, "when").at == meant
    return False
