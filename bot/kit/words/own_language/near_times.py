"""Offers the times that somebody probably meant who misspelled a word for one: "tomorow 9" is "tomorrow 9".

The words are those of the reader's catalog and English, and of any other language that the text has more words of:
"banana" alone isn't "mañana". Words beside a time that are neither its zone nor misspelled are offered to be left out.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import islice

from bot.errors import UserError
from bot.kit.i18n import Words, list_catalogs
from bot.kit.words.own_language.mended_words import list_mended
from bot.kit.words.own_language.time_questions import find_first_time
from bot.kit.words.own_language.time_words import load_time_words
from bot.kit.words.own_language.times import reword_time
from bot.kit.words.own_language.vocabulary import Vocabulary, find_words
from bot.phrases import list_choices
from bot.text import clean, fold, outline

# The refusals that may be due to a misspelled word. Others understood the time, and ask or say what is wrong with it.
_UNREAD = frozenset({"time.zone", "time.zone_near", "time.unclear", "time.clock", "time.quiet", "remind.unclear"})
_MOST_OFFERED = 3
_MOST_TRIED = 15
_SHORT = 2  # letters; a single one may be of any language
_LONGEST = 100  # characters of a text that is looked at: nothing else is done meanwhile, and no time is as long

Check = Callable[[str], object]  # raises UserError for a text that core can't read
Reword = Callable[[str], str]  # writes a text in English


@contextmanager
def offer_near_times(
    typed: str | None, words: Words, check: Check, field: str = "when", reword: Reword | None = None
) -> Iterator[None]:
    """Let a refusal of ``field`` inside, for a text with misspelled words, offer what was meant.

    ``check`` reads the text in English as the code inside does; ``reword`` makes that English, of a time if left out.
    """
    try:
        yield
    except UserError as error:
        if not typed or error.field != field or error.key not in (*_UNREAD, "time.several"):
            raise
        offer = _offer_first(typed, words, check, field) if reword is None else None
        if offer is None and error.key in _UNREAD:
            near = find_near_times(typed, words, check, has_zone=error.key == "time.zone_near", reword=reword)
            offer = _offer(typed, near, words, field) if near else _offer_rest(typed, error, words, check)
        if offer is None:
            raise
        offer.identity = error.identity
        raise offer from None


def find_near_times(
    typed: str, words: Words, check: Check, *, has_zone: bool = False, reword: Reword | None = None
) -> tuple[str, ...]:
    """The times that ``typed`` may mean once its misspelled words are mended, the likeliest first; empty if none.

    ``has_zone`` means that core offers a zone for one of its words, so that no zone has to be found here.
    """
    text, write = clean(typed), reword or partial(reword_time, words=words)
    if len(text) > _LONGEST:
        return ()
    for meant, known in _list_vocabularies(text, words.language, has_zone):
        mended = islice(list_mended(text, meant, known), _MOST_TRIED)
        spelled = _choose_spellings((one, write(one)) for one in mended)
        readable = (one for english, one in spelled.items() if is_understood(english, check))
        if near := tuple(islice(readable, _MOST_OFFERED)):
            return near
    return ()


def _list_vocabularies(text: str, language: str, has_zone: bool) -> Iterator[tuple[Vocabulary, Vocabulary]]:
    """The words that may be meant, the reader's own first, each time with all that are known then."""
    own = (language, "en")
    known = load_time_words(own, zones=True)
    yield load_time_words(own[:1], zones=False), known
    yield load_time_words(own, zones=False), known
    if not has_zone:
        yield known, known
        if others := tuple(tag for tag in list_catalogs() if tag not in own and _has_word_of(text, tag, known)):
            every = load_time_words((*own, *others), zones=True)
            yield every, every


def _has_word_of(text: str, tag: str, known: Vocabulary) -> bool:
    """Whether a text has a word of a language that isn't ``known``, so that its other words may be of it, too."""
    vocabulary, outlined = load_time_words((tag,), zones=True), outline(text)
    words = (outlined[slice(*place)] for place in find_words(outlined))
    found = (one for one in words if one in vocabulary and not (one.isascii() and len(one) < _SHORT))
    return any(one not in known for one in found) or bool(vocabulary.parts.search(outlined))


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


def _offer_first(typed: str, words: Words, check: Check, field: str) -> UserError | None:
    """The question whether the first of several times of day is meant; None if there is one, or if core has asked."""
    if fold(reword_time(typed, words)) == fold(typed):
        return None
    first = find_first_time(typed, words, partial(is_understood, check=check))
    return (
        UserError("time.several", field=field, word=typed, first=first).add_choices([(first, first)]) if first else None
    )


def _offer_rest(typed: str, error: UserError, words: Words, check: Check) -> UserError | None:
    """The question whether a time is meant without the words that were taken for a zone; None for other refusals."""
    word = str(error.params.get("word", ""))
    rest = " ".join(typed.replace(word, " ", 1).split())
    if error.key != "time.zone" or rest in ("", typed) or not is_understood(reword_time(rest, words), check):
        return None
    return UserError("time.beside", field=error.field, word=word, rest=rest).add_choices([(rest, rest)])


def is_understood(english: str, check: Check) -> bool:
    """Whether core understands a time, even if it asks something or finds it passed."""
    try:
        check(english)
    except UserError as error:
        return error.key not in _UNREAD
    return True
