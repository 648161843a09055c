"""Lines typed at a terminal, with history and completion. Imported only where there is a terminal."""

from collections.abc import Callable, Iterable

from prompt_toolkit import PromptSession
from prompt_toolkit.application import run_in_terminal
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import InMemoryHistory

from bot.adapters.console.completion import Suggestion

Suggest = Callable[[str], Iterable[Suggestion]]


class TerminalReader:
    """Prompts. History stays in memory until the program ends, and is never written to disk."""

    interactive = True

    def __init__(self, suggest: Suggest) -> None:
        self._commands: PromptSession[str] = PromptSession(
            history=InMemoryHistory(), completer=CommandCompleter(suggest), complete_while_typing=False
        )
        self._answers: PromptSession[str] = PromptSession(history=InMemoryHistory())

    async def read_command(self) -> str:
        return (await self._commands.prompt_async("> ")).strip()

    async def read_answer(self, prompt: str) -> str:
        return (await self._answers.prompt_async(f"{prompt} ")).strip()

    async def print_above(self, write: Callable[[], None]) -> None:
        await run_in_terminal(write)


class CommandCompleter(Completer):
    """Answers prompt-toolkit when somebody presses Tab."""

    def __init__(self, suggest: Suggest) -> None:
        self._suggest = suggest

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        typed = document.text_before_cursor
        for suggestion in self._suggest(typed):
            yield Completion(suggestion.text, -suggestion.replaces, display_meta=suggestion.meaning)
