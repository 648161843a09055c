"""Lines from a person at a terminal, with history and completion; imported only where there is one."""

from collections.abc import Callable, Iterable

from prompt_toolkit import PromptSession
from prompt_toolkit.application import run_in_terminal
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import InMemoryHistory

from bot.adapters.console.completion import Offer

Offers = Callable[[str], Iterable[Offer]]


class TerminalLines:
    """Prompts. What was typed is remembered until the end and never written down."""

    interactive = True

    def __init__(self, offers: Offers) -> None:
        self._commands: PromptSession[str] = PromptSession(
            history=InMemoryHistory(), completer=Completions(offers), complete_while_typing=False
        )
        self._answers: PromptSession[str] = PromptSession(history=InMemoryHistory())

    async def command(self) -> str:
        return (await self._commands.prompt_async("> ")).strip()

    async def answer(self, prompt: str) -> str:
        return (await self._answers.prompt_async(f"{prompt} ")).strip()

    async def above(self, write: Callable[[], None]) -> None:
        await run_in_terminal(write)


class Completions(Completer):
    """What prompt-toolkit asks when somebody presses Tab."""

    def __init__(self, offers: Offers) -> None:
        self._offers = offers

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        typed = document.text_before_cursor
        for offer in self._offers(typed):
            yield Completion(offer.text, -offer.replaces, display_meta=offer.meaning)
