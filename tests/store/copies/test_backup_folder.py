"""A folder of scheduled backups: whole ones or none, old ones deleted by the rule, and nothing of anybody else."""

import os
import resource
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from filelock import FileLock

from bot.config.spans import Keep
from bot.config.store_url import StoreUrl
from bot.errors import ConfigError, Unavailable
from bot.store.copies.backup_folder import DrillNote, add_backup, delete_old, list_backups, note_drill, read_drill
from tests.platforms.postgres import PostgresServer

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
KEYS = ("0a1b2c3d",)


@pytest.fixture
def address(store_url: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> StoreUrl:
    """A database at the current schema. PostgreSQL's client programs are those of its server."""
    if not store_url.startswith("sqlite"):
        server: PostgresServer = request.getfixturevalue("postgres_server")
        monkeypatch.setenv("PATH", f"{server.programs}{os.pathsep}{os.environ['PATH']}")
    return StoreUrl(store_url)


@pytest.fixture
def sqlite_address(sqlite_path: Path) -> StoreUrl:
    return StoreUrl(f"sqlite:///{sqlite_path}")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


@contextmanager
def full_disk() -> Iterator[None]:
    """No file may grow beyond 64 KiB, less than any backup."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_backup_is_private_and_says_which_key_it_needs(address: StoreUrl, tmp_path: Path) -> None:
    folder = tmp_path / "made" / "backups"
    made = add_backup(folder, address, KEYS, NOON)
    assert names(folder) == [f"callboard-20261123-120000Z.backup{end}" for end in ("", ".json", ".sha256")]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert list_backups(folder) == (made,)
    assert (made.note.keys, made.made_at) == (KEYS, NOON)
    with pytest.raises(ConfigError, match="there already"):
        add_backup(folder, address, KEYS, NOON)
    assert list_backups(folder) == (made,)


def test_a_full_disk_leaves_the_old_backups_and_no_part_of_a_new_one(address: StoreUrl, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    old = add_backup(folder, address, KEYS, NOON)
    before = names(folder)
    with full_disk(), pytest.raises(ConfigError) as error:
        add_backup(folder, address, KEYS, NOON + timedelta(days=1))
    assert "can't be written" in str(error.value) or "File size limit exceeded" in str(error.value)
    assert names(folder) == before
    assert list_backups(folder) == (old,)


def test_old_backups_go_and_files_of_others_stay(sqlite_address: StoreUrl, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    other = StoreUrl("sqlite:////elsewhere/callboard.db")
    days = [add_backup(folder, sqlite_address, KEYS, NOON + timedelta(days=day)) for day in range(6)]
    copied = folder / "callboard-20250101-000000Z.backup"  # by hand, without a note
    renamed = folder / "before-the-campaign.backup"
    copied.write_bytes(days[0].path.read_bytes())
    renamed.write_bytes(days[0].path.read_bytes())
    days[1].path.write_bytes(days[1].path.read_bytes() + b"changed")
    note = days[2].path.with_name(days[2].path.name + ".json")
    note.write_text(note.read_text().replace(str(sqlite_address), str(other)))  # another database's
    gone, changed = delete_old(folder, sqlite_address, Keep(days=2))
    assert [path.name for path in gone] == [one.path.name for one in (days[3], days[0])]
    assert changed == [days[1].path]
    kept = {path.name for path in folder.glob("*.backup")}
    assert kept == {copied.name, renamed.name, *(days[number].path.name for number in (1, 2, 4, 5))}
    assert not list(folder.glob(f"{days[0].path.name}*"))
    assert delete_old(folder, sqlite_address, Keep(days=2)) == ([], [days[1].path])


def test_what_a_killed_backup_left_is_cleared_by_the_next(sqlite_address: StoreUrl, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    killed = "callboard-20261122-120000Z.backup"
    for end in (".part", ".json", ".sha256"):
        (folder / f"{killed}{end}").write_text("half")
    (folder / "somebody-elses.part").write_text("theirs")
    made = add_backup(folder, sqlite_address, KEYS, NOON)
    assert not list(folder.glob(f"{killed}*"))
    assert (folder / "somebody-elses.part").exists()
    assert list_backups(folder) == (made,)


def test_one_backup_at_a_time(sqlite_address: StoreUrl, tmp_path: Path) -> None:
    with FileLock(tmp_path / ".callboard-backup.lock"):
        for act in (
            lambda: add_backup(tmp_path, sqlite_address, KEYS, NOON),
            lambda: delete_old(tmp_path, sqlite_address, Keep(1)),
        ):
            with pytest.raises(ConfigError, match="Another backup into this folder is under way"):
                act()
    assert list_backups(tmp_path) == ()


def test_a_server_out_of_reach_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises((Unavailable, ConfigError)):
        add_backup(tmp_path, StoreUrl("postgresql://ana@127.0.0.1:1/calls"), KEYS, NOON)
    assert names(tmp_path) == []


def test_a_folder_that_cannot_be_made_is_named(sqlite_address: StoreUrl, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(ConfigError, match="file"):
        add_backup(tmp_path / "file" / "backups", sqlite_address, KEYS, NOON)


def test_a_drills_note_is_kept(tmp_path: Path) -> None:
    assert read_drill(tmp_path) is None
    note_drill(tmp_path, DrillNote("one", 5, "It failed."))
    assert read_drill(tmp_path) == DrillNote("one", 5, "It failed.")
