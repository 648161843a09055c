"""The console: the real loop, with a line typed whenever it waits for one."""

import asyncio
import io
import re
import tempfile
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path

from bot.adapters.console.line_reader import EndOfInput
from bot.adapters.console.own_commands import ConsoleCommands
from bot.adapters.console.posting import SPACE, ConsolePoster
from bot.adapters.console.repl import Console, make_caller
from bot.adapters.console.repl import Person as Sitter
from bot.app.app import App
from bot.core.times.clock import now
from bot.kit.cards.outbound import Poster
from tests.contract.people import Deed, Person, Seen
from tests.platforms.clock import PATIENCE

_BUTTONS = re.compile(r"\[(\d+)\] (.+?)(?=  \[\d+\] |$)", re.MULTILINE)
# The answers to a question have their own row, before the other buttons.
_MENU = re.compile(r"^\[1\] .*(?:\n\[\d+\] .*)?$", re.MULTILINE)
_QUESTION = re.compile(r"(?P<label>[^\[\n]+?)(?: \[(?P<kept>.*)\])?:")


class Keyboard:
    """Lines from a person who types only when prompted. ``asked`` gives each prompt, or ""."""

    interactive = True

    def __init__(self) -> None:
        self.asked: asyncio.Queue[str] = asyncio.Queue()
        self.typed: asyncio.Queue[str | None] = asyncio.Queue()
        self.shown = asyncio.Event()

    async def read_command(self) -> str:
        return await self._line("")

    async def read_answer(self, prompt: str) -> str:
        return await self._line(prompt)

    async def print_above(self, write: Callable[[], None]) -> None:
        write()
        self.shown.set()

    async def _line(self, prompt: str) -> str:
        self.asked.put_nowait(prompt)
        line = await self.typed.get()
        if line is None:
            raise EndOfInput
        return line


class ConsoleDeed:
    """A typed line. There are no deadlines here."""

    def __init__(self, answer: "asyncio.Task[Seen]") -> None:
        self._answer = answer

    async def acknowledged(self) -> float:
        return 0.0

    async def seen(self) -> Seen:
        return await self._answer


class ConsolePerson(Person):
    """A person at their own console."""

    def __init__(self, app: App, posts: ConsolePoster, name: str, locale: str) -> None:
        self.keyboard, self.screen, self._read = Keyboard(), io.StringIO(), 0
        self._prompt = self._form = ""
        self._name = name
        own, self._dispatcher = ConsoleCommands(app.dispatcher), app.dispatcher
        self._sitter = Sitter(make_caller(name), locale, now)
        console = Console(app.dispatcher, own, self._sitter, self.keyboard, self.screen, styled=False)
        self.serving = asyncio.create_task(self._sitting(console, posts))

    @property
    def mention(self) -> str:
        return self._name

    @property
    def _mark(self) -> str:
        return self._dispatcher.guess_words(self._sitter.make_envelope()).t("console.only_you") + " "

    async def begin(self, line: str) -> Deed:
        return self._typed(line)

    async def press(self, label: str, on: Seen) -> Deed:
        assert label in on.buttons, f"No button {label!r}; there are {on.buttons}"
        return self._typed(str(1 + on.buttons.index(label)))

    async def submit(self, answers: Mapping[str, str], standing: Mapping[str, str]) -> Deed:
        assert self._prompt, "No form is open"
        return ConsoleDeed(asyncio.create_task(self._answered(dict(answers), standing)))

    async def hand_in(self, command: str, name: str, data: bytes) -> Seen:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_bytes(data)
            return await self.say(f"{command} {'file:' if ':' in command else ''}{path}")

    async def received(self) -> bytes:
        [saved] = re.findall(r"^/\S+/callboard-\S+$", self.last.text, re.MULTILINE)
        return read(saved)

    async def notice(self, words: str) -> Seen:
        """Wait until a post with these words appears, and look at it."""
        async with asyncio.timeout(PATIENCE):
            while words not in self.screen.getvalue()[self._read :]:
                await self.keyboard.shown.wait()
                self.keyboard.shown.clear()
        return self._saw(self._seen(self._unread()))

    async def leave(self) -> None:
        """End the input, first that of an open form, and wait for the console to end."""
        while not self.serving.done():
            self.keyboard.typed.put_nowait(None)
            again = asyncio.create_task(self.keyboard.asked.get())
            await asyncio.wait({again, self.serving}, return_when=asyncio.FIRST_COMPLETED)
            again.cancel()
        await self.serving

    async def _answered(self, left: dict[str, str], standing: Mapping[str, str]) -> Seen:
        """Answer the questions one by one. What follows the last is the form's answer."""
        seen = Seen("", True)
        while not seen.text and (question := _QUESTION.match(self._prompt)):
            label, kept = question["label"], question["kept"] or ""
            assert kept == standing.get(label, kept), f"{label}: {standing[label]!r} should stand there"
            seen = await self._told(left.pop(label, ""))
        assert not left, f"Not asked for: {left}"
        return seen

    def _typed(self, line: str) -> ConsoleDeed:
        return ConsoleDeed(asyncio.create_task(self._told(line)))

    async def _told(self, line: str) -> Seen:
        """Type once the console waits, and return what it wrote until it waits again."""
        if not self._prompt and self._read == 0:
            await self._waits()  # for the greeting
        self.keyboard.typed.put_nowait(line)
        return self._seen(await self._waits())

    async def _waits(self) -> str:
        """What was written until the console waits for a line."""
        asked = asyncio.create_task(self.keyboard.asked.get())
        await asyncio.wait({asked, self.serving}, return_when=asyncio.FIRST_COMPLETED)
        assert asked.done(), f"The console has ended: {self.screen.getvalue()}"
        self._prompt = asked.result()
        return self._unread()

    def _unread(self) -> str:
        written = self.screen.getvalue()[self._read :]
        self._read += len(written)
        return written

    @staticmethod
    async def _sitting(console: Console, posts: ConsolePoster) -> None:
        with posts.attach(console):
            await console.serve()

    def _seen(self, written: str) -> Seen:
        private = written.startswith(self._mark)
        text = written.removeprefix(self._mark).strip()
        menu = _MENU.findall(text)
        buttons = tuple(label for _, label in _BUTTONS.findall(menu[-1])) if menu else ()
        question = _QUESTION.match(self._prompt)
        if not question:
            return Seen(_MENU.sub("", text).strip(), private, buttons)
        if text and not private:
            self._form = text.splitlines()[0]
        refused = {question["label"]: text} if private else {}
        return Seen(text, True, form=self._form, errors=refused)


def read(path: str) -> bytes:
    """The content of a file."""
    return Path(path).read_bytes()


class ConsolePlatform:
    """Every open console."""

    settings = ""
    name = "console"
    space = ("console", SPACE)

    def __init__(self) -> None:
        self._people: list[ConsolePerson] = []
        self._screens: list[io.StringIO] = []
        self._app: App | None = None
        self._posts = ConsolePoster()

    async def open(self, app: App) -> None:
        """Open consoles on ``app``."""
        self._app = app

    async def close(self) -> None:
        """Close every console."""
        for person in self._people:
            await person.leave()
        self._people.clear()

    async def end(self) -> None:
        """Do nothing: there is no server to stop."""

    def person(self, name: str, locale: str) -> ConsolePerson:
        """A person at a new console."""
        assert self._app, "open() comes first"
        person = ConsolePerson(self._app, self._posts, name, locale)
        self._people.append(person)
        self._screens.append(person.screen)
        return person

    def public(self) -> list[str]:
        """Nothing: a console has no public channel."""
        return []

    async def shows(self, words: str) -> None:
        """Do nothing: a console has no public channel."""

    @property
    def poster(self) -> Poster | None:
        """The poster to all consoles."""
        return self._posts

    @property
    def problems(self) -> list[str]:
        """Every control character that a terminal would obey, and every isolate that doesn't end on its line."""
        shown = re.sub(
            "[\u2066-\u2068]([^\u2066-\u2069\n]*)\u2069", r"\1", "".join(one.getvalue() for one in self._screens)
        )
        return [repr(it) for it in shown if it != "\n" and unicodedata.category(it) in ("Cc", "Cf", "Cs")]
