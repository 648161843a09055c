"""The errors Callboard raises on purpose; anything else is a bug and goes to the log under a reference."""

from dataclasses import dataclass
from typing import TypeAlias

from bot.moments import Moment
from bot.phrases import Listing, Phrase, Translations, Zone


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend in a file, as a sentence for the person who edits it.

    ``line`` and ``column`` count from 1. Where there is no text to point into (the environment), both are 0
    and are left out when shown.
    """

    file: str
    line: int
    column: int
    sentence: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place}: {self.sentence}"


Blank: TypeAlias = str | int | Moment | Phrase | Listing | Zone | Translations  # what fills a gap in a sentence


class CallboardError(Exception):
    """Base of the kinds below: the message is safe to show and says what to do."""


class ConfigError(CallboardError):
    """Files or settings that must be mended first: raise it at start or import, with all of them at once.

    The command line prints the message, one problem a line, and ends with exit status 2.
    """

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class Unreachable(ConfigError):
    """A platform or server that doesn't answer just now: trying again may help, and `run` does, with a brake."""

    def __init__(self, place: str, sentence: str) -> None:
        super().__init__((Problem(place, 0, 0, sentence),))


class UserError(CallboardError):
    """A request that can't be done as asked: raise it wherever a person is waiting for an answer.

    ``key`` names the sentence in ``bot/locales``, ``params`` fill its blanks. It is translated for the caller
    by whoever answers, so the message of the exception itself (the key alone) is for tracebacks only.
    ``field`` names the option that was wrong, where it was one, so that a form can say it beside the field.
    """

    def __init__(self, key: str, *, field: str = "", **params: Blank) -> None:
        super().__init__(key)
        self.key = key
        self.field = field
        self.params = params


class Unreadable(CallboardError):
    """A stored value that can't be read: what it was encrypted with, or what it says, is not what belongs there.

    It costs its own row alone: `bot.core.base.stored_values` leaves that row out, and `callboard doctor` lists it.
    """


class Unavailable(CallboardError):
    """The database can't do its work just now (locked, full, read-only, out of reach): nothing was saved.

    ``certain`` is False only when the connection broke while a commit was under way, so that nobody knows.
    """

    def __init__(self, reason: str, *, certain: bool = True) -> None:
        super().__init__(reason)
        self.certain = certain


class OutOfReach(Unavailable):
    """The database server doesn't answer just now: trying again may help, and `run` does, with a brake."""
