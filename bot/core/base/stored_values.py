"""Readers of stored values. A damaged value costs its own row and no other.

Each reader raises `Unreadable`. To read many rows, use `read_each`; to read one value, `read_or`.
"""

import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from bot.errors import Unreadable

UNREADABLE = "unreadable"  # why a row that can't be read was not sent: a `Refusal` of our own

T = TypeVar("T")
R = TypeVar("R")
E = TypeVar("E", bound=StrEnum)


def read_each(rows: Iterable[R], read: Callable[[R], T]) -> list[T]:
    """Read each row, and skip those that can't be read."""
    made = list[T]()
    for row in rows:
        with suppress(Unreadable):
            made.append(read(row))
    return made


def read_or(default: T, read: Callable[[], T]) -> T:
    """What ``read`` returns, or ``default`` if the value can't be read."""
    try:
        return read()
    except Unreadable:
        return default


def is_readable(read: Callable[[], object]) -> bool:
    """Whether ``read`` can read its value."""
    try:
        read()
    except Unreadable:
        return False
    return True


@lru_cache(maxsize=512)
def read_zone(name: str) -> ZoneInfo:
    """Read an IANA zone by its name."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, TypeError, OSError) as error:  # OSError: the name of a folder
        raise Unreadable("a stored time zone doesn't exist") from error


def read_json(text: str) -> Any:
    """Read any JSON value."""
    try:
        return json.loads(text)
    except (ValueError, TypeError, RecursionError) as error:
        raise Unreadable("a stored JSON text is damaged") from error


def read_object(text: str, *names: str) -> dict[str, Any]:
    """Read a JSON object that has at least these ``names``."""
    found = read_json(text)
    if not isinstance(found, dict) or not all(name in found for name in names):
        raise Unreadable("a stored JSON text lacks what belongs into it")
    return found


def read_enum(kind: type[E], word: str) -> E:
    """Read the member of ``kind`` whose value is ``word``."""
    try:
        return kind(word)
    except ValueError as error:
        raise Unreadable(f"a stored word names no {kind.__name__}") from error
