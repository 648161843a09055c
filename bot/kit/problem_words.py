"""The sentences of campaign files' problems, in the reader's language.

The parser of campaign files knows no catalogue, so it says everything in English. Here each of its sentences is found
again in the English catalogue, below ``problem``, with what fills its blanks. Any other sentence stays English.
"""

import re
from functools import cache, lru_cache
from string import Formatter

from msgspec import Struct

from bot.kit.i18n import Words, catalogue

_WHOLE, _ENDING, _HINT = "problem.whole.", "problem.ending.", "problem.hint."
_KEYED = re.compile(r'"(?P<key>[^"]*)" (?P<what>.+)', re.DOTALL)


class ProblemPhrase(Struct, frozen=True):
    """A sentence of the catalogue and what fills its blanks. ``before`` is the sentence that a hint follows."""

    key: str
    params: dict[str, str]
    before: str = ""


def translate_problem(words: Words, sentence: str) -> str:
    """The parser's English ``sentence`` for a reader."""
    if hint := find_phrase(_HINT, sentence):
        return translate_problem(words, hint.before) + words.t(hint.key, **hint.params)
    if whole := find_phrase(_WHOLE, sentence):
        return words.t(whole.key, **whole.params)
    keyed = _KEYED.fullmatch(sentence)
    ending = find_phrase(_ENDING, keyed["what"]) if keyed else None
    if keyed and ending:
        return words.t("problem.keyed", key=keyed["key"], what=words.t(ending.key, **ending.params))
    return sentence


@lru_cache(maxsize=1024)
def find_phrase(section: str, sentence: str) -> ProblemPhrase | None:
    """The sentence of a section of the catalogue that this English sentence is, None if it is none of them."""
    for key, pattern in _list_patterns(section):
        if found := pattern.fullmatch(sentence):
            params = {name: text or "" for name, text in found.groupdict().items()}
            return ProblemPhrase(key, params, params.pop("sentence_before", ""))
    return None


@cache
def _list_patterns(section: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """A pattern for each sentence, those with the most words of their own first."""
    found = [(key, str(text)) for key, text in catalogue("en").items() if key.startswith(section)]
    before = "(?P<sentence_before>.+)" if section == _HINT else ""
    return tuple(
        (key, re.compile(before + _make_pattern(text), re.DOTALL))
        for key, text in sorted(found, key=lambda one: -len(re.sub(r"\{\w+\}", "", one[1])))
    )


def _make_pattern(template: str) -> str:
    parts = Formatter().parse(template)
    return "".join(re.escape(literal) + (f"(?P<{name}>.+?)" if name else "") for literal, name, _, _ in parts)
