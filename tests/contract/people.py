"""A person on a platform, the same in every scenario: they type, tap and fill in, and see answers.

Each platform has its own driver on top of this. The scenarios don't know which one they use.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.kit.cards.markup import strip_markup
from bot.kit.i18n import load_words

_CELLS = re.compile(r"\s*\|\s*|\s{2,}")  # Slack's tables have bars between cells, the others have gaps
_BOARD_LINE = re.compile(r"(?:(\d+)\. )?(.+): ([\d,]+) calls?")


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody saw at one moment.

    ``form`` is the title of the open form, empty if there is none. ``errors`` has what was wrong
    in it, by label. ``thing`` is the platform's own object, to tap on later.
    """

    text: str
    private: bool
    buttons: tuple[str, ...] = ()
    form: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    thing: Any = field(default=None, compare=False)

    def fact(self, label: str) -> str:
        """The text after ``label:`` on its own line. Raises AssertionError if there is none."""
        begin = f"{label}: "
        found = [line.removeprefix(begin) for line in self.text.splitlines() if line.startswith(begin)]
        assert found, f"No line {label!r} in {self.text!r}"
        return found[0]

    def row(self, name: str) -> list[str]:
        """The cells of the row that contains ``name``, in a table or a board's lines, without empty ones."""
        rows = [_cells(line) for line in self.text.splitlines()]
        found = [row for row in rows if name in row]
        assert found, f"No row {name!r} in {self.text!r}"
        return found[0]

    def has(self, name: str) -> bool:
        """Say whether some words are visible."""
        return name in self.text


def _cells(line: str) -> list[str]:
    """A table row's cells, or the rank, name and calls of a board's line: "1. Queens: 12 calls".

    On Discord a wide table has one line per row: "- Queens · Calls: 12 · Callers: 3".
    """
    line = line.strip()
    if board := _BOARD_LINE.fullmatch(line):
        return [cell for cell in board.groups() if cell]
    if " · " in line:
        first, *others = line.split(" · ")
        return [first.removeprefix("- "), *(other.partition(": ")[2] for other in others)]
    return [cell for cell in _CELLS.split(line) if cell]


def said(key: str, **params: str | int) -> str:
    """A sentence of the English catalog as people read it."""
    return strip_markup(load_words("en").m(key, **params))


class Deed(Protocol):
    """Something a person did. Its answer may still be in progress."""

    async def acknowledged(self) -> float:
        """Wait for the acknowledgement, and return how many seconds it took."""
        ...

    async def seen(self) -> Seen:
        """Wait for the final answer."""
        ...


class Person(ABC):
    """One person with one account. They tap and fill in what they saw last."""

    last: Seen

    async def say(self, line: str) -> Seen:
        """Type a whole command, such as ``/log voicemail``."""
        return self._saw(await (await self.begin(line)).seen())

    async def tap(self, label: str, on: Seen | None = None) -> Seen:
        """Press the button with this label on what was seen last, or on ``on``."""
        return self._saw(await (await self.press(label, on or self.last)).seen())

    async def fill(self, answers: Mapping[str, str], standing: Mapping[str, str] | None = None) -> Seen:
        """Fill in the open form, by label, and submit it. Other fields keep their values.

        ``standing`` has values that some fields must have before.
        """
        return self._saw(await (await self.submit(answers, standing or {})).seen())

    @abstractmethod
    async def hand_in(self, command: str, name: str, data: bytes) -> Seen:
        """Send a file with a command that takes one: attached, in its form, or by its path."""

    @abstractmethod
    async def received(self) -> bytes:
        """The file that came with what was seen last, wherever the platform puts it."""

    @property
    @abstractmethod
    def mention(self) -> str:
        """What Callboard receives when somebody else picks this person in a command."""

    @abstractmethod
    async def begin(self, line: str) -> Deed:
        """Type a command and don't wait for the answer."""

    @abstractmethod
    async def press(self, label: str, on: Seen) -> Deed:
        """Press a button and don't wait for the answer."""

    async def read_form(self, words: str) -> None:
        """Read ``words`` in the open form. Raises AssertionError if they aren't there."""
        assert self.last.has(words)

    @abstractmethod
    async def submit(self, answers: Mapping[str, str], standing: Mapping[str, str]) -> Deed:
        """Submit the open form and don't wait for the answer."""

    def _saw(self, seen: Seen) -> Seen:
        self.last = seen
        return seen


class Chatter(Person):
    """A person on a platform with a network, which may deliver twice and lets people forge requests."""

    @property
    @abstractmethod
    def account(self) -> str:
        """The platform's id of their account."""

    @abstractmethod
    async def tap_twice(self, label: str) -> tuple[Seen, Seen]:
        """Press a button on what was seen last twice, before anything changes."""

    @abstractmethod
    async def tap_post(self, label: str) -> Seen:
        """Press a button on the newest message in the channel."""

    @abstractmethod
    async def tap_message(self, label: str) -> Seen:
        """Wait for the first direct message and press a button on the newest."""

    @abstractmethod
    async def wait_for_message(self, words: str) -> None:
        """Wait until the newest direct message says ``words``."""

    @abstractmethod
    async def again(self, seen: Seen) -> Seen:
        """Let the platform redeliver exactly what led to ``seen``, and return the answer."""

    @abstractmethod
    async def offers(self, command: str, option: str, typed: str) -> list[str]:
        """The labels offered while ``typed`` is in a command's option, or in its form's field."""

    @abstractmethod
    def id_of(self, label: str) -> str:
        """The id of a button on what was seen last."""

    @abstractmethod
    async def forge(self, button_id: str) -> Seen:
        """Press a button that doesn't exist on what was seen last."""

    @abstractmethod
    def administrate(self) -> None:
        """Administer the space they are in from now on."""

    @abstractmethod
    def in_other_space(self) -> "Chatter":
        """The same person in another server or workspace that has the app."""
