"""One writing process for each SQLite file; PostgreSQL takes several."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.errors import ConfigError
from tests.fixtures import Opening
from tests.store.rows import make_unit, names

PROJECT = Path(__file__).parents[2]

HOLDER = """
import asyncio, sys
from bot.store.open import open_store
from tests.store.rows import make_unit

async def main(url):
    store = await open_store(url)
    await store.write(make_unit("theirs"))
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    await store.close()

asyncio.run(main(sys.argv[1]))
"""


def start_holder(url: str) -> "subprocess.Popen[str]":
    """Another process that has the database open."""
    command = [sys.executable, "-c", HOLDER, url]
    process = subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


async def test_a_second_process_is_refused_with_a_sentence_until_the_first_ends(
    sqlite_path: Path, opening: Opening
) -> None:
    url = f"sqlite:///{sqlite_path}"
    with start_holder(url) as process:
        with pytest.raises(ConfigError) as caught:
            await opening(url)
        [problem] = caught.value.problems
        assert problem.file == str(sqlite_path)
        assert problem.sentence.startswith("Callboard is already running on this database.")
        process.communicate("\n")
    assert process.returncode == 0
    store = await opening(url)
    assert await names(store) == {"theirs"}
    await store.close()


async def test_a_killed_process_blocks_nobody(sqlite_path: Path, opening: Opening) -> None:
    url = f"sqlite:///{sqlite_path}"
    with start_holder(url) as process:
        process.kill()
    store = await opening(url)
    assert await names(store) == {"theirs"}
    await store.close()


async def test_a_second_store_in_the_same_process_is_refused_too(sqlite_path: Path, opening: Opening) -> None:
    url = f"sqlite:///{sqlite_path}"
    store = await opening(url)
    with pytest.raises(ConfigError, match="already running"):
        await opening(url)
    await store.write(make_unit("a"))
    await store.close()


async def test_postgresql_takes_several_processes(emptied_postgres_url: str, opening: Opening) -> None:
    store = await opening(emptied_postgres_url)
    with start_holder(emptied_postgres_url) as process:
        await store.write(make_unit("ours"))
        assert await names(store) == {"ours", "theirs"}
        process.communicate("\n")
    await store.close()


async def test_a_missing_folder_is_made(tmp_path: Path, opening: Opening) -> None:
    store = await opening(f"sqlite:///{tmp_path}/data/of/callboard.db")
    await store.write(make_unit("a"))
    await store.close()
    assert (tmp_path / "data" / "of" / "callboard.db").stat().st_size > 0
