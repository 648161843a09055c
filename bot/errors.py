"""The errors Callboard raises on purpose. Any other error is a bug, logged under a reference."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self, TypeAlias

from bot.identity import Identity
from bot.moments import Moment
from bot.phrases import Clock, Listing, Phrase, State, Translations, Zone


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend in a file, as a sentence for the person who edits it.

    ``line`` and ``column`` count from 1. Without a text to point to (the environment), both are 0 and not shown.
    ``where`` is the path of keys to it, such as ``("asks", 0, "text")``, as far as it is known.
    """

    file: str
    line: int
    column: int
    sentence: str
    where: tuple[str | int, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place}: {self.sentence}"


Blank: TypeAlias = (
    str | int | Moment | Phrase | Listing | Clock | Zone | State | Translations
)  # what fills a blank of a sentence


class CallboardError(Exception):
    """Base class of the errors below. The message is safe to show and says what to do."""


class ConfigError(CallboardError):
    """Files or settings to mend first. Raise it at start or import, with all problems at once.

    The command line prints one problem per line and exits with status 2.
    """

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def make_config_error(place: object, sentence: str) -> ConfigError:
    """The error with one problem of a file, setting or program as a whole."""
    return ConfigError((Problem(str(place), 0, 0, sentence),))


class AlreadyRunning(ConfigError):
    """A Callboard is running on this SQLite file, so no other process may write to it."""

    def __init__(self, database: str) -> None:
        sentence = "Callboard is already running on this database. Stop it first, or choose another store.url."
        super().__init__((Problem(database, 0, 0, sentence),))


class Unreachable(ConfigError):
    """A platform or server doesn't answer now. `run` tries again, more and more slowly."""

    def __init__(self, place: str, sentence: str) -> None:
        super().__init__((Problem(place, 0, 0, sentence),))


class Standby(Unreachable):
    """Another process does this work, and this one waits to take over. `run` looks again twice a second."""


class UserError(CallboardError):
    """A request that can't be done as asked. Raise it wherever a person waits for an answer.

    ``key`` names the sentence in ``bot/locales``, and ``params`` fill its blanks. The sentence is translated when it is
    answered; the exception's own message (the key) is for tracebacks only. ``field`` names the wrong option, if there
    is one, so that a form can show the sentence beside it. ``identity`` is the caller's, if the transaction that
    refused the request had read it. ``choices`` are (word, label) pairs that would do there: a
    button for each repeats the request with that word. ``settled`` is what all words typed without a key then mean, by
    option; None if they are read again.
    """

    identity: Identity | None = None
    settled: Mapping[str, str] | None = None

    def __init__(self, key: str, *, field: str = "", **params: Blank) -> None:
        super().__init__(key)
        self.key, self.field = key, field
        self.choices: tuple[tuple[str, Blank], ...] = ()
        self.params = params

    def add_choices(self, choices: Iterable[tuple[str, Blank]], settled: Mapping[str, str] | None = None) -> Self:
        """This error with the words that would do."""
        self.choices, self.settled = tuple(choices), settled
        return self


class Unreadable(CallboardError):
    """A stored value that can't be decrypted, or isn't what belongs there.

    It costs its own row alone: readers in `bot.core.base.stored_values` skip it, and `callboard doctor` lists it.
    """


class Unavailable(CallboardError):
    """The database can't work now (locked, full, read-only, unreachable), and nothing was saved.

    ``certain`` is False only if the connection broke during a commit, so that nobody knows whether it was saved.
    """

    def __init__(self, reason: str, *, certain: bool = True) -> None:
        super().__init__(reason)
        self.certain = certain


class OutOfReach(Unavailable):
    """The database server doesn't answer now. `run` tries again, more and more slowly."""
