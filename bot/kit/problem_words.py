"""The sentences of campaign files' problems, in the reader's language.

The parser of campaign files knows no catalog, so it says everything in English. Here each of its sentences is found
again in the English catalog, below ``problem``, with what fills its blanks. Any other sentence stays English.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from string import Formatter

from msgspec import Struct

from bot.kit.i18n import Words, load_catalog

_WHOLE, _ENDING, _HINT = "problem.whole.", "problem.ending.", "problem.hint."
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")
_KEYED = re.compile(r'"(?P<key>[^"]*)" (?P<what>.+)', re.DOTALL)


class ProblemPhrase(Struct, frozen=True):
    """A sentence of the catalog and what fills its blanks. ``before`` is the sentence that a hint follows."""

    key: str
    params: dict[str, str]
    before: str = ""


def translate_problem(words: Words, sentence: str, label: Callable[[str], str] | None = None) -> str:
    """The parser's English ``sentence`` for a reader.

    For somebody who filled in a form, ``label`` names the field that writes a key, and sentences that speak of the
    file's own ways of writing have others, below ``problem.form``.
    """
    if hint := find_phrase(_HINT, sentence):
        before = translate_problem(words, hint.before, label)
        return before + _write(words, hint.key, hint.params, label)
    if whole := find_phrase(_WHOLE, sentence):
        return _write(words, whole.key, whole.params, label)
    keyed = _KEYED.fullmatch(sentence)
    ending = find_phrase(_ENDING, keyed["what"]) if keyed else None
    if keyed and ending:
        key, what = keyed["key"], _write(words, ending.key, ending.params, label)
        return _write(words, "problem.keyed", {"key": label(key) if label else key, "what": what}, label)
    return sentence


def _write(words: Words, key: str, params: Mapping[str, str], label: object) -> str:
    """A sentence of the catalog: the one for forms where there is a ``label``, if it has one."""
    other = key.replace("problem.", "problem.form.", 1)
    blanks = {name: _read_number(text) for name, text in params.items()}
    return words.t(other if label and words.has(other) else key, **blanks)


def _read_number(text: str) -> str | int:
    """A grouped number, which each language groups its own way; any other text as it is."""
    return int(text.replace(",", "")) if _GROUPED.fullmatch(text) else text


@lru_cache(maxsize=1024)
def find_phrase(section: str, sentence: str) -> ProblemPhrase | None:
    """The sentence of a section of the catalog that this English sentence is, None if it is none of them."""
    for key, pattern in _list_patterns(section):
        if found := pattern.fullmatch(sentence):
            params = {name: text or "" for name, text in found.groupdict().items()}
            return ProblemPhrase(key, params, params.pop("sentence_before", ""))
    return None


@cache
def _list_patterns(section: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """A pattern for each sentence, those with the most words of their own first."""
    found = [(key, str(text)) for key, text in load_catalog("en").items() if key.startswith(section)]
    before = "(?P<sentence_before>.+)" if section == _HINT else ""
    return tuple(
        (key, re.compile(before + _make_pattern(text), re.DOTALL))
        for key, text in sorted(found, key=lambda one: -len(re.sub(r"\{\w+\}", "", one[1])))
    )


def _make_pattern(template: str) -> str:
    parts = Formatter().parse(template)
    return "".join(re.escape(literal) + (f"(?P<{name}>.+?)" if name else "") for literal, name, _, _ in parts)
