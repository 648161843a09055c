"""Times a platform's commands from the tap to the answer, beside a bare bot that says "ok"."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from typing import Protocol

from bench.platforms.programs import Kind
from bench.rounds import time_in_turns
from bench.table import Bar, Row

_BARS = {"reads nothing": 1.5, "/script": 1.7, "/log": 2.0}


class Hall(Protocol):
    """A place on a platform with a bot in it, and people who use it."""

    async def ok(self) -> None:
        """Run a command that reads nothing."""
        ...

    async def script(self) -> None:
        """Run `/script`."""
        ...

    async def log(self) -> None:
        """Let a newcomer run `/log`."""
        ...


async def measure_commands(
    open_hall: Callable[[Kind], AbstractAsyncContextManager[Hall]], beside: str, repeats: int, each: int
) -> tuple[Row, ...]:
    """A command that reads nothing beside that of the bare bot, then `/script` and a newcomer's `/log`."""
    async with AsyncExitStack() as stack:
        bare = await stack.enter_async_context(open_hall("bare"))
        callboard = await stack.enter_async_context(open_hall("callboard"))
        deeds: dict[str, Callable[[], Awaitable[object]]] = {
            "bare": bare.ok, "reads nothing": callboard.ok, "/script": callboard.script, "/log": callboard.log
        }  # fmt: skip
        await time_in_turns(1, 5, deeds)  # the first of each compiles and connects
        taken = await time_in_turns(repeats, each, deeds)
    bars = {what: Bar("at most", most) for what, most in _BARS.items()}
    return tuple(Row(what, "ms", taken[what], beside, taken["bare"], bar) for what, bar in bars.items())
