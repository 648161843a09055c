"""Every measurement runs at a tiny size and gives plausible rows. No time is asserted."""

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from bench import monitoring, pictures, start
from bench.databases import boards, congress, logs, postgres, reports, states
from bench.platforms import crowd, delivery, discord, memory, slack
from bench.table import Bar, Figures, Row, table
from tests.platforms.pgbouncer import POOLER
from tests.public_data.capitol import make_congress

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def check(rows: Sequence[Row], repeats: int) -> None:
    """Check that everything was measured ``repeats`` times, and took some time."""
    for row in rows:
        taken = [row.ours] if row.plain is None else [row.ours, row.plain]
        assert all(len(figures.takes) == repeats and min(figures.takes) > 0 for figures in taken), row


async def test_logs_have_both_bars() -> None:
    rows = await logs.measure(logs=6, repeats=2, callers=(1, 64))
    check(rows, 2)
    bars = [(row.what, row.bar.limit) for row in rows if row.bar]
    assert bars == [("1 caller", 0.85), ("64 callers", 2.0), ("64 callers", 0.65)]


async def test_the_meter_takes_a_part_of_each_log() -> None:
    rows = await monitoring.measure(logs=6, repeats=2)
    check(rows, 2)
    assert [row.bar.limit for row in rows if row.bar] == [0.01]


async def test_logs_on_postgresql() -> None:
    rows = await postgres.measure(logs=8, repeats=1, callers=(64,), processes=(1,))  # each starts a process
    pooled = ["64 callers, through PgBouncer"] if POOLER else []
    assert [row.what for row in rows] == ["64 callers", *pooled, "CPU of a log, 64 callers"]
    check(rows[:-1], 1)


async def test_plain_sqlite_leaves_the_totals_that_logs_leave(tmp_path: Path) -> None:
    bench = logs.Bench(tmp_path, 30)
    await bench.prepare()
    await bench.measure_rate(8)
    logged = bench.totals()
    await bench.plain(7)
    assert bench.totals() == logged
    assert ("campaign", "total", "", "", 30, 30) in logged


async def test_boards_grow_with_the_calls_and_are_kept(tmp_path: Path) -> None:
    rows = await boards.measure(sizes=(400, 800), repeats=2, reads=2, folder=tmp_path)
    check(rows, 2)
    assert [row.beside for row in rows] == ["GROUP BY"] * 10 + ["at 400"] * 5
    kept = _files(tmp_path)
    assert len(kept) == 2
    await boards.measure(sizes=(400,), repeats=1, reads=1, folder=tmp_path)
    assert _files(tmp_path) == kept


def _files(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_ino for path in folder.glob("*.db")}


@LINUX
async def test_reports_on_both_engines(tmp_path: Path) -> None:
    rows = await reports.measure(sizes=(400,), repeats=1, reads=1, folder=tmp_path)
    check(rows, 1)
    assert len({row.what for row in rows}) == 14
    assert [row.bar.limit for row in rows if row.bar] == [50] * 14


async def test_who_to_call() -> None:
    rows = await congress.measure(repeats=2, files=make_congress().all)
    check(rows, 2)
    assert [row.bar.limit for row in rows if row.bar] == [1.0, 1.0, 30.0, 1.0]


async def test_state_legislators() -> None:
    rows = await states.measure(repeats=2, states=("NE", "DC"))
    check(rows, 2)
    assert [row.bar.limit for row in rows if row.bar] == [3.0, 60.0, 1.0]


async def test_a_discord_command() -> None:
    rows = await discord.measure(repeats=2, each=2)
    check(rows, 2)
    assert [row.what for row in rows] == ["reads nothing", "/script", "/log"]


@LINUX
async def test_many_discord_commands_at_once() -> None:
    rows = await crowd.measure(repeats=2, commands=12, callers=4)
    assert [(row.what, row.bar.limit) for row in rows if row.bar] == [
        ("/log, answered", 3.0),
        ("/log, CPU", 3.2),
        ("/log, 99 of 100", 150),
        ("/log, lost", 0),
    ]
    check([row for row in rows if row.unit == "/s"], 2)
    assert all(row.ours.takes == (0.0, 0.0) for row in rows if row.unit == "%")


async def test_a_slack_command() -> None:
    rows = await slack.measure(repeats=2, each=2)
    check(rows, 2)
    assert [row.what for row in rows] == ["reads nothing", "/script", "/log"]


async def test_an_alert_reaches_every_channel_once_while_commands_are_answered() -> None:
    rows = await delivery.measure(repeats=1, channels=44, idle=2)
    assert [row.what for row in rows] == ["44 channels", "reads nothing meanwhile", "/script meanwhile"]
    assert rows[0].plain == Figures((0.44,))


async def test_the_start() -> None:
    rows = await start.measure(repeats=1, launcher=(sys.executable, "-m", "bot"), warm_up=False)
    check(rows, 1)
    assert [row.bar.limit for row in rows if row.bar] == [1.0, 45]


@LINUX
async def test_memory() -> None:
    core, connected, beyond = await memory.measure(repeats=1, warm_up=False)
    check((core, connected), 1)
    assert core.ours.median < connected.ours.median
    assert connected.plain is not None
    assert beyond.ours.median == connected.ours.median - connected.plain.median
    assert [row.bar.limit for row in (core, connected, beyond) if row.bar] == [40]


def test_a_table_says_whether_the_bar_is_met() -> None:
    fast, slow = Figures((100.0, 300.0, 200.0)), Figures((50.0, 100.0, 100.0))
    beside = Row("64 callers", "logs/s", fast, "plain", slow, Bar("at least", 2))
    alone = Row("chat", "s", Figures((1.5,)), bar=Bar("at most", 1))
    _, _, first, second, _ = table("Figures", (beside, alone)).split("\n")
    ratio = "2.00 (2.00 to 3.00)"
    assert " ".join(first.split()) == f"64 callers 200 logs/s ±50% plain 100 logs/s ±25% {ratio} at least 2: met"
    assert second.split() == ["chat", "1.50", "s", "±0%", "at", "most", "1:", "MISSED"]


async def test_postcards_are_drawn_and_printed() -> None:
    rows = await pictures.measure(repeats=1, each=2, cards=20, idle=2)
    assert [row.unit for row in rows] == ["ms", "ms", "s", "MiB", "ms", "ms"]
    assert [row.bar.limit for row in rows if row.bar] == [60, 1.5, 60, 300, 1.2, 1.2]
    assert all(row.ours.median > 0 for row in rows)
