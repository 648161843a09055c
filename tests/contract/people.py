"""Somebody in front of a platform, the same in every scenario: they say, tap and fill in, and see an answer.

Each platform has its own driver on top of this; the scenarios know none of them.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.kit.cards.markup import plain
from bot.kit.i18n import words

_CELLS = re.compile(r"\s*\|\s*|\s{2,}")  # Slack's tables are read with bars, the others' by their gaps
_BOARD_LINE = re.compile(r"(?:(\d+)\. )?(.+): ([\d,]+) calls?")


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody saw at one moment.

    ``form`` is the title of the form that is open, empty where there is none, and ``errors`` what was wrong
    in it, by label. ``thing`` is the platform's own object, for tapping on it later.
    """

    text: str
    private: bool
    buttons: tuple[str, ...] = ()
    form: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    thing: Any = field(default=None, compare=False)

    def fact(self, label: str) -> str:
        """Return what stands behind ``label:`` in a line of its own. AssertionError where there is none."""
        begin = f"{label}: "
        found = [line.removeprefix(begin) for line in self.text.splitlines() if line.startswith(begin)]
        assert found, f"No line {label!r} in {self.text!r}"
        return found[0]

    def row(self, name: str) -> list[str]:
        """Return the cells of the row that holds ``name``, of a table or of a board's lines, empty ones left out."""
        rows = [_cells(line) for line in self.text.splitlines()]
        found = [row for row in rows if name in row]
        assert found, f"No row {name!r} in {self.text!r}"
        return found[0]

    def has(self, name: str) -> bool:
        """Say whether some words are there."""
        return name in self.text


def _cells(line: str) -> list[str]:
    """Return a table row's cells, or rank, name and calls of a board's line: "1. Queens: 12 calls".

    A wide table is a line for each row on Discord: "- Queens · Calls: 12 · Callers: 3".
    """
    line = line.strip()
    if board := _BOARD_LINE.fullmatch(line):
        return [cell for cell in board.groups() if cell]
    if " · " in line:
        first, *others = line.split(" · ")
        return [first.removeprefix("- "), *(other.partition(": ")[2] for other in others)]
    return [cell for cell in _CELLS.split(line) if cell]


def said(key: str, **params: str | int) -> str:
    """Return a sentence of the English catalogue as people read it."""
    return plain(words("en").m(key, **params))


class Deed(Protocol):
    """Something somebody did, whose answer may still be on its way."""

    async def acknowledged(self) -> float:
        """Wait until the platform was told that it arrived; return how many seconds that took."""
        ...

    async def seen(self) -> Seen:
        """Wait for the final answer."""
        ...


class Person(ABC):
    """One human with one account. What they saw last is what they tap and fill in next."""

    last: Seen

    async def say(self, line: str) -> Seen:
        """Type a command as a whole, ``/log voicemail``."""
        return self._saw(await (await self.begin(line)).seen())

    async def tap(self, label: str, on: Seen | None = None) -> Seen:
        """Press the button with these words on what was seen last, or on ``on``."""
        return self._saw(await (await self.press(label, on or self.last)).seen())

    async def fill(self, answers: Mapping[str, str], standing: Mapping[str, str] | None = None) -> Seen:
        """Fill the form that is open, by label, and submit it; what isn't named stays as it stands there.

        ``standing`` is what has to stand in some fields before.
        """
        return self._saw(await (await self.submit(answers, standing or {})).seen())

    @abstractmethod
    async def received(self) -> bytes:
        """Return the file that came with what was seen last, from wherever the platform puts it."""

    @property
    @abstractmethod
    def mention(self) -> str:
        """What reaches Callboard when somebody else picks this person in a command."""

    @abstractmethod
    async def begin(self, line: str) -> Deed:
        """Type a command and don't wait for the answer."""

    @abstractmethod
    async def press(self, label: str, on: Seen) -> Deed:
        """Press a button and don't wait for the answer."""

    @abstractmethod
    async def submit(self, answers: Mapping[str, str], standing: Mapping[str, str]) -> Deed:
        """Submit the open form and don't wait for the answer."""

    def _saw(self, seen: Seen) -> Seen:
        self.last = seen
        return seen


class Chatter(Person):
    """Somebody on a platform that sends things over a network: twice at times, and anything people forge."""

    @property
    @abstractmethod
    def account(self) -> str:
        """The platform's id of their account."""

    @abstractmethod
    async def tap_twice(self, label: str) -> tuple[Seen, Seen]:
        """Press a button on what was seen last two times before anything could change."""

    @abstractmethod
    async def tap_post(self, label: str) -> Seen:
        """Press a button on the newest thing that everybody reads in the channel."""

    @abstractmethod
    async def tap_message(self, label: str) -> Seen:
        """Wait for the first direct message and press a button on the newest."""

    @abstractmethod
    async def told(self, words: str) -> None:
        """Wait until the newest direct message says ``words``."""

    @abstractmethod
    async def again(self, seen: Seen) -> Seen:
        """Let the platform deliver once more, letter by letter, what led to ``seen``; return that answer."""

    @abstractmethod
    async def offers(self, command: str, option: str, typed: str) -> list[str]:
        """Return the labels that are offered while ``typed`` stands in a command's option, or in its form's field."""

    @abstractmethod
    def id_of(self, label: str) -> str:
        """Return the id behind a button of what was seen last."""

    @abstractmethod
    async def forge(self, button_id: str) -> Seen:
        """Press, on what was seen last, a button that isn't there."""

    @abstractmethod
    def administrate(self) -> None:
        """Administer the space they are in from now on."""

    @abstractmethod
    def in_other_space(self) -> "Chatter":
        """Return the same human in another server or workspace where the app is, too."""
