"""Language tags: which catalog or script serves a reader best."""

import re
from collections.abc import Collection, Iterable
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from bot.text import fold, outline

# Tags that people and platforms use for a language that Callboard files under another tag.
_SAME = {"fil": "tl", "in": "id", "iw": "he", "yue": "zh"}
_TRADITIONAL = frozenset({"TW", "HK", "MO"})  # where Chinese is written in traditional characters
_RTL_SCRIPTS = frozenset({"Adlm", "Arab", "Hebr", "Nkoo", "Rohg", "Syrc", "Thaa"})  # those of the CLDR's languages

_LONGEST = 35  # characters of a tag, RFC 5646


def list_tags(tag: str | None) -> tuple[str, ...]:
    """The tags to try for ``tag``, best first, English last. An unknown tag gives English alone.

    >>> list_tags("zh-TW")
    ('zh-Hant', 'zh', 'en')
    """
    return tuple(dict.fromkeys((*list_own_tags(tag), "en")))


@lru_cache(maxsize=1024)  # people type any words here
def list_own_tags(tag: str | None) -> tuple[str, ...]:
    """The tags to try for ``tag``, best first, without English instead. An unknown tag gives none."""
    if not tag or len(tag) > _LONGEST:
        return ()
    try:
        locale = Locale.parse(outline(tag).strip().replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return ()
    language = _SAME.get(locale.language, locale.language)
    tags = (f"zh-{_find_script(locale)}", language) if language == "zh" else (language,)
    return tuple(dict.fromkeys(tags))


def _find_script(locale: Locale) -> str:
    if locale.script:
        return locale.script
    return "Hant" if locale.territory in _TRADITIONAL or locale.language == "yue" else "Hans"


@cache
def is_written_rtl(language: str) -> bool:
    """Whether a language runs from right to left, by its script.

    The CLDR says so of each language as well, in data that takes a megabyte a language to load.
    """
    locale = Locale.parse(language.replace("-", "_"))
    _, _, likely = get_global("likely_subtags").get(locale.language, "").partition("_")
    return (locale.script or likely.partition("_")[0]) in _RTL_SCRIPTS


def choose_tag(tag: str | None, available: Collection[str]) -> str:
    """The best of ``available`` for ``tag``, English if none fits."""
    return choose_first((tag,), available)


def choose_first(tags: Iterable[str | None], available: Collection[str]) -> str:
    """The best of ``available`` for the first of ``tags`` that any fits, English if none does."""
    return next((own for tag in tags for own in list_own_tags(tag) if own in available), "en")


# Names that the CLDR lacks, or that mean the more common of two scripts. Signs of one script alone say which it is.
_TWO_NAMES = re.compile(r"(.+) \(.+\)")  # as a question after a misspelled name shows a language
_ALSO = {"cantonese": "zh-Hant", "filipino": "tl", "farsi": "fa"}
_ALSO |= dict.fromkeys(("汉语", "华语", "普通话", "国语", "简体", "简中"), "zh-Hans")
_ALSO |= dict.fromkeys(("漢語", "華語", "國語", "繁體", "繁中", "正體中文", "廣東話", "粵語", "粤语"), "zh-Hant")
# Names of Chinese that say nothing of the script, folded: Simplified, unless the reader's own language says otherwise.
_EITHER_SCRIPT = frozenset((
    *("zh", "chinese", "mandarin", "mandarin chinese", "chino", "chino mandarin", "intsik", "tsino"),
    *("tieng trung", "tieng hoa", "中文", "中国话", "中國話", "중국어"),
))  # fmt: skip
_ALSO |= dict.fromkeys(_EITHER_SCRIPT, "zh-Hans")


@cache
def list_names(tag: str) -> tuple[str, ...]:
    """A language's names: in itself first, then in English, then longer ones. An unknown tag is its own name."""
    key, names = tag.replace("-", "_"), list[str | None]()
    try:
        locale = Locale.parse(key)
    except (ValueError, UnknownLocaleError):
        return (tag,)
    names += (reader.languages.get(key) for reader in (locale, Locale("en")))  # as one word: 简体中文, Tagalog
    names += (locale.get_display_name(reader) for reader in (locale, Locale("en")))
    return tuple(dict.fromkeys(filter(None, names))) or (tag,)


def name_in_itself(tag: str) -> str:
    """What a language calls itself, as a label: "Español", "简体中文", "Kreyòl Ayisyen"."""
    name = list_names(tag)[0]
    return name if name == tag else name[:1].upper() + name[1:]


@lru_cache(maxsize=1024)
def name_locale(tag: str, reader: str) -> str:
    """What readers of ``reader`` call a locale: ``es-MX`` is "Spanish (Mexico)". An unknown tag is its own name."""
    try:
        name = Locale.parse(tag.replace("-", "_")).get_display_name(reader.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return tag
    return name or tag


@lru_cache(maxsize=1024)
def list_names_in(tag: str, reader: str) -> tuple[str, ...]:
    """What readers of ``reader`` call a language: "chino simplificado", "chino (simplificado)"."""
    try:
        short = Locale.parse(reader.replace("-", "_")).languages.get(tag.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return ()
    return tuple(filter(None, (short, name_locale(tag, reader))))


def is_language(written: str, reader: str) -> bool:
    """Whether a word is the name of any language, in English or in the language ``reader``."""
    return fold(written) in _list_names("en") | _list_names(reader)


@cache
def _list_names(reader: str) -> frozenset[str]:
    try:
        known = Locale.parse(reader.replace("-", "_")).languages
    except (ValueError, UnknownLocaleError):
        return frozenset()
    return frozenset(map(fold, (*known.values(), *_ALSO)))


def is_either_chinese(written: str) -> bool:
    """Whether a word is a name of Chinese that doesn't say in which script."""
    return fold(outline(written)).strip() in _EITHER_SCRIPT


def find_chinese(tags: Iterable[str | None]) -> str:
    """The tag of the Chinese that the first Chinese one of ``tags`` is written in; Simplified if there is none.

    >>> find_chinese(("en", "zh-HK"))
    'zh-Hant'
    """
    return next((own for tag in tags for own in list_own_tags(tag)[:1] if own.startswith("zh-")), "zh-Hans")


def find_language(written: str, known: Iterable[str]) -> str | None:
    """The tag in ``known`` that a typed tag or name means, also "name (name)"; None if there is none."""
    tags = tuple(known)
    whole = _find_tag(written, tags)
    if whole is None and (both := _TWO_NAMES.fullmatch(outline(written).strip())):
        return _find_tag(written.strip()[: both.end(1)], tags)
    return whole


def _find_tag(written: str, tags: tuple[str, ...]) -> str | None:
    typed = fold(written)
    if typed in _ALSO and _ALSO[typed] in tags:
        return _ALSO[typed]
    if tag := _index_names(tags).get(typed):
        return tag
    first = next(iter(list_own_tags(typed)), None)
    return first if first in tags else None


@lru_cache(maxsize=64)  # each set of languages that some option has
def _index_names(tags: tuple[str, ...]) -> dict[str, str]:
    """The tags by each way to write them. The first tag keeps a name that two share."""
    return dict(reversed([(fold(way), tag) for tag in tags for way in (tag, *list_names(tag))]))
