"""Slow work at the console: a line that it goes on, a line for each report, and the answer last."""

import asyncio
import io

import pytest

from bot.adapters.console.repl import chat
from bot.identity import Identity
from bot.kit.answers.routes import Sealer
from bot.kit.cards.markup import escape
from bot.kit.cards.reply import Card
from bot.kit.dispatch import deadlines
from bot.kit.dispatch.dispatcher import Dispatcher
from bot.kit.i18n import load_words
from bot.kit.invocation import Envelope, Invocation
from bot.kit.registry import collect
from bot.kit.spec import command
from tests.kit.sample import AT, KEY


class Screen(io.StringIO):
    """Tells who waits for it that something was written."""

    def __init__(self) -> None:
        super().__init__()
        self.written = asyncio.Event()

    def write(self, text: str) -> int:
        self.written.set()
        return super().write(text)

    async def wait_for(self, words: str) -> None:
        while words not in self.getvalue():
            self.written.clear()
            await self.written.wait()


class Press:
    """Draws in two parts, each once the one before is on the screen."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen

    @command("draw", slow=True)
    async def draw(self, inv: Invocation) -> Card:
        """Draw two cards."""
        for part in ("1 of 2 is drawn.", "2 of 2 are drawn."):
            inv.envelope.progress.report(escape(part))
            await self.screen.wait_for(part)
        return Card("Done")


async def identify(envelope: Envelope) -> Identity:
    return Identity()


async def test_slow_work_says_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadlines, "WORKING", 0.0)
    screen = Screen()
    press = Dispatcher(collect(Press(screen)), identify, Sealer(KEY))
    await chat(press, "Ana", None, io.StringIO("/draw\n"), screen, lambda: AT)
    assert screen.getvalue().splitlines() == [
        "> /draw",
        load_words("en").t("console.working"),
        "(only you) 1 of 2 is drawn.",
        "(only you) 2 of 2 are drawn.",
        "(only you) Done",
        "",
    ]


class Slow:
    """Work that ends only once it is stopped, or once it ``may_end`` after it began to save."""

    def __init__(self, *, saves: bool) -> None:
        self.saves, self.begun, self.may_end = saves, asyncio.Event(), asyncio.Event()

    @command("draw", slow=True)
    async def draw(self, inv: Invocation) -> Card:
        """Draw something."""
        if self.saves:
            inv.envelope.progress.begin_saving()
        self.begun.set()
        await self.may_end.wait()
        return Card("Saved")

    @command("quick")
    async def answer(self, inv: Invocation) -> Card:
        """Answer soon."""
        return await self.draw(inv)


@pytest.mark.parametrize(
    ("line", "saves", "told"),
    [
        ("/draw", False, load_words("en").t("error.stopped")),
        ("/draw", True, "Saved"),
        ("/quick", False, "Saved"),
    ],
)
async def test_a_stop_says_what_became_of_the_work(line: str, saves: bool, told: str) -> None:
    slow, screen = Slow(saves=saves), io.StringIO()
    dispatcher = Dispatcher(collect(slow), identify, Sealer(KEY))
    lines = io.StringIO(f"{line}\n/draw\n")
    session = asyncio.create_task(chat(dispatcher, "Ana", None, lines, screen, lambda: AT))
    await slow.begun.wait()
    session.cancel()
    if told == "Saved":
        slow.may_end.set()
    with pytest.raises(asyncio.CancelledError):
        await session
    assert screen.getvalue().splitlines() == [f"> {line}", f"(only you) {told}", ""]
