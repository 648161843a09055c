"""One person at a console: a line in, a card out, until they leave. Start at `chat`."""

import asyncio
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TextIO
from uuid import uuid4

from bot.adapters.console import forms
from bot.adapters.console.completion import Suggestion, suggest
from bot.adapters.console.line_reader import Begin, EndOfInput, LineReader, PipeReader, begin_nothing
from bot.adapters.console.local_files import find_local_file
from bot.adapters.console.own_commands import SLASHES, ConsoleCommands, RoleHint, is_leaving
from bot.adapters.console.posting import CHANNEL, SPACE, ConsolePoster
from bot.adapters.console.render import Look, clean, draw, wrap_lines
from bot.adapters.console.saved_files import SavedFiles
from bot.errors import UserError
from bot.identity import Caller
from bot.kit.cards.reply import Button, Card, Form, Reply
from bot.kit.dispatch import deadlines
from bot.kit.dispatch.dispatcher import Dispatcher
from bot.kit.dispatch.steps import Gate, Meaning, Step
from bot.kit.dispatch.waiting import show_progress
from bot.kit.i18n import Words
from bot.kit.invocation import Envelope, Picker
from bot.kit.options import PERSON
from bot.kit.sent_files import SentFile

Clock = Callable[[], int]  # UTC microseconds
_DIGITS = 5  # no button's number has this many; Python refuses to parse thousands of digits


async def chat(
    dispatcher: Dispatcher,
    name: str,
    locale: str | None,
    stdin: TextIO,
    stdout: TextIO,
    clock: Clock,
    styled: bool = False,
    posts: ConsolePoster | None = None,
    hint: RoleHint = RoleHint.NONE,
    settings: str = "",
    has_links: bool = False,
    begin: Begin = begin_nothing,
) -> int:
    """Serve the person ``name`` until the input ends or they leave, and return the exit status.

    A terminal has prompts and completion. From a pipe each line is echoed, so that the output reads as a transcript.
    ``styled`` allows bold and dim text. ``posts`` are shown as they arrive. ``hint`` is about their role,
    and ``settings`` the path of the settings file. ``has_links``: the terminal shows hyperlinks.
    ``begin`` starts what nobody waits for, beside the first prompt or before the first line of a pipe.
    """
    own_commands = ConsoleCommands(dispatcher, hint, settings)
    person = Person(make_caller(name), locale, clock)
    is_terminal = stdin.isatty()
    lines = _open_terminal(dispatcher, own_commands, person, begin) if is_terminal else PipeReader(stdin, begin)
    console = Console(dispatcher, own_commands, person, lines, stdout, styled, has_links)
    with (posts or ConsolePoster()).attach(console):
        await console.serve()
    return 0


class _ConsolePicker(Picker):
    """People at consoles. An account is the name in lowercase; there are no roles."""

    knows_people = False

    async def read(self, kind: str, typed: str) -> str | None:
        if _ELSEWHERE.match(typed):
            return None
        name = typed.removeprefix("@").casefold().removeprefix("console:")  # as in the settings' admins
        return name if kind == PERSON and name and name not in _EVERYBODY else None

    def find_file(self, word: str) -> SentFile | None:
        return find_local_file(word)


_EVERYBODY = frozenset({"everyone", "here", "channel", "all"})  # words that mention many people on other platforms
# Accounts of the other platforms: as in the settings, as mentions, and bare ids.
_ELSEWHERE = re.compile(
    r"@?(?i:discord|slack):|<|@?(?:(?:\w+:)?[0-9]{15,}|(?:T[A-Z0-9]+:)?[UW](?=[A-Z]*[0-9])[A-Z0-9]{7,})$"
)
_PICKER = _ConsolePicker()


def make_caller(name: str) -> Caller:
    """Make the caller for the person who opened a console under ``name``."""
    return Caller("console", name.casefold(), SPACE, (f"channel:{CHANNEL}",))


@dataclass(frozen=True, slots=True)
class Person:
    """The person at a console, and the language they started it in."""

    caller: Caller
    locale: str | None
    clock: Clock

    def make_envelope(self) -> Envelope:
        """Make kit's envelope for what they do now.

        The person at a console runs the program, so they administer the one space that consoles share, and it speaks
        their language until somebody chooses another for it.
        """
        return Envelope(
            f"console:{uuid4()}",
            self.clock(),
            self.caller,
            self.locale,
            manages=True,
            space_locale=self.locale,
            direct=True,
            picker=_PICKER,
        )


def _open_terminal(dispatcher: Dispatcher, own_commands: ConsoleCommands, person: Person, begin: Begin) -> LineReader:
    from bot.adapters.console.terminal import TerminalReader

    own = tuple(own_commands.commands.values())

    def suggest_after(typed: str) -> tuple[Suggestion, ...]:
        return suggest(
            dispatcher.registry, own, dispatcher.guess_words(person.make_envelope()), own_commands.role, typed
        )

    return TerminalReader(suggest_after, begin)


class Console:
    """A conversation. It remembers the buttons of the last card that had some."""

    def __init__(
        self,
        dispatcher: Dispatcher,
        own_commands: ConsoleCommands,
        person: Person,
        lines: LineReader,
        stdout: TextIO,
        styled: bool,
        has_links: bool = False,
    ) -> None:
        self._dispatcher, self._own, self._person = dispatcher, own_commands, person
        self._lines, self._stdout = lines, stdout
        self._look = Look("", styled, has_links=has_links)
        self._buttons: tuple[Button, ...] = ()
        self._files = SavedFiles()

    async def serve(self) -> None:
        """Answer one line after another."""
        if self._lines.interactive:
            await self._answer(self._own.greet(self._make_envelope()))
        line = ""
        while not is_leaving(line):
            try:
                line = await self._lines.read_command()
            except KeyboardInterrupt:
                await self._answer(self._own.explain_leaving(self._make_envelope()))
                continue
            except EndOfInput:
                if self._lines.interactive:
                    await self._answer(self._own.say_goodbye(self._make_envelope()))
                return
            line = await self._handle_line(line)

    @property
    def account(self) -> str:
        """The person's account."""
        return self._person.caller.account

    async def show(self, key: str, card: Card, private: bool) -> None:
        """Show a post under the sentence ``key``. Its buttons are the ones that numbers press from now on."""
        self._buttons = (*card.answers, *card.buttons) or self._buttons
        heading = self._load_words().t(key, channel=CHANNEL)
        drawn = draw(Reply(card, private), self._make_look())
        await self._lines.print_above(lambda: self._say(f"{heading}\n{drawn}\n"))

    async def _handle_line(self, line: str) -> str:
        """Run one line, and then any command typed in place of a form's answers. Returns the last one that ran."""
        following: str | None = line
        while following:
            line = following
            self._echo(f"> {clean(line)}")
            meaning = self._interpret(line)
            following = None
            if isinstance(meaning, Gate):
                meaning = await self._dispatcher.open_gate(meaning)
            if isinstance(meaning, Form):
                following = await self._fill(meaning)
            else:
                await self._answer(meaning)
        return line

    def _interpret(self, line: str) -> Meaning:
        envelope = self._make_envelope()
        if line.isdecimal():
            return self._press(envelope, line)
        if is_leaving(line):
            return self._own.say_goodbye(envelope)
        if not line.startswith(tuple(SLASHES)):
            return self._own.read_bare(envelope, line)
        name, _, text = line[1:].partition(" ")
        name = name.casefold()
        if self._own.has(name):
            return self._own.read_text(envelope, name, text)
        return self._dispatcher.read_text(envelope, name, text)

    def _press(self, envelope: Envelope, number: str) -> Meaning:
        place = int(number) if len(number) < _DIGITS else 0
        if not 1 <= place <= len(self._buttons):
            return self._own.refuse(envelope, UserError("console.no_button", number=number))
        return self._dispatcher.read_tap(envelope, self._buttons[place - 1].id)

    async def _fill(self, form: Form) -> str | None:
        """Ask a form's questions and submit it; ask refused fields again, and keep the other answers.

        Returns the command typed instead of an answer, if any.
        """
        form = await self._dispatcher.fill_form(form, self._make_envelope())
        self._say("\n".join(map(clean, filter(None, (form.title, form.note)))))
        if self._lines.interactive:
            self._say(wrap_lines(self._load_words().t("console.form_hint"), self._count_columns()))
        answers: dict[str, str] = {}
        open_fields = form.fields
        try:
            while open_fields:
                for field in open_fields:
                    answers[field.name] = await forms.ask_field(field, self._ask)
                reply = await self._answer(self._dispatcher.read_submission(self._make_envelope(), form.id, answers))
                open_fields = tuple(field for field in form.fields if field.name in reply.errors)
        except forms.Cancelled as cancelled:
            await self._answer(self._own.refuse(self._make_envelope(), UserError("console.cancelled")))
            return cancelled.command
        return None

    async def _ask(self, question: str) -> str:
        """Ask one question. A transcript shows it with its answer, unless a command was typed instead."""
        if self._lines.interactive:
            return await self._lines.read_answer(question)
        answer = ""
        try:
            answer = await self._lines.read_answer(question)
        finally:
            shown = "" if answer.startswith(tuple(SLASHES)) else clean(answer)
            self._say(f"{question} {shown}".rstrip())
        return answer

    async def _answer(self, step: Step) -> Reply:
        running = asyncio.create_task(self._dispatcher.run(step))
        try:
            await self._watch(running, step)
        except asyncio.CancelledError:  # the process ends: what becomes of the request is still said
            self._dispatcher.stop_slow_work(step.envelope.caller.platform)
            self._show_answer(await running)
            raise
        return self._show_answer(running.result())

    def _show_answer(self, reply: Reply) -> Reply:
        card = reply.card
        picture, file = self._files.save(card.image), self._files.save(card.file)
        self._say(draw(reply, self._make_look(), picture, file) + "\n")
        self._buttons = (*card.answers, *card.buttons) or self._buttons
        return reply

    async def _watch(self, running: asyncio.Task[Reply], step: Step) -> None:
        """Wait for an answer, and say that slow work goes on, and how far it is."""
        if step.is_slow:
            done, _ = await asyncio.wait({running}, timeout=deadlines.WORKING)
            if not done:
                self._say(self._load_words().t("console.working"))
            await show_progress(running, step.envelope.progress, self._show_progress)
        await asyncio.wait({running})

    async def _show_progress(self, card: Card) -> None:
        self._say(draw(Reply(card), self._make_look()))

    def _count_columns(self) -> int:
        return shutil.get_terminal_size().columns if self._lines.interactive else 0

    def _make_look(self) -> Look:
        return replace(self._look, private_mark=self._load_words().t("console.only_you"), columns=self._count_columns())

    def _load_words(self) -> Words:
        """The words in the person's language, as far as it is known."""
        return self._dispatcher.guess_words(self._make_envelope())

    def _make_envelope(self) -> Envelope:
        return self._person.make_envelope()

    def _echo(self, text: str) -> None:
        if not self._lines.interactive:
            self._say(text)

    def _say(self, text: str) -> None:
        print(text, file=self._stdout, flush=True)
