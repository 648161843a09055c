"""Language tags: which catalogue or script serves somebody best."""

from collections.abc import Iterable
from functools import cache

from babel import Locale, UnknownLocaleError

from bot.text import fold, outline

# What people and platforms write for a language that Callboard files under another name.
_SAME = {"fil": "tl", "in": "id", "iw": "he"}


@cache
def chain(tag: str | None) -> tuple[str, ...]:
    """Return the tags to try for ``tag``, best first, English last; unknown tags give English alone.

    >>> chain("zh-TW")
    ('zh-Hant', 'zh', 'en')
    """
    try:
        locale = Locale.parse(outline(tag or "en").strip().replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return ("en",)
    language = _SAME.get(locale.language, locale.language)
    script = _script(locale) if language == "zh" else None
    tags = ([f"{language}-{script}"] if script else []) + [language, "en"]
    return tuple(dict.fromkeys(tags))


def _script(locale: Locale) -> str:
    if locale.script:
        return locale.script
    return "Hant" if locale.territory in {"TW", "HK", "MO"} else "Hans"


def best(tag: str | None, available: frozenset[str] | tuple[str, ...]) -> str:
    """Return the member of ``available`` that serves ``tag`` best; English where none does."""
    return next((candidate for candidate in chain(tag) if candidate in available), "en")


# Names that people use and the CLDR doesn't have, or that stand for the more common of two.
_ALSO = {"chinese": "zh-Hans", "mandarin": "zh-Hans", "cantonese": "zh-Hant", "filipino": "tl", "farsi": "fa"}


@cache
def names(tag: str) -> tuple[str, ...]:
    """Return what a language is called, in itself and in English; the tag alone where nobody knows it."""
    try:
        locale = Locale.parse(tag.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return (tag,)
    return tuple(name for name in (locale.get_display_name(), locale.get_display_name("en")) if name) or (tag,)


def named(written: str, known: Iterable[str]) -> str | None:
    """Return the tag among ``known`` that somebody means by a tag or a name; None for none of them."""
    typed, tags = fold(written), tuple(known)
    if typed in _ALSO and _ALSO[typed] in tags:
        return _ALSO[typed]
    for tag in tags:
        if typed in (fold(tag), *map(fold, names(tag))):
            return tag
    first = chain(typed)[0]
    return first if first in tags and (first != "en" or typed.startswith("en")) else None
