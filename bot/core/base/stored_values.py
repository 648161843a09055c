"""Stored values read so that one that can't be costs its own row alone, and nobody else's.

Each reader raises `Unreadable`. Whoever reads many rows takes `those_readable`, whoever reads one `readable_or`.
"""

import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from bot.errors import Unreadable

UNREADABLE = "unreadable"  # why something was not sent whose row can't be read; as a `Refusal` of our own

T = TypeVar("T")
R = TypeVar("R")
E = TypeVar("E", bound=StrEnum)


def those_readable(rows: Iterable[R], read: Callable[[R], T]) -> list[T]:
    """Return what ``read`` makes of each row, without the rows that it can't read."""
    made = list[T]()
    for row in rows:
        with suppress(Unreadable):
            made.append(read(row))
    return made


def readable_or(otherwise: T, read: Callable[[], T]) -> T:
    """Return what ``read`` returns, or ``otherwise`` where it can't read it."""
    try:
        return read()
    except Unreadable:
        return otherwise


def is_readable(read: Callable[[], object]) -> bool:
    """Say whether ``read`` can read what it is for."""
    try:
        read()
    except Unreadable:
        return False
    return True


@lru_cache(maxsize=512)
def read_zone(name: str) -> ZoneInfo:
    """Return a zone by its stored name."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, TypeError, OSError) as error:  # names of folders and files that aren't zones, too
        raise Unreadable("a stored time zone doesn't exist") from error


def read_json(text: str) -> Any:
    """Return what a stored JSON text holds."""
    try:
        return json.loads(text)
    except (ValueError, TypeError, RecursionError) as error:
        raise Unreadable("a stored JSON text is damaged") from error


def read_object(text: str, *names: str) -> dict[str, Any]:
    """Return a stored JSON object that has at least these ``names``."""
    found = read_json(text)
    if not isinstance(found, dict) or not all(name in found for name in names):
        raise Unreadable("a stored JSON text lacks what belongs into it")
    return found


def read_member(kind: type[E], word: str) -> E:
    """Return the member of ``kind`` that a stored word names."""
    try:
        return kind(word)
    except ValueError as error:
        raise Unreadable(f"a stored word names no {kind.__name__}") from error
