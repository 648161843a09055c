"""One sentence and its translation, and how far the translation has come."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from babel import Locale

Sentence = str | Mapping[str, str]  # a plural is a mapping from CLDR category to sentence

_CATEGORIES = ("zero", "one", "two", "few", "many", "other")  # in the CLDR's order
_TRIED = range(1200)  # numbers that show which of them a plural category has
_HASH = 12  # hex digits


class State(StrEnum):
    """How far a translation has come."""

    MISSING = "missing"
    OUTDATED = "outdated"  # the source changed since
    DRAFT = "draft"
    REVIEWED = "reviewed"  # a named person who speaks the language has read it


@dataclass(frozen=True, slots=True)
class Entry:
    """A sentence to translate. ``text`` is empty where there is none yet; ``note`` tells a translator what it is."""

    key: str
    source: Sentence
    text: Sentence
    state: State
    note: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """A translation as it came back in a file.

    ``source`` is what the file says it was translated from, None if it doesn't. A translation that isn't ``settled``
    is still marked as one to look at, so it serves on as it was.
    """

    key: str
    text: Sentence
    source: Sentence | None = None
    settled: bool = True


@cache
def list_forms(tag: str) -> tuple[str, ...]:
    """The plural categories of a language, by the CLDR."""
    tags = {*Locale.parse(tag.replace("-", "_")).plural_form.tags, "other"}
    return tuple(one for one in _CATEGORIES if one in tags)


@cache
def is_one_number(tag: str, form: str) -> bool:
    """Whether a category means a single number, which its sentence may leave out. Tagalog's "one" doesn't."""
    choose = Locale.parse(tag.replace("-", "_")).plural_form
    return sum(choose(number) == form for number in _TRIED) == 1


def list_texts(sentence: Sentence) -> Mapping[str, str]:
    """A sentence's forms by category; one without plurals is a single form without a name."""
    return {"": sentence} if isinstance(sentence, str) else sentence


def hash_sentence(sentence: Sentence) -> str:
    """The first 12 hex digits of a sentence's SHA-256; a plural's is that of its canonical JSON."""
    text = sentence if isinstance(sentence, str) else json.dumps(dict(sentence), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:_HASH]


def hash_source(written: Sentence | None, current: Sentence) -> str:
    """The hash of what a translation was made from: the ``current`` sentence's if a file agrees with it or is silent.

    A file's plurals may have the forms of its own language alone.
    """
    if written is None or all(
        _squeeze(text) == _squeeze(_get_form(current, form)) for form, text in list_texts(written).items()
    ):
        return hash_sentence(current)
    return hash_sentence(written)


def _get_form(sentence: Sentence, form: str) -> str:
    texts = list_texts(sentence)
    return texts.get(form, texts.get("other", ""))


def _squeeze(text: str) -> str:
    """A text without what programs change in it: line feeds and runs of spaces."""
    return " ".join(text.split())
