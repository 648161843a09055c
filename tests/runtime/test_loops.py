"""Loops go on after an error, end when they are over, and are cancelled with what they run beside."""

import asyncio
import json
from io import StringIO

import pytest
import structlog

from bot.errors import ConfigError, Problem, Unavailable
from bot.runtime.loops import Loop, run_beside

_log = structlog.get_logger("callboard.test")


class Rounds:
    """Rounds that end as ``results`` say. It counts the pauses between them."""

    def __init__(self, *results: float | Exception) -> None:
        self._results = list(results)
        self.pauses: list[float] = []
        self.loop = Loop(
            "rounds",
            self._work,
            "could not work",
            _log,
            recovery=7.0,
            wait=self._wait,
            is_over=lambda: not self._results,
        )

    async def _work(self) -> float:
        result = self._results.pop(0)
        if isinstance(result, Exception):
            raise result
        return result

    async def _wait(self, pause: float) -> None:
        self.pauses.append(pause)


@pytest.mark.parametrize("error", [RuntimeError("bug"), Unavailable("locked"), TimeoutError(), ConfigError(())])
async def test_an_error_is_logged_and_the_next_round_follows(log: StringIO, error: Exception) -> None:
    rounds = Rounds(1.0, error, 2.0)
    await rounds.loop.run()
    assert rounds.pauses == [1.0, 7.0, 2.0]
    [line] = [json.loads(line) for line in log.getvalue().splitlines()]
    assert line["event"] == "could not work"


async def test_cancelling_is_no_error(log: StringIO) -> None:
    begun = asyncio.Event()

    async def hang() -> float:
        begun.set()
        await asyncio.Event().wait()
        return 0.0

    task = Loop("hangs", hang, "could not work", _log, recovery=0.0).start()
    await begun.wait()
    task.cancel()
    await asyncio.wait((task,))
    assert (task.cancelled(), log.getvalue()) == (True, "")


async def test_loops_end_with_what_they_run_beside_and_its_error_comes_through() -> None:
    begun = asyncio.Event()

    async def hang() -> float:
        begun.set()
        await asyncio.Event().wait()
        return 0.0

    async def fail_beside() -> None:
        async with run_beside(Rounds(0.0).loop, Loop("hangs", hang, "could not work", _log, recovery=0.0)):
            await begun.wait()
            raise ConfigError((Problem("x", 0, 0, "broken"),))

    before = asyncio.all_tasks()
    with pytest.raises(ConfigError, match="broken"):
        await fail_beside()
    assert asyncio.all_tasks() == before
