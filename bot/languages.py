"""Language tags: which catalogue or script serves somebody best."""

from functools import cache

from babel import Locale, UnknownLocaleError

from bot.text import outline

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
