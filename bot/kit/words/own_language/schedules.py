"""Hours and schedules in another language: read as core reads them, and written as the reader would type them."""

import re
from functools import cache, lru_cache

from babel import Locale

from bot.kit.i18n import Words, list_catalogs, load_catalog
from bot.kit.words.own_language.times import (
    is_none,
    join_phrases,
    list_spelled,
    reword_any_time,
    reword_time,
    unspace_halves,
)
from bot.kit.words.own_language.weekdays import DAYS
from bot.text import fold

_DASH = r"(?<![a-ln-z])[-~]+"  # not the one in Tagalog "alas-9"
_COMMA = ", "  # between the days of a schedule, in every language: it is typed, not read
_NUMBER = re.compile(r"\d")
_TOKEN = re.compile(r"[^\s,]+")


@lru_cache(maxsize=1024)  # each run of words in a line is asked about
def reword_hours(typed: str) -> str:
    """Two times with a word between them, ``de 10 de la noche a 8 de la mañana``, as ``10 pm-8 am``.

    Text that has no words of another language stays as it is.
    """
    if is_none(typed):
        return "none"
    own = (_Hours.load(tag).reword(typed) for tag in list_catalogs() if tag != "en")
    return next(filter(None, own), typed)


class _Hours:
    """A language's words around two times."""

    def __init__(self, tag: str) -> None:
        between, edge = (join_phrases(tuple(map(fold, list_spelled(tag, key)))) for key in ("until", "from"))
        self._between = re.compile(rf"\s*(?:{between}|{_DASH})\s*")
        self._edge = re.compile(rf"^(?:{edge})\s*|\s*(?:{edge})$")

    @staticmethod
    @cache
    def load(tag: str) -> "_Hours":
        """A language's words around two times, read once."""
        return _Hours(tag)

    def reword(self, typed: str) -> str:
        """The hours in English; empty if they have none of this language's words."""
        text = unspace_halves(fold(typed))
        parts = [reword_any_time(self._edge.sub("", one)) for one in self._between.split(self._edge.sub("", text))]
        if len(parts) != 2 or not all(map(_NUMBER.search, parts)):
            return ""
        written = "-".join(one.removeprefix("at ") for one in parts)
        return written if written != re.sub(rf"\s*(?:{_DASH})\s*", "-", text) else ""


def write_own_schedule(schedule: str, words: Words) -> str:
    """A schedule like ``mon, thu 9:00`` in the reader's words, as they could type it; as it is if they couldn't."""
    days, _, clock = schedule.rpartition(" ")
    known = _list_own_days(words.language)
    if words.language == "en" or not days or not all(one in known for one in days.split(_COMMA)):
        return schedule
    shown = f"{_COMMA.join(known[one] for one in days.split(_COMMA))} {clock}"
    full = {day[:3]: day for day in DAYS}
    wanted = [full.get(one, one) for one in _TOKEN.findall(schedule)]
    return shown if _TOKEN.findall(reword_time(shown, words)) == wanted else schedule


@cache
def _list_own_days(tag: str) -> dict[str, str]:
    """What a language calls daily, weekdays and each weekday, by the English that schedules are written in."""
    names = Locale.parse(tag.replace("-", "_")).days["stand-alone"]["wide"]
    several = {name: str(load_catalog(tag).get(f"typed_time.{name}") or "") for name in ("daily", "weekdays")}
    first = {name: listed.split(",")[0].strip() for name, listed in several.items() if listed}
    return {**first, **{day[:3]: names[place] for place, day in enumerate(DAYS)}}
