"""Plays state machines of Hypothesis: random steps, each example on a database of its own."""

import shutil
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from bot.store.engine import Store
from bot.store.open import open_store
from tests.fixtures import connect_to_empty, empty

Opener = Callable[[], Coroutine[Any, Any, Store]]  # opens an empty database


def play(machine: Callable[[], RuleBasedStateMachine], *, examples: int, steps: int) -> None:
    """Play ``examples`` examples. A failing one isn't shrunk, because that takes minutes."""
    run_state_machine_as_test(
        machine,  # type: ignore[arg-type]  # it only wants to call it
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=[HealthCheck.too_slow],  # each step is a transaction of a real database
        ),
    )


def open_copies(template: Path, folders: pytest.TempPathFactory) -> Opener:
    """Open a copy of a SQLite file each time, in a folder of its own."""

    async def open_copy() -> Store:
        path = shutil.copy(template, folders.mktemp("machine") / "callboard.db")
        return await open_store(f"sqlite:///{path}")

    return open_copy


def open_emptied(url: str) -> Opener:
    """Open the same PostgreSQL database each time, emptied before."""

    async def open_again() -> Store:
        connection = await connect_to_empty(url)
        await empty(connection)
        await connection.close()
        return await open_store(url)

    return open_again
