"""What the blanks of a sentence change around them: a full stop that would come twice, and a command to link."""

import re
from collections.abc import Mapping
from functools import cache

from bot.kit.cards.markup import draw_command
from bot.text import has_final_stop

_STOP = re.compile(r"(\{(\w+)\}[*”’\"»]*)\.(?![.\w])")  # a blank at the end of a sentence
# A command in a sentence: its name, and the next word, which may belong to the name.
_COMMAND = re.compile(r"\{slash\}([a-z]++(?: [a-z]++)?+)(?![\w{-])")
_COMMAND_BLANK = re.compile(r"\{slash\}\{(near|example|command)\}")  # those that hold a command's whole name


def drop_stops(sentence: str, texts: Mapping[str, str]) -> str:
    """A sentence without the full stop after each blank whose text of ``texts`` ends in one: "King, Jr."."""
    return _STOP.sub(lambda found: _drop_stop(found, texts), sentence) if _has_stop(sentence) else sentence


def mark_commands(sentence: str, texts: Mapping[str, str]) -> str:
    """A sentence whose commands are markup, before its blanks are filled from ``texts``."""
    if "{slash}" not in sentence:
        return sentence
    sentence = _COMMAND_BLANK.sub(lambda found: f"{{slash}}{texts[found[1]]}", sentence)
    return _COMMAND.sub(lambda found: draw_command(found[1], found[0]), sentence)


@cache
def _has_stop(sentence: str) -> bool:
    return _STOP.search(sentence) is not None


def _drop_stop(found: re.Match[str], texts: Mapping[str, str]) -> str:
    return found[1] if has_final_stop(texts.get(found[2], "")) else found[0]
