"""`doctor` looks at every folder and file beside the database, and names what killed commands left."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import pytest

from bot.cli.checks.path_check import check_left_databases, check_paths, find_problems, list_folders
from bot.cli.upkeep.folder_backup import check_backups
from bot.config.settings import Config, load_config
from bot.core.base.schedules import ScheduleState
from bot.store.copies.leftovers import DRILL_MARK, SIMULATION_MARK, write_mark
from tests.store.unprivileged import nothing_written, readable_folder

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PROBLEM = "The disk is full."


def configure(folder: Path, *lines: str) -> Config:
    (folder / "campaigns" / "art").mkdir(parents=True, exist_ok=True)
    (folder / "config.yaml").write_text("\n".join(("store: {url: 'sqlite:///data/callboard.db'}", *lines)))
    (folder / "data").mkdir(exist_ok=True)
    return load_config(folder / "config.yaml", {})


def complain(config: Config, now: datetime = NOW) -> list[str]:
    return [one.sentence for one in check_paths(config, now) if not one.fine]


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of temporary files of this test's own."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def test_a_whole_deployment_is_fine(tmp_path: Path) -> None:
    assert complain(configure(tmp_path)) == []
    (tmp_path / "data" / "backups").mkdir()
    for name in ("callboard.audit", "callboard.forgotten", "callboard.key"):
        (tmp_path / "data" / name).write_text("x")
    assert complain(configure(tmp_path, "backup: {folder: data/backups, at: '3:00'}")) == []


def test_a_missing_backup_folder_is_named_only_if_something_is_to_be_written_there(tmp_path: Path) -> None:
    assert complain(configure(tmp_path, "backup: {folder: mnt/backups}")) == []
    [said] = complain(configure(tmp_path, "backup: {folder: mnt/backups, at: '3:00'}"))
    assert said == (
        f"{tmp_path}/mnt/backups isn't there, and would be made in {tmp_path}. Mount its disk, "
        "make it, or change backup.folder"
    )
    (tmp_path / "mnt").write_text("a file")
    [said] = complain(configure(tmp_path, "backup: {folder: mnt/backups, at: '3:00'}"))
    assert said.startswith(f"{tmp_path}/mnt/backups isn't there, and can't be made in {tmp_path}/mnt")
    [said] = complain(configure(tmp_path, "backup: {folder: mnt}"))
    assert said == f"{tmp_path}/mnt isn't a folder: move it away, or change backup.folder"


def test_each_small_file_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    config = configure(tmp_path)
    for name in ("callboard.audit", "callboard.forgotten", "callboard.discord.json", "callboard.congress"):
        (tmp_path / "data" / name).mkdir()
    assert sorted(said.split(" ")[0].rpartition("/")[2] for said in complain(config)) == [
        "callboard.audit",
        "callboard.discord.json",
        "callboard.forgotten",
    ]


def test_what_this_user_may_not_write_or_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", None)  # a folder that other users reach
    with readable_folder() as folder:
        config = configure(folder, "backup: {folder: backups}")
        (folder / "backups").mkdir()
        (folder / "data" / "callboard.forgotten").write_text("x")
        (folder / "campaigns" / "art" / "card.png").write_text("x")
        with nothing_written(folder / "backups"):
            found = [problem for used in list_folders(config) for problem in find_problems(used)]
        assert [said.partition(":")[0] for said in found] == [  # both are root's
            f"{folder}/data can't be written to",
            f"{folder}/backups can't be written to",
        ]
        (folder / "data").chmod(0o777)
        (folder / "campaigns" / "art" / "card.png").chmod(0)
        with nothing_written(folder / "backups"):
            found = [problem for used in list_folders(config) for problem in find_problems(used)]
        assert [said.partition(":")[0] for said in found] == [
            f"{folder}/data/callboard.forgotten can't be written to",
            f"{folder}/backups can't be written to",
            f"{folder}/campaigns/art/card.png can't be read",
        ]


def test_a_folder_that_a_killed_command_left_is_named_after_a_day(tmp_path: Path, temporary: Path) -> None:
    config = configure(tmp_path)
    old = (NOW - timedelta(days=2)).timestamp()
    for name in (
        *("callboard-copy-c", "callboard-drill-a", "callboard-simulation-b"),
        *("callboard-simulation-used", "callboard-other", "new"),
    ):
        (temporary / name).mkdir()
        (temporary / name / "callboard.db").write_text("x")
        os.utime(temporary / name / "callboard.db", (old, old))
        os.utime(temporary / name, (old, old))
    recent = (NOW - timedelta(hours=3)).timestamp()
    os.utime(temporary / "callboard-simulation-used" / "callboard.db", (recent, recent))
    said = complain(config)
    assert [one.rpartition("rm -r ")[2] for one in said] == [
        str(temporary / name) for name in ("callboard-copy-c", "callboard-drill-a", "callboard-simulation-b")
    ]
    assert complain(config, NOW - timedelta(days=1, hours=12)) == []


async def test_databases_that_a_killed_command_left_are_named(tmp_path: Path, emptied_postgres_url: str) -> None:
    config = configure(tmp_path, "campaigns: campaigns")
    (tmp_path / "config.yaml").write_text(f"store: {{url: '{emptied_postgres_url}'}}")
    config = load_config(tmp_path / "config.yaml", {})
    now = datetime.now(UTC)
    marks = {
        "callboard_simulation_0000000a": write_mark(SIMULATION_MARK, now - timedelta(days=2)),
        "callboard_simulation_0000000b": write_mark(SIMULATION_MARK, now),
        "callboard_drill_0000000c": DRILL_MARK,
        "callboard_simulation_mine": write_mark(SIMULATION_MARK, now - timedelta(days=2)),
    }
    connection = await asyncpg.connect(emptied_postgres_url)
    try:
        for name, mark in marks.items():
            await connection.execute(f"CREATE DATABASE {name}")
            await connection.execute(f"COMMENT ON DATABASE {name} IS '{mark}'")
        found = [one.sentence for one in await check_left_databases(config, now)]
    finally:
        for name in marks:
            await connection.execute(f"DROP DATABASE IF EXISTS {name}")
        await connection.close()
    ours = [said for said in found if any(name in said for name in marks)]
    assert [said.rpartition("dropdb ")[2] for said in ours] == [
        "callboard_drill_0000000c",
        "callboard_simulation_0000000a",
    ]


def test_a_scheduled_backup_that_failed_says_why(tmp_path: Path) -> None:
    failed = ScheduleState(done_at=0, failed_at=int(NOW.timestamp()) * 1_000_000, problem=PROBLEM)
    for lines, expected in (
        (("backup: {at: '3:00', drill: 1w}",), 2),
        (("backup: {at: '3:00'}",), 1),
        ((), 0),
    ):
        found = [one.sentence for one in check_backups(configure(tmp_path, *lines), NOW, failed, failed)]
        assert len([said for said in found if PROBLEM in said]) == expected
    assert PROBLEM not in str(check_backups(configure(tmp_path, "backup: {at: '3:00'}"), NOW, ScheduleState(5)))
