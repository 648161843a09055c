"""The words for times that a language has: its catalog's, its calendar's, and what English has beside them."""

from collections.abc import Iterator
from functools import cache

from babel import Locale

from bot.kit.i18n import load_catalog
from bot.kit.words.own_language.times import MONTHS
from bot.kit.words.own_language.vocabulary import Vocabulary
from bot.kit.words.own_language.weekdays import DAYS

_NAMES = tuple(name.capitalize() for name in (*DAYS, *MONTHS))
# What core reads beside the catalog's words.
_ENGLISH = (
    *(name[:size] for name in _NAMES for size in (None, 3)),
    *(f"{name.capitalize()}s" for name in DAYS),
    *("am", "pm", "an", "and", "of", "this", "each", "first", "second", "mins", "hrs", "wks", "weekday", "weekend"),
    *("midday", "lunchtime", "fifteen", "twenty", "thirty", "forty", "couple", "ago", "yesterday", "once"),
    *("half", "quarter", "past", "till", "through", "thru", "standard", "daylight", "savings"),
)


@cache
def load_time_words(tags: tuple[str, ...], *, zones: bool) -> Vocabulary:
    """The words for times, and those that name ``zones``, in these languages."""
    return Vocabulary(text for tag in tags for text in _list_texts(tag, zones))


def _list_texts(tag: str, zones: bool) -> Iterator[str]:
    parts = ("typed_time.", "zone.name.") if zones else ("typed_time.",)
    yield from (str(text) for key, text in load_catalog(tag).items() if key.startswith(parts))
    yield from _ENGLISH if tag == "en" else _list_calendar(tag)


def _list_calendar(tag: str) -> Iterator[str]:
    """The weekdays and months of a language."""
    locale = Locale.parse(tag.replace("-", "_"))
    for context in ("format", "stand-alone"):
        yield from (*locale.days[context]["wide"].values(), *locale.months[context]["wide"].values())
