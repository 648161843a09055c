"""Boards at ten thousand to a million calls, beside the same totals by GROUP BY on the calls.

The number of people grows with the calls, ten calls each; orgs, chapters and states stay the same. The databases are
kept in the system's temporary folder for the next run.
"""

import sqlite3
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.core import build_bench_core, make_volunteer
from bench.databases.calls import ORGS, prepare_database
from bench.rounds import take_turns, time_in_turns
from bench.table import Bar, Figures, Row
from bot.core.boards.board_view import Board, Period
from bot.core.build import Core
from bot.core.times.clock import now
from bot.store.open import open_store

TITLE = "Boards"
_CALLS = "FROM calls c {join} WHERE c.campaign_id = :campaign AND c.removed_at IS NULL AND c.counted = 1"
_TALLY = "count(*), count(DISTINCT c.person_id), max(c.counted_at)"
# What the boards show, from the calls: chapters and volunteers of one org, orgs and states of all.
_PLAIN = {
    Board.CHAPTERS: f"SELECT g.name, {_TALLY} {_CALLS} AND c.org_id = :org GROUP BY c.chapter_id",
    Board.ORGS: f"SELECT g.name, {_TALLY} {_CALLS} GROUP BY c.org_id",
    Board.STATES: f"SELECT c.state, {_TALLY} {_CALLS} AND c.state IS NOT NULL GROUP BY c.state",
    Board.DISTRICTS: f"SELECT c.district, {_TALLY} {_CALLS} AND c.district IS NOT NULL GROUP BY c.district",
    Board.VOLUNTEERS: (
        f"SELECT g.profile, g.public, count(*), max(c.counted_at) {_CALLS} AND c.org_id = :org "
        "GROUP BY c.person_id ORDER BY 3 DESC, 4"
    ),
}
_JOINS = {
    Board.CHAPTERS: "JOIN chapters g ON g.id = c.chapter_id",
    Board.ORGS: "JOIN orgs g ON g.id = c.org_id",
    Board.STATES: "",
    Board.DISTRICTS: "",
    Board.VOLUNTEERS: "JOIN people g ON g.id = c.person_id",
}


async def measure(
    sizes: Sequence[int] = (10_000, 100_000, 1_000_000),
    repeats: int = 7,
    reads: int = 40,
    folder: Path | None = None,
) -> tuple[Row, ...]:
    """Each board at each size beside GROUP BY, then at the largest size beside the smallest."""
    async with AsyncExitStack() as stack:
        shelf = folder or Path(tempfile.gettempdir()) / "callboard-bench"
        halls = [await stack.enter_async_context(_hall(await prepare_database(shelf, size))) for size in sizes]
        by_size = list(zip(sizes, halls, strict=True))
        ours: Taken = {}
        for board in Board:
            deeds = {(board, size): partial(hall.read, board) for size, hall in by_size}
            ours |= await time_in_turns(repeats, reads, deeds)
        plain = await take_turns(
            repeats,
            {(board, size): partial(hall.group_by, board) for board in Board for size, hall in by_size},
        )
    beside = tuple(_beside_group_by(board, size, ours, plain) for board in Board for size in sizes)
    return (*beside, *(_compare_growth(board, sizes[0], sizes[-1], ours) for board in Board))


Taken = dict[tuple[Board, int], Figures]


def _beside_group_by(board: Board, size: int, ours: Taken, plain: Taken) -> Row:
    return Row(f"{board.value}, {size:,} calls", "ms", ours[board, size], "GROUP BY", plain[board, size])


def _compare_growth(board: Board, small: int, large: int, ours: Taken) -> Row:
    what, beside = f"{board.value}, {large:,} calls", f"at {small:,}"
    return Row(what, "ms", ours[board, large], beside, ours[board, small], Bar("at most", 1.3))


@dataclass(frozen=True, slots=True)
class _Hall:
    """One database, opened by Callboard and by `sqlite3`."""

    core: Core
    plain: sqlite3.Connection
    campaign: str
    org: str

    async def read(self, board: Board) -> None:
        """Read a board as the command does."""
        standings = await self.core.boards.boards.read(make_volunteer(0), board, Period.CAMPAIGN, None, now())
        assert standings.total, "an empty board costs nothing"

    async def group_by(self, board: Board) -> float:
        """The milliseconds of one query."""
        begun = time.perf_counter()
        query = _PLAIN[board].format(join=_JOINS[board])
        self.plain.execute(query, {"campaign": self.campaign, "org": self.org}).fetchall()
        return (time.perf_counter() - begun) * 1000


@asynccontextmanager
async def _hall(path: Path) -> AsyncIterator[_Hall]:
    store = await open_store(f"sqlite:///{path}")
    try:
        with closing(sqlite3.connect(path)) as plain:
            [campaign] = plain.execute("SELECT id FROM campaigns").fetchone()
            [org] = plain.execute("SELECT id FROM orgs WHERE name = ?", (ORGS[0],)).fetchone()
            yield _Hall(build_bench_core(store), plain, campaign, org)
    finally:
        await store.close()
