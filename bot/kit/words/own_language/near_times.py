"""Offers the times that somebody probably meant who misspelled a word for one: "tomorow 9" is "tomorrow 9".

The words are those of the reader's catalog and English first, then those of every other catalog.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from difflib import SequenceMatcher
from functools import cache
from itertools import islice, product

from babel import Locale

from bot.config.zone_names import find_meant_zone
from bot.errors import UserError
from bot.kit.i18n import Words, list_catalogs, load_catalog
from bot.kit.words.own_language.times import DAYS, MONTHS, reword_time
from bot.phrases import list_choices
from bot.text import clean, fold, outline

# The refusals that may be due to a misspelled word. Others understood the time, and ask or say what is wrong with it.
_UNREAD = frozenset(
    {"time.zone", "time.zone_near", "time.unclear", "time.clock", "time.quiet", "remind.unclear", "draft.wrong.time"}
)
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_HAN = re.compile("[\u2e80-\u9fff\uf900-\ufaff]")
# What English has beside its catalog.
_ENGLISH = (
    *(name.capitalize()[:size] for name in (*DAYS, *MONTHS) for size in (None, 3)),
    *("am", "pm", "an", "and", "of", "this", "each", "first", "second", "mins", "hrs", "wks", "weekday", "weekend"),
    *("midday", "lunchtime", "fifteen", "twenty", "thirty", "forty", "couple", "ago", "yesterday"),
    *("half", "quarter", "past", "till", "through", "thru"),
)
_LIKE = 0.75
_MANY, _FEW = 4, 3  # letters; a shorter word than the first is like too many others, so a single letter may differ
_MOST_READINGS, _MOST_MISSPELLED, _MOST_TYPED = 3, 3, 12  # words, except the first
_MOST_TRIED = 40
_LONGEST = 100  # characters of a text that is looked at: nothing else is done meanwhile, and no time is as long

Check = Callable[[str], object]  # raises UserError for a text that core can't read


@contextmanager
def offer_near_times(typed: str | None, words: Words, check: Check, field: str = "when") -> Iterator[None]:
    """Let a refusal of ``field`` inside, for a text with misspelled words, offer what was meant.

    ``check`` reads the text in English as the code inside does.
    """
    try:
        yield
    except UserError as error:
        if not typed or error.field != field or error.key not in _UNREAD:
            raise
        near = find_near_times(typed, words, check, has_zone=error.key == "time.zone_near")
        if not near:
            raise
        offer = _offer(typed, near, words, field)
        offer.identity = error.identity
        raise offer from None


def find_near_times(typed: str, words: Words, check: Check, *, has_zone: bool = False) -> tuple[str, ...]:
    """The times that ``typed`` may mean once its misspelled words are mended, the likeliest first; empty if none.

    ``has_zone`` means that core offers a zone for one of its words, so that no zone has to be found here.
    """
    text = clean(typed)
    if len(text) > _LONGEST:
        return ()
    own, every = (words.language, "en"), tuple(list_catalogs())
    vocabularies: list[tuple[tuple[str, ...], bool, tuple[str, ...]]] = [(own[:1], False, own), (own, False, own)]
    vocabularies += [] if has_zone else [(own, True, own), (every, False, every)]
    for meant, zones, known in vocabularies:
        tried = islice(_list_mended(text, _list_known(meant, zones), _list_known(known, True)), _MOST_TRIED)
        if found := _choose_spellings((one, reword_time(one, words)) for one in tried):
            readable = (spelled for english, spelled in found.items() if _is_read(english, check))
            if near := tuple(islice(readable, _MOST_READINGS)):
                return near
    return ()


def _choose_spellings(mended: Iterable[tuple[str, str]]) -> dict[str, str]:
    """By the English of each text, the one with most accents: "mỗi ngày" rather than "mỗi ngay"."""
    found = dict[str, str]()
    for spelled, english in mended:
        found[english] = max(found.get(english, ""), spelled, key=lambda one: len(unicodedata.normalize("NFD", one)))
    return found


def _offer(typed: str, near: Iterable[str], words: Words, field: str) -> UserError:
    quoted = list_choices(words.t("offer.quoted", name=one) for one in near)
    error = UserError("error.words_near", field=field, near=quoted, typed=words.t("offer.quoted", name=typed))
    return error.add_choices((one, one) for one in near)


def _is_read(english: str, check: Check) -> bool:
    """Whether core understands a time, even if it asks something or finds it passed."""
    try:
        check(english)
    except UserError as error:
        return error.key not in _UNREAD
    return True


def _list_mended(
    text: str, meant: Mapping[str, tuple[str, ...]], known: Mapping[str, tuple[str, ...]]
) -> Iterator[str]:
    """The text with its misspelled words, those not ``known``, as each of the ``meant`` words that they are like."""
    units = [span for start, end in _list_words(text) for span in _leave_known(text, start, end, known)]
    joined = _join_split_words(text, known)
    if joined != text:
        yield joined
    near = {span: _find_near(text[slice(*span)], meant) for span in units[:_MOST_TYPED]}
    misspelled = [(span, found) for span, found in near.items() if found][:_MOST_MISSPELLED]
    if not misspelled:
        return
    for chosen in product(*(found for _, found in misspelled)):
        mended = text
        for (start, end), word in reversed([(span, word) for (span, _), word in zip(misspelled, chosen, strict=True)]):
            mended = f"{mended[:start]}{word}{mended[end:]}"
        yield mended


def _list_words(text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _WORD.finditer(outline(text)))


def _leave_known(text: str, start: int, end: int, known: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """The parts of a word that nothing knows: the whole word or, without spaces, what is between known words."""
    word = text[start:end]
    if len(word) < 2 or fold(word) in known or find_meant_zone(word):
        return
    if not _HAN.search(word):
        yield start, end
        return
    for size in range(min(len(word), max(map(len, known))), 1, -1):
        for place in range(len(word) - size + 1):
            if fold(word[place : place + size]) in known:
                if len(word) - size == 1:  # 星期衣, for 星期一
                    yield start, end
                yield from _leave_known(text, start, start + place, known)
                yield from _leave_known(text, start + place + size, end, known)
                return
    lead, tail = (len(word) > 2 and fold(sign) in known for sign in (word[0], word[-1]))
    yield start + lead, end - (tail and not lead)


def _join_split_words(text: str, known: Mapping[str, tuple[str, ...]]) -> str:
    """The text with two words as one where that is a word: "to morrow"."""
    spans = list(_list_words(text))
    for (start, middle), (after, end) in zip(reversed(spans[:-1]), reversed(spans[1:]), strict=True):
        one = text[start:middle] + text[after:end]
        if text[middle:after] == " " and fold(one) in known:
            text = f"{text[:start]}{one}{text[end:]}"
    return text


def _find_near(word: str, known: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The known words that are most like a word, each as it is spelled."""
    spread = _spread(word)
    likeness = {folded: _compare(spread, _spread(folded)) for folded in known}
    best = max(likeness.values(), default=0.0)
    return tuple(spelled for one, like in likeness.items() if like and like == best for spelled in known[one])


def _compare(typed: str, known: str) -> float:
    """How alike two words are, 0 for too little."""
    if sorted(typed) == sorted(known) and typed[0] == known[0]:
        return 1.0
    if _HAN.search(known):
        alike = sum(one == other for one, other in zip(typed, known, strict=False))
        return alike / len(known) if len(typed) == len(known) and alike == len(known) - 1 else 0.0
    if min(len(typed), len(known)) < _MANY:
        return _LIKE if len(known) >= _FEW and _differ_by_one(typed, known) else 0.0
    matcher = SequenceMatcher(None, typed, known, autojunk=False)
    likeness = matcher.ratio() if matcher.real_quick_ratio() >= _LIKE else 0.0
    return likeness if likeness > _LIKE or (likeness == _LIKE and typed[0] == known[0]) else 0.0  # "soon" isn't "noon"


def _differ_by_one(typed: str, known: str) -> bool:
    """Whether one letter is another, missing or too many."""
    short, long = sorted((typed, known), key=len)
    same = next(
        (place for place, (one, other) in enumerate(zip(short, long, strict=False)) if one != other), len(short)
    )
    return long[same + 1 :] in (short[same + 1 :], short[same:])


def _spread(word: str) -> str:
    """A folded word with each Korean syllable as its letters."""
    return unicodedata.normalize("NFD", fold(word))


@cache
def _list_known(tags: tuple[str, ...], zones: bool) -> Mapping[str, tuple[str, ...]]:
    """The words for times, and for ``zones``, in these languages: folded, each with its spellings, "này" and "nay"."""
    known = dict[str, dict[str, str]]()
    for word in (one for tag in tags for one in _list_spelled(tag, zones)):
        known.setdefault(fold(word), {}).setdefault(clean(word).casefold(), word)
    return {folded: tuple(spellings.values()) for folded, spellings in known.items()}


def _list_spelled(tag: str, zones: bool) -> Iterator[str]:
    """The words for times in a language: its catalog's and those of its calendar. ``zones`` adds the names of zones."""
    names = _ENGLISH if tag == "en" else _list_calendar(tag)
    parts = ("typed_time.", "zone.name.") if zones else ("typed_time.",)
    listed = (str(text) for key, text in load_catalog(tag).items() if key.startswith(parts))
    yield from (word for text in (*listed, *names) for word in _WORD.findall(text))


def _list_calendar(tag: str) -> Iterator[str]:
    """The weekdays and months of a language."""
    locale = Locale.parse(tag.replace("-", "_"))
    for context in ("format", "stand-alone"):
        yield from (*locale.days[context]["wide"].values(), *locale.months[context]["wide"].values())
