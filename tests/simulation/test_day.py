"""Whole days, on both platforms and both engines, and what the checker says about days that went wrong."""

import asyncio
import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import asyncpg

from bot.config.store_url import StoreUrl
from bot.simulation.checker import list_faults
from bot.simulation.crowd import Crowd
from bot.simulation.day import Day, check_day, let_people_come, pass_day, simulate_day
from bot.simulation.ledger import Ledger
from bot.simulation.ramp import plan_shape, try_rate
from bot.simulation.report import describe_day, write_files
from bot.simulation.stage import Settings, Stage, open_stage

FAST = 600.0  # a day of 72 minutes in seven seconds, and some for the last people


def watch_nothing(crowd: Crowd, ledger: Ledger) -> None:
    """A watch for days that nobody looks at."""


@contextmanager
def open_database(stage: Stage) -> Iterator[sqlite3.Connection]:
    """The deployment's own SQLite file, to spoil it."""
    with closing(sqlite3.connect(stage.deployment.store.path)) as connection, connection:
        yield connection


async def test_a_day_goes_well_and_a_spoiled_database_is_noticed(settings: Settings) -> None:
    day = Day(settings, FAST)
    async with open_stage(settings) as stage:
        await pass_day(day, stage, asyncio.Event(), watch_nothing)
        await check_day(day, stage)
        assert list_faults(day.check, day.wrong_totals, 0, ()) == ()  # a busy machine may be late
        assert (day.arrived, day.died, day.ended) == (settings.people, "", None)
        assert {platform for platform, _ in (entry.whose for entry in day.ledger.logs)} == {"discord", "slack"}
        assert day.check.confirmed > settings.people
        assert [(one.channels, one.missing, one.doubled) for one in day.alerts] == [(settings.spaces, 0, 0)]

        with open_database(stage) as connection:
            [(call,)] = connection.execute("SELECT id FROM calls WHERE removed_at IS NULL LIMIT 1").fetchall()
            connection.execute("PRAGMA foreign_keys = OFF")
            connection.execute("DELETE FROM calls WHERE id = ?", (call,))
        await check_day(day, stage)
        assert day.check.lost == 1
        assert "Confirmed calls that are not in the database: 1." in day.faults

        with open_database(stage) as connection:
            double = "INSERT INTO calls SELECT {} FROM calls WHERE removed_at IS NULL LIMIT 1"
            names = [row[1] for row in connection.execute("PRAGMA table_info(calls)")]
            changed = {"id": "'another'", "reference": "'0000-0000'", "day": "'2000-01-01'"}
            connection.execute(double.format(", ".join(changed.get(name, name) for name in names)))
        await check_day(day, stage)
        assert day.check.doubled == 1
        folder = stage.deployment.folder
    assert not folder.exists()


async def test_a_step_of_the_ramp_lets_new_people_come(settings: Settings) -> None:
    shape = plan_shape(settings)
    async with open_stage(replace(settings, spaces=2)) as stage, stage.run() as running:
        step, following = await try_rate(settings, stage, running.process.pid, shape, 10.0, 1_000, (1.0, 3.0))
    assert following == 1_000 + int(3.0 * 10.0 / shape.commands_each)
    assert (step.planned, step.answered > 0) == (10.0, True)


async def test_a_stalled_callboard_makes_answers_late_and_loses_nothing(settings: Settings) -> None:
    day, stopped = Day(replace(settings, people=30), FAST), list[int]()
    async with open_stage(day.settings) as stage:
        async with stage.run() as running:

            def stall(crowd: Crowd, ledger: Ledger) -> None:
                """Stop Callboard for longer than the platforms wait, after its first answers."""
                if ledger.count >= 20 and not stopped:
                    stopped.append(running.process.pid)
                    os.kill(running.process.pid, signal.SIGSTOP)
                    asyncio.get_running_loop().call_later(4.0, os.kill, running.process.pid, signal.SIGCONT)

            await let_people_come(day, stage, asyncio.Event(), stall)
        await check_day(day, stage)
    assert day.ledger.late > 0
    assert (day.check.lost, day.check.doubled, day.wrong_totals) == (0, 0, 0)
    assert any("longer than 3 seconds or never came" in fault for fault in day.faults)


async def test_a_callboard_that_dies_ends_the_day(settings: Settings) -> None:
    day = Day(settings, FAST)
    async with open_stage(settings) as stage:

        def kill(crowd: Crowd, ledger: Ledger) -> None:
            """Kill Callboard after its first answers."""
            if ledger.count >= 5 and (found := find_process(str(stage.deployment.folder))):
                os.kill(found, signal.SIGKILL)

        await pass_day(day, stage, asyncio.Event(), kill)
        await check_day(day, stage)
    assert day.faults[0].startswith("Callboard's process ended by itself: status -9")
    assert (day.check.lost, day.check.doubled, day.wrong_totals) == (0, 0, 0)


async def test_an_interrupted_day_on_postgresql_gives_its_figures_and_leaves_nothing(
    settings: Settings, postgres_url: str, tmp_path: Path
) -> None:
    stop, before = asyncio.Event(), await list_databases(postgres_url)

    def interrupt(crowd: Crowd, ledger: Ledger) -> None:
        if ledger.count >= 10:
            stop.set()

    day = await simulate_day(replace(settings, beside=StoreUrl(postgres_url)), FAST, stop, interrupt)
    assert day.ended is not None
    assert (day.check.lost, day.check.doubled, day.wrong_totals) == (0, 0, 0)
    assert describe_day(day)[0].startswith("Interrupted at ")
    assert [path.name for path in write_files(tmp_path / "out", day, None)] == ["day.svg", "day.csv", "day.json"]
    assert await list_databases(postgres_url) == before


def find_process(argument: str) -> int | None:
    """The process that has a folder's settings among its arguments."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it ended meanwhile
            if argument in path.read_text(errors="replace"):
                return int(path.parent.name)
    return None


async def list_databases(url: str) -> list[str]:
    connection = await asyncpg.connect(url)
    try:
        return [row["datname"] for row in await connection.fetch("SELECT datname FROM pg_database ORDER BY 1")]
    finally:
        await connection.close()
