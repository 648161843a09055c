"""Numbers and times of day as a language writes them, by the CLDR (Babel). Most are written again and again."""

from datetime import UTC, datetime
from functools import cache, lru_cache

from babel import Locale, localedata
from babel.dates import format_datetime
from babel.numbers import format_decimal

_PARTS_OF_DAY = {"vi": "BBBB", "zh": "B"}  # nobody there says "afternoon" of eight at night; as the CLDR writes them

# The CLDR's Vietnamese night begins at nine, when people say "9 giờ tối", as they type it and as scripts have it.
_NINE, _STILL_EVENING = 21, ("đêm", "tối")


@cache
def find_locale(language: str) -> Locale:
    """The language as it is written in the United States, where callers live, if the CLDR has that: 1,000."""
    tag = language.replace("-", "_")
    return Locale.parse(f"{tag}_US" if localedata.exists(f"{tag}_US") else tag)


@lru_cache(4096)
def write_number(value: int, language: str) -> str:
    """A number, grouped."""
    locale = find_locale(language)
    if 0 <= value < 1000 and locale.default_numbering_system == "latn":
        return str(value)
    return format_decimal(value, locale=locale)


@lru_cache(4096)
def write_hour(hour: int, minute: int, language: str) -> str:
    """A time of day, on a clock of twelve hours.

    In Korean, the CLDR's short halves of the day are "AM" and "PM", and only the wide ones are words.
    """
    locale = find_locale(language)
    part = _PARTS_OF_DAY.get(locale.language)
    pattern = locale.datetime_skeletons["Bhm" if part else "hm"].pattern.replace("B", part or "B")
    short, wide = (locale.day_periods["format"].get(width, {}).get("am", "") for width in ("abbreviated", "wide"))
    if short.isascii() and not wide.isascii():
        pattern = pattern.replace("a", "aaaa")
    written = str(format_datetime(datetime(2000, 1, 1, hour, minute, tzinfo=UTC), pattern, locale=locale))
    return written.replace(*_STILL_EVENING) if locale.language == "vi" and hour == _NINE else written
