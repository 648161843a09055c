"""Finds what somebody means by a short reference, whole or by its beginning."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from bot.core.base.ids import normalize_code

LEAST = 3  # characters of a beginning
_NEAR = 0.6  # how alike two references are, of 1: two of eight characters may be wrong, or two swapped
_BEGINNING = re.compile(r"[0-9A-Z]{3,8}")


def read_beginning(typed: str) -> str | None:
    """The beginning of a reference as references are stored, ``4F7K-9``; None for a text that can't be one."""
    code = normalize_code(typed)
    if not _BEGINNING.fullmatch(code):
        return None
    return f"{code[:4]}-{code[4:]}" if len(code) > 4 else code


def find_references(typed: str, known: Iterable[str]) -> tuple[str, ...]:
    """The ``known`` references that a whole one or its beginning means."""
    beginning = read_beginning(typed)
    return tuple(one for one in known if beginning and one.startswith(beginning))


def find_near_reference(typed: str, known: Iterable[str]) -> str | None:
    """The known reference that is spelled almost like what somebody typed."""
    by_code = {normalize_code(one): one for one in known}
    close = get_close_matches(normalize_code(typed)[:8], by_code, n=1, cutoff=_NEAR)
    return by_code[close[0]] if close else None
