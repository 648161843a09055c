"""Where typed lines come from.

`PipeReader` reads a pipe or a file. The terminal's reader is in `terminal`, because it needs prompt-toolkit.
"""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Protocol, TextIO

Begin = Callable[[], Awaitable[None]]  # starts what nobody at a prompt waits for; later calls do nothing


async def begin_nothing() -> None:
    """Start nothing."""


class EndOfInput(Exception):
    """Nothing more will be typed. EOFError could be another's, such as that of a damaged file."""


class LineReader(Protocol):
    """Reads one line after another. ``interactive`` is false where nobody sees prompts or can correct an answer."""

    interactive: bool

    async def read_command(self) -> str:
        """Read the next line. Raises EndOfInput at the end, KeyboardInterrupt on Ctrl-C."""
        ...

    async def read_answer(self, prompt: str) -> str:
        """Read the answer to one question of a form. Raises the same errors as `read_command`."""
        ...

    async def print_above(self, write: Callable[[], None]) -> None:
        """Let ``write`` print above the line that is being typed."""
        ...


class PipeReader:
    """Reads a pipe or a file in a thread, because a pipe may be slow. It begins before its first line is run."""

    interactive = False

    def __init__(self, stdin: TextIO, begin: Begin = begin_nothing) -> None:
        self._stdin, self._begin = stdin, begin

    async def read_command(self) -> str:
        line = await self._read_line()
        while not line.strip():
            line = await self._read_line()
        await self._begin()
        return line.strip()

    async def read_answer(self, prompt: str) -> str:
        return (await self._read_line()).strip()

    async def print_above(self, write: Callable[[], None]) -> None:
        write()

    async def _read_line(self) -> str:
        """Read the next line that isn't a comment. Raises EndOfInput at the end."""
        line = "#"
        while line.startswith("#"):
            line = await _read(self._stdin)
        if not line:
            raise EndOfInput
        return line


async def _read(stdin: TextIO) -> str:
    """Read one line in a daemon thread, so that an open pipe can't keep the process alive."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[str] = loop.create_future()

    def resolve(line: str) -> None:
        if not future.done():
            future.set_result(line)

    def read() -> None:
        line = stdin.readline()
        with suppress(RuntimeError):  # the loop has ended, and nobody waits
            loop.call_soon_threadsafe(resolve, line)

    threading.Thread(target=read, name="console-line", daemon=True).start()
    return await future
