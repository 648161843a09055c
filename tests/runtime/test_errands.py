"""A command hands its work to the process that holds the database, and reads what came of it."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.errors import ConfigError, Problem, Unavailable
from bot.runtime.errands import Errands

QUICK = 0.01
FAILURES: dict[str, Exception] = {
    "refuse": ConfigError((Problem("a.json", 0, 0, "It is cut short."), Problem("b.json", 0, 0, "So is this."))),
    "locked": Unavailable("disk full"),
    "break": KeyError("secret"),
}


def list_left(folder: Path) -> list[str]:
    """Everything in a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


async def do(details: Any) -> list[str]:
    """Refuse, break or answer, as the errand says."""
    if failure := FAILURES.get(str(details)):
        raise failure
    return [f"did {details}", "done"]


async def test_an_errand_is_done_and_answered(tmp_path: Path) -> None:
    errands = Errands(tmp_path / "callboard.db")
    assert not errands.can_be_taken()
    async with errands.take({"work": do}, pause=QUICK):
        assert errands.can_be_taken()
        found = await asyncio.gather(*(errands.hand_over("work", {"n": n}) for n in range(3)))
        assert found == [(f"did {{'n': {n}}}", "done") for n in range(3)]
        refusals = {
            "refuse": "a.json: It is cut short.\nb.json: So is this.",
            "locked": "database: It can't be used just now (disk full). Try again.",
            "break": "errand: Callboard could not do this, and its log says why. Nothing was changed.",
        }
        for details, sentence in refusals.items():
            with pytest.raises(ConfigError) as refused:
                await errands.hand_over("work", details)
            assert str(refused.value) == sentence
        with pytest.raises(ConfigError, match="of another version"):
            await errands.hand_over("unknown", None)
        assert list_left(tmp_path) == ["callboard.db.errands"]
    assert list_left(tmp_path) == []


async def test_an_errand_that_nobody_takes_is_withdrawn(tmp_path: Path) -> None:
    errands = Errands(tmp_path / "callboard.db")
    async with errands.take({"work": do}, pause=3600):
        await asyncio.sleep(0)  # its first look
        with pytest.raises(ConfigError, match=r"callboard\.db: Callboard is running .* Stop it, and try again"):
            await errands.hand_over("work", 1, until_taken=QUICK)
        assert list_left(tmp_path) == ["callboard.db.errands"]


async def test_a_process_that_stops_meanwhile_is_said(tmp_path: Path) -> None:
    errands, begun = Errands(tmp_path / "callboard.db"), asyncio.Event()

    async def work(details: Any) -> list[str]:
        begun.set()
        await asyncio.Event().wait()
        return []

    async with errands.take({"work": work}, pause=QUICK):
        asked = asyncio.create_task(errands.hand_over("work", 1))
        await begun.wait()
    with pytest.raises(ConfigError, match="Callboard stopped before it had answered, or takes long"):
        await asked


async def test_what_a_killed_process_left_is_not_done(tmp_path: Path) -> None:
    folder = tmp_path / "callboard.db.errands"
    folder.mkdir()
    (folder / "1.asked").write_text('{"kind": "work", "details": 1}')
    done = []

    async def work(details: Any) -> list[str]:
        done.append(details)
        return []

    errands = Errands(tmp_path / "callboard.db")
    async with errands.take({"work": work}, pause=QUICK):
        await errands.hand_over("work", 2)
    assert done == [2]


async def test_without_a_folder_everything_else_goes_on(tmp_path: Path) -> None:
    errands = Errands(tmp_path / "nowhere" / "callboard.db")
    async with errands.take({"work": do}):
        assert not errands.can_be_taken()
        with pytest.raises(ConfigError, match=r"can't be handed this \(No such file or directory\)\."):
            await errands.hand_over("work", 1)
