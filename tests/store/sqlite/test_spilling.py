"""Work on every row sorts in files, all other work in memory."""

from pathlib import Path

import pytest

from bot.store.sqlite.store import SqliteStore


@pytest.mark.parametrize(("spills", "temp_store"), [(False, 2), (True, 1)])  # https://sqlite.org/pragma.html
async def test_what_is_sorted_spills_to_files_on_request(sqlite_path: Path, spills: bool, temp_store: int) -> None:
    store = await SqliteStore.open(sqlite_path, spills=spills)
    try:
        assert await store._writer.run(lambda raw: raw.execute("PRAGMA temp_store").fetchone()) == (temp_store,)
    finally:
        await store.close()
