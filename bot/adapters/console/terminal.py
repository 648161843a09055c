"""Lines typed at a terminal, with history and completion. Imported only where there is a terminal."""

import asyncio
from collections.abc import Callable, Iterable

from prompt_toolkit import PromptSession
from prompt_toolkit.application import run_in_terminal
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import InMemoryHistory

from bot.adapters.console.completion import Suggestion
from bot.adapters.console.line_reader import Begin, EndOfInput, begin_nothing

Suggest = Callable[[str], Iterable[Suggestion]]


class TerminalReader:
    """Prompts. History stays in memory until the program ends, and is never written to disk.

    It begins beside the first prompt.
    """

    interactive = True

    def __init__(self, suggest: Suggest, begin: Begin = begin_nothing) -> None:
        self._begin = begin
        self._beginning: asyncio.Future[None] | None = None
        self._commands: PromptSession[str] = PromptSession(
            history=InMemoryHistory(), completer=CommandCompleter(suggest), complete_while_typing=False
        )
        self._answers: PromptSession[str] = PromptSession(history=InMemoryHistory())

    async def read_command(self) -> str:
        if self._beginning is None:
            self._beginning = asyncio.ensure_future(self._begin())
        return await _prompt(self._commands, "> ")

    async def read_answer(self, prompt: str) -> str:
        return await _prompt(self._answers, f"{prompt} ")

    async def print_above(self, write: Callable[[], None]) -> None:
        await run_in_terminal(write)


async def _prompt(session: PromptSession[str], prompt: str) -> str:
    try:
        return (await session.prompt_async(prompt)).strip()
    except EOFError as error:
        if error.args:  # not prompt-toolkit's own for Ctrl-D
            raise
        raise EndOfInput from None


class CommandCompleter(Completer):
    """Answers prompt-toolkit when somebody presses Tab."""

    def __init__(self, suggest: Suggest) -> None:
        self._suggest = suggest

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        typed = document.text_before_cursor
        for suggestion in self._suggest(typed):
            yield Completion(suggestion.text, -suggestion.replaces, display_meta=suggestion.meaning)
