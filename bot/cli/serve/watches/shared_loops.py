"""What Callboard does for all its processes: by one of them at a time."""

import os
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Protocol

from bot.app.app import App
from bot.cli.serve.watches.backup_watch import make_backup_loops
from bot.cli.serve.watches.congress_watch import make_congress_loops
from bot.cli.serve.watches.key_watch import make_key_watch
from bot.cli.serve.watches.states_watch import make_states_loops
from bot.core.processes.turns import Turns
from bot.core.totals.counter_changes import fold_changes
from bot.runtime.log import get_logger
from bot.runtime.loops import Loop

_SWEEP_EVERY = 24 * 3600.0  # seconds
_CLEAN_EVERY = 3600.0  # seconds
FOLD_EVERY = 1.0  # seconds, so that no board adds up more changes than calls of a second
_LOOK = 5.0  # seconds until another look whether this process is the keeper

_log = get_logger("callboard.run")

IsKeeper = Callable[[], bool]
Fold = Callable[[], Awaitable[None]]


def _is_alone() -> bool:
    return True


class Sweeps(Protocol):
    """What `make_sweep` sweeps: `core.privacy.privacy.Privacy`."""

    async def sweep(self) -> int:
        """Take people off old calls. Gives the number of people."""
        ...


def make_loops(app: App, settings_file: Path) -> tuple[Loop, ...]:
    """The loops of data, of backups and of upkeep."""
    data = (*make_congress_loops(app), *make_states_loops(app))
    kept = (*make_backup_loops(app, settings_file), make_key_watch(app, os.environ))
    return (*data, *kept, *make_upkeep(app))


def make_upkeep(app: App) -> tuple[Loop, ...]:
    """The loops of all that one process does for the others too."""
    store, privacy, residents = app.core.base.store, app.core.privacy.privacy, app.core.people.residents
    if store.has_one_process:
        return (make_sweep(privacy), make_folding(residents.fold))
    presence = app.core.processes.presence

    def is_keeper() -> bool:
        return presence.is_keeper

    return (
        make_sweep(privacy, is_keeper=is_keeper),
        make_folding(partial(fold_changes, store), is_keeper),
        make_folding(residents.fold, is_keeper),
        make_cleaning(app.core.processes.turns, is_keeper),
    )


def make_sweep(what: Sweeps, every: float = _SWEEP_EVERY, is_keeper: IsKeeper = _is_alone) -> Loop:
    """The loop that sweeps now and then every ``every`` seconds, once a day."""

    async def sweep() -> float:
        if not is_keeper():
            return _LOOK
        _log.info("swept", people=await what.sweep())
        return every

    return Loop("sweep", sweep, "could not sweep", _log, recovery=every)


def make_folding(fold: Fold, is_keeper: IsKeeper = _is_alone, every: float = FOLD_EVERY) -> Loop:
    """The loop that folds changes of totals, if there are any: see `counter_changes` and `residents`."""

    async def fold_once() -> float:
        if is_keeper():
            await fold()
        return every

    return Loop("fold", fold_once, "could not fold totals", _log, recovery=every)


def make_cleaning(turns: Turns, is_keeper: IsKeeper, every: float = _CLEAN_EVERY) -> Loop:
    """The loop that deletes rows of limits that nobody uses."""

    async def clean() -> float:
        if not is_keeper():
            return _LOOK
        await turns.drop_unused()
        return every

    return Loop("turns", clean, "could not delete old turns", _log, recovery=every)
