"""From what people type to arguments by name. Pure: only the text and the declaration are looked at."""

import re
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from itertools import zip_longest

from bot.errors import UserError
from bot.kit.spec import Option

# Keyboards turn a straight quote into these; only double quotes are quotes, since people type ’ in names.
_DOUBLE_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "：": ":", "\u00a0": " "})
_KEY = re.compile(r"([^\W\d_][\w-]*):\s*", re.UNICODE)

Label = Callable[[str, str], str]  # (kind, word) -> what people see for it


def split(text: str, options: Sequence[Option]) -> tuple[dict[str, str], list[str]]:
    """Return the ``key:value`` pairs of ``text`` by option name, and the other words in their order.

    A value runs to the next key; ``"…"`` keeps spaces together.
    """
    names = {option.name for option in options}
    named: dict[str, str] = {}
    text = text.translate(_DOUBLE_QUOTES).strip()
    starts = [match for match in _KEY.finditer(text) if match[1].casefold() in names and _outside_quotes(text, match)]
    for match, following in zip_longest(starts, starts[1:]):
        end = following.start() if following else len(text)
        named[match[1].casefold()] = text[match.end() : end].strip().strip('"').strip()
    head = text[: starts[0].start()] if starts else text
    return named, [quoted or word for quoted, word in re.findall(r'"([^"]*)"?|([^\s"]+)', head) if quoted or word]


def _outside_quotes(text: str, match: re.Match[str]) -> bool:
    before = text[: match.start()]
    return before.count('"') % 2 == 0 and (not before or before[-1].isspace())


def arguments(text: str, options: Sequence[Option], label: Label) -> dict[str, str]:
    """Return the arguments in ``text`` by option name, as the words a converter takes.

    A positional word goes to the first unfilled option that accepts it: closed sets first, then free text;
    where none is left, it goes on with the last free text, so that names of two words need no quotes.
    A word that is nearly one of a closed set's is asked about rather than guessed.
    """
    named, words = split(text, options)
    filled = {name: value for name, value in named.items() if value}
    open_ended = ""
    for word in words:
        home = _home(word, [option for option in options if option.name not in filled], label)
        if home is None and not open_ended:
            raise UserError("error.word", word=word)
        if home and home.kind == "" and not home.words:
            open_ended = home.name
        if home:
            filled[home.name] = word
        else:
            filled[open_ended] += f" {word}"
    return filled


def _home(word: str, free: Sequence[Option], label: Label) -> Option | None:
    """Return the first of the unfilled options that takes a word; raises UserError for a near miss."""
    closed = [option for option in free if option.words]
    home = next((option for option in closed if accepted(option, word, label)), None)
    if home is None and (near := next((hit for one in closed if (hit := nearest(one, word, label))), None)):
        raise UserError("error.word_near", word=word, near=near)
    return home or next((option for option in free if not option.words and _takes(option, word)), None)


def accepted(option: Option, word: str, label: Label) -> str | None:
    """Return the option's own word for what somebody typed, by value or by label; None if it is neither."""
    typed = word.casefold().strip().replace(" ", "_")
    for own in option.words:
        if typed in (own.casefold(), label(option.kind, own).casefold().replace(" ", "_")):
            return own
    return None


def nearest(option: Option, word: str, label: Label) -> str | None:
    """Return the option's word most like a misspelt one, None when nothing is close."""
    spellings = {spelling.casefold(): own for own in option.words for spelling in (own, label(option.kind, own))}
    close = get_close_matches(word.casefold(), list(spellings), n=1, cutoff=0.7)
    return spellings[close[0]] if close else None


def _takes(option: Option, word: str) -> bool:
    return option.kind != "number" or word.lstrip("-").isdecimal()
