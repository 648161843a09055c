"""Forms at the console: one question for each field."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.adapters.console.line_reader import EndOfInput
from bot.adapters.console.own_commands import SLASHES
from bot.adapters.console.render import clean
from bot.kit.cards.labels import add_colon
from bot.kit.cards.reply import Field
from bot.kit.options import FILE
from bot.text import fold, is_dash

# An empty line keeps the current value, so a lone dash empties a menu. In a text field the feature decides what it
# means: a profile empties the field.
EMPTY = "-"

Ask = Callable[[str], Awaitable[str]]


class Cancelled(Exception):
    """The person left the form by typing ``command`` instead of an answer, or by ending the input."""

    def __init__(self, command: str = "") -> None:
        super().__init__(command)
        self.command = command


async def ask_field(field: Field, ask: Ask) -> str:
    """Ask for one field and return its value for dispatch. Raises Cancelled."""
    try:
        typed = await ask(format_question(field))
    except (EndOfInput, KeyboardInterrupt):
        raise Cancelled from None
    if typed.startswith(tuple(SLASHES)) and not _is_path(field, typed):
        raise Cancelled(typed)
    return read_answer(field, typed)


def format_question(field: Field) -> str:
    """The prompt: the label, the value that an empty line keeps in brackets, and the numbered choices."""
    choices = [f"  {number}. {clean(choice.label)}" for number, choice in enumerate(field.choices, 1)]
    kept = next((choice.label for choice in field.choices if choice.value == field.value), field.value)
    shown = f" [{clean(kept)}]" if kept else ""
    return "\n".join((add_colon(clean(field.label) + shown).rstrip(), *choices, *([">"] if choices else [])))


def read_answer(field: Field, typed: str) -> str:
    """The value of an answer: a choice by number, label or value, otherwise the text itself."""
    if not typed:
        return field.value
    if is_dash(typed) and field.choices:
        return ""
    for number, choice in enumerate(field.choices, 1):
        if fold(typed) in (str(number), fold(choice.label), fold(choice.value)):
            return choice.value
    return typed


def _is_path(field: Field, typed: str) -> bool:
    """Whether an answer that begins like a command is the path of a file."""
    return field.kind == FILE and Path(typed).exists()
