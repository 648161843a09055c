"""Times a platform's commands from the tap to the answer, beside a bare bot that says "ok"."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from typing import Literal, Protocol

from bench.rounds import time_in_turns
from bench.table import Bar, Figures, Row

Kind = Literal["callboard", "bare"]


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
    return tuple(_row(what, taken, beside) for what in ("reads nothing", "/script", "/log"))


def _row(what: str, taken: dict[str, Figures], beside: str) -> Row:
    bar = Bar("at most", 1.5) if what == "reads nothing" else None
    return Row(what, "ms", taken[what], beside, taken["bare"], bar)
