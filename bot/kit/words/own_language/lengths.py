"""Lengths of time in another language, in English: ``una hora y media`` is ``1 hours 30 minutes``, as core reads it."""

import re
from typing import NamedTuple

_AND = r"(?:(?:y|at|va)\s+)?"  # in folded text; Chinese and Korean have none
_MOST_ASKED = 7  # hours: from eight on, an office is open at that time of day, so that is meant


class Length(NamedTuple):
    """Hours and minutes that may be a length or a time of day."""

    hours: int
    minutes: int


class Lengths:
    """A language's lengths of hours and minutes.

    The patterns are of words for hours that no time of day has, of those that one has, too, of minutes, and of a half.
    """

    def __init__(self, hours: str, either: str, minutes: str, half: str) -> None:
        rest = rf"(?:\s*(?:({half})|{_AND}(\d{{1,2}})\s*(?:{minutes})))?(?![a-z])"
        number = r"(?<![\d:.])(\d{1,3}(?:\.5)?)\s*"
        self._hours = re.compile(rf"{number}(?:{hours})(?![a-z]){rest}")
        self._either = re.compile(rf"{number}(?:{either})(?![a-z]){rest}")
        self._minutes = re.compile(rf"(\d{{1,3}})\s*(?:{minutes})")

    def reword_alone(self, text: str) -> str:
        """A folded text that is nothing but a length, counted from now; empty for any other text."""
        if found := self._minutes.fullmatch(text):
            return f"in {found[1]} minutes"
        found = self._hours.fullmatch(text)
        return f"in {_write(found)}" if found else ""

    def reword_all(self, text: str) -> str:
        """Folded text that counts from now, with its lengths in English."""
        for pattern in (self._hours, self._either):
            text = pattern.sub(lambda found: f" {_write(found)} ", text)
        return text

    def find_unclear(self, text: str) -> Length | None:
        """The length or time of day that a folded text is, if it may be either: Spanish ``2 horas``."""
        found = self._either.fullmatch(text)
        if found is None or not found[1].isdecimal() or not 1 <= int(found[1]) <= _MOST_ASKED:
            return None
        return Length(int(found[1]), _count_minutes(found))


def _write(found: re.Match[str]) -> str:
    minutes = _count_minutes(found)
    return f"{found[1]} hours {minutes} minutes" if minutes else f"{found[1]} hours"


def _count_minutes(found: re.Match[str]) -> int:
    return 30 if found[2] else int(found[3] or 0)
