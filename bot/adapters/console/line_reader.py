"""Where typed lines come from: a pipe here; a terminal in its own file, since it needs prompt-toolkit."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol, TextIO


class LineReader(Protocol):
    """One line after another. ``interactive`` is false where nobody sees prompts or can answer again."""

    interactive: bool

    async def read_command(self) -> str:
        """Return the next line; raises EOFError at the end, KeyboardInterrupt when it was thrown away."""
        ...

    async def read_answer(self, prompt: str) -> str:
        """Return the answer to one question of a form; raises as `read_command` does."""
        ...

    async def print_above(self, write: Callable[[], None]) -> None:
        """Let ``write`` print something unasked, above what is being typed."""
        ...


class PipeReader:
    """LineReader from a pipe or a file, read beside the event loop because a pipe may be slow."""

    interactive = False

    def __init__(self, stdin: TextIO) -> None:
        self._stdin = stdin

    async def read_command(self) -> str:
        line = await self._read_line()
        while not line.strip():
            line = await self._read_line()
        return line.strip()

    async def read_answer(self, prompt: str) -> str:
        return (await self._read_line()).strip()

    async def print_above(self, write: Callable[[], None]) -> None:
        write()

    async def _read_line(self) -> str:
        """Return the next line that isn't a comment; raises EOFError at the end."""
        line = "#"
        while line.startswith("#"):
            line = await _read(self._stdin)
        if not line:
            raise EOFError
        return line


async def _read(stdin: TextIO) -> str:
    """Read one line in a daemon thread, so that a pipe left open can't keep the process alive."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[str] = loop.create_future()

    def resolve(line: str) -> None:
        if not future.done():
            future.set_result(line)

    def read() -> None:
        line = stdin.readline()
        with suppress(RuntimeError):  # the loop has ended meanwhile, and nobody waits
            loop.call_soon_threadsafe(resolve, line)

    threading.Thread(target=read, name="console-line", daemon=True).start()
    return await future
