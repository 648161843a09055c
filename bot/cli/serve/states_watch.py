"""Reads new data on state legislatures in every process while `callboard run` runs."""

import structlog

from bot.core.statehouse.statehouses import Statehouses
from bot.runtime.loops import Loop

_READ_EVERY = 3.0  # seconds

_log = structlog.get_logger("callboard.states")


def make_states_reader(statehouses: Statehouses, pause: float = _READ_EVERY) -> Loop:
    """The loop that reads a state's new edition within seconds, also in a process that nobody asks anything."""

    async def read() -> float:
        await statehouses.read_directory()
        return pause

    return Loop("states", read, "could not read the data on state legislatures", _log, recovery=pause)
