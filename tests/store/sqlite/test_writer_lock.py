"""No second writer under another name, no write into a deleted file, and no use of a damaged file."""

import asyncio
import os
import shutil
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import ConfigError, Unavailable
from tests.fixtures import Opening
from tests.store.rows import make_unit, names
from tests.store.test_open import start_holder


def drop_lock(path: Path) -> Path:
    Path(f"{path}.lock").unlink()
    return path


def link_softly(path: Path) -> Path:
    other = path.with_name("other.db")
    other.symlink_to(path)
    return other


def link_hard(path: Path) -> Path:
    other = path.with_name("other.db")
    other.hardlink_to(path)
    return other


def link_folder(path: Path) -> Path:
    other = path.parent.with_name(f"{path.parent.name}-linked")
    other.symlink_to(path.parent)
    drop_lock(path)
    return other / path.name


@pytest.mark.parametrize("reach", [drop_lock, link_softly, link_hard, link_folder])
async def test_a_second_writer_is_refused_under_any_name(
    sqlite_path: Path, opening: Opening, reach: Callable[[Path], Path]
) -> None:
    with start_holder(f"sqlite:///{sqlite_path}") as process:
        other = reach(sqlite_path)
        with pytest.raises(ConfigError, match="already running"):
            await opening(f"sqlite:///{other}")
        process.communicate("\n")
    store = await opening(f"sqlite:///{other}")
    assert await names(store) == {"theirs"}
    await store.close()


async def test_a_copy_is_a_different_database(sqlite_path: Path, opening: Opening) -> None:
    with start_holder(f"sqlite:///{sqlite_path}") as process:
        copy = sqlite_path.with_name("copy.db")
        shutil.copy(sqlite_path, copy)
        store = await opening(f"sqlite:///{copy}")
        await store.write(make_unit("ours"))
        await store.close()
        process.communicate("\n")


async def test_the_lock_is_readable_by_its_owner_alone_whatever_the_umask(sqlite_path: Path, opening: Opening) -> None:
    before = os.umask(0)
    try:
        store = await opening(f"sqlite:///{sqlite_path}")
    finally:
        os.umask(before)
    assert stat.S_IMODE(os.stat(f"{sqlite_path}.lock").st_mode) == 0o600
    await store.close()


def delete(path: Path) -> None:
    path.unlink()


def move(path: Path) -> None:
    path.rename(path.with_name("moved.db"))


def replace(path: Path) -> None:
    shutil.copy(path, path.with_name("new.db"))
    path.with_name("new.db").replace(path)


def delete_folder(path: Path) -> None:
    shutil.rmtree(path.parent)


@pytest.mark.parametrize("lose", [delete, move, replace, delete_folder])
async def test_no_write_succeeds_once_the_file_is_gone(
    tmp_path: Path, sqlite_path: Path, opening: Opening, lose: Callable[[Path], None]
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    path = Path(shutil.copy(sqlite_path, home / "callboard.db"))
    store = await opening(f"sqlite:///{path}")
    await store.write(make_unit("a"))
    lose(path)
    for _ in range(2):
        with pytest.raises(Unavailable, match="deleted or moved"):
            await store.write(make_unit("b"))
    await store.close()


def damages(path: Path) -> dict[str, bytes]:
    """A database's bytes, damaged in several places: its header, a table's root, other pages, or truncated."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        [size] = connection.execute("PRAGMA page_size").fetchone()
        [root] = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'orgs'").fetchone()
    whole = path.read_bytes()
    pages = len(whole) // size
    found = {"cut short": whole[: pages // 2 * size]}
    for page in (0, root - 1, pages // 2, pages - 1):
        start = page * size
        found[f"page {page}"] = whole[:start] + os.urandom(size // 4) + whole[start + size // 4 :]
    return found


async def test_a_damaged_file_is_refused_at_the_start(sqlite_path: Path, opening: Opening) -> None:
    url = f"sqlite:///{sqlite_path}"
    store = await opening(url)
    for number in range(50):
        await store.write(make_unit(f"{number}"))
    await store.close()
    found = await asyncio.to_thread(damages, sqlite_path)
    whole = await asyncio.to_thread(sqlite_path.read_bytes)
    for damaged in found.values():
        await asyncio.to_thread(sqlite_path.write_bytes, damaged)
        with pytest.raises(ConfigError, match=r"damaged \((pages of it|an index|it doesn't)[^*]*\)\. Restore a backup"):
            await opening(url)
    await asyncio.to_thread(sqlite_path.write_bytes, whole)
    store = await opening(url)
    assert len(await names(store)) == 50
    await store.close()
