"""What is wrong with a request body, and how Discord says it (error 50035 with a tree of `errors`).

https://discord.com/developers/docs/reference#error-messages
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Violation:
    """One fault: where (`embeds.0.title`), Discord's code, and a sentence."""

    path: str
    code: str
    message: str


def sized(path: str, value: object, low: int, high: int) -> Iterator[Violation]:
    """A string between `low` and `high` characters. None counts as missing, which only `low` > 0 forbids."""
    if value is None:
        if low > 0:
            yield Violation(path, "BASE_TYPE_REQUIRED", "This field is required")
    elif not isinstance(value, str):
        yield Violation(path, "STRING_TYPE_CONVERT", "Could not interpret as string.")
    elif len(value) > high and low == 0:
        yield Violation(path, "BASE_TYPE_MAX_LENGTH", f"Must be {high} or fewer in length.")
    elif not low <= len(value) <= high:
        yield Violation(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {low} and {high} in length.")


def optional(path: str, value: object, low: int, high: int) -> Iterator[Violation]:
    """As `sized`, but the field may be missing."""
    if value is not None:
        yield from sized(path, value, low, high)


def counted(path: str, values: object, low: int, high: int) -> Iterator[Violation]:
    """A list of `low` to `high` items."""
    count = len(values) if isinstance(values, list) else 0
    if not low <= count <= high:
        yield Violation(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {low} and {high} in length.")


def distinct(paths: Iterable[tuple[str, object]], code: str, message: str) -> Iterator[Violation]:
    """A violation for each value that an earlier path has too. None doesn't count."""
    seen = set()
    for path, value in paths:
        if value is not None and value in seen:
            yield Violation(path, code, message)
        seen.add(value)


def error_tree(violations: Iterable[Violation]) -> Json:
    """Violations as Discord nests them: `{"embeds": {"0": {"title": {"_errors": [...]}}}}`."""
    tree: Json = {}
    for violation in violations:
        node = tree
        for step in violation.path.split("."):
            node = node.setdefault(step, {})
        node.setdefault("_errors", []).append({"code": violation.code, "message": violation.message})
    return tree
