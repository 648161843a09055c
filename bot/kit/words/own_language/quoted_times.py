"""Refusals of times in the words of those who typed them, not in the English made of these."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.errors import UserError
from bot.kit.words.free import list_runs
from bot.kit.words.own_language.times import reword_any_time
from bot.text import fold


@contextmanager
def quote_as_typed(typed: str, field: str = "when") -> Iterator[None]:
    """Let a refusal of ``field`` inside quote what somebody typed."""
    try:
        yield
    except UserError as error:
        if error.field == field and "word" in error.params and _is_quoted_whole(error, typed):
            word = str(error.params["word"])
            part = find_part(typed, word) if error.key == "time.zone" else ""
            error.params = {**error.params, "word": part or typed}
        raise


def find_part(typed: str, folded: str) -> str:
    """The part of ``typed`` that is some folded text; empty if no words there are."""
    place = typed.casefold().find(folded)
    if place >= 0:
        return typed[place : place + len(folded)]
    return next((run for run in list_runs(typed.split()) if fold(run) == folded), "")


def _is_quoted_whole(error: UserError, typed: str) -> bool:
    """Whether a refusal quotes all that was typed. With choices it quotes a part; English days have core's capitals."""
    if error.key == "time.which":
        return reword_any_time(typed) != typed
    return error.key in ("time.past", "time.several") or not error.choices
