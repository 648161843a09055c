"""A database that a backup or a move has made goes on counting what reports show."""

import asyncio
import os
import secrets
from pathlib import Path

import pytest

from bot.config.store_url import StoreUrl
from bot.store.copies.backup import back_up, restore
from bot.store.copies.transfer import transfer
from bot.store.engine import Tx
from tests.fixtures import Opening
from tests.platforms.postgres import PostgresServer
from tests.report_totals import load_report_totals
from tests.services import Core, campaign, core_on


@pytest.fixture
def new_address(postgres_server: PostgresServer, monkeypatch: pytest.MonkeyPatch) -> StoreUrl:
    """A PostgreSQL database with nothing in it."""
    monkeypatch.setenv("PATH", f"{postgres_server.programs}{os.pathsep}{os.environ['PATH']}")
    return StoreUrl(postgres_server.create_database(f"copied_{secrets.token_hex(4)}"))


async def open_core(opening: Opening, url: str) -> Core:
    return await core_on(await opening(url), [campaign("vof", "asks: [{key: dream, text: Will you?}]")])


async def call(core: Core, who: str) -> None:
    await core.answer(who, (await core.log(who)).call_id, "yes")


async def check_copy(opening: Opening, address: StoreUrl, before: object) -> None:
    """What was counted is there, and what happens next is counted."""
    core = await open_core(opening, address.url)
    assert await load_report_totals(core.store) == before
    await call(core, "bo")
    await core.undo("ana")
    totals, askers = await load_report_totals(core.store)
    assert len(askers) == 4  # one person, for the campaign and the day, in their org and in all
    assert {row.n for row in totals} == {1}
    assert await core.rebuilt()


async def test_a_restored_backup_counts(
    emptied_postgres_url: str, new_address: StoreUrl, tmp_path: Path, opening: Opening
) -> None:
    core = await open_core(opening, emptied_postgres_url)
    await call(core, "ana")
    before = await load_report_totals(core.store)
    await core.store.close()
    back_up(StoreUrl(emptied_postgres_url), tmp_path / "backup")
    await asyncio.to_thread(restore, new_address, tmp_path / "backup", overwrite=False)
    await check_copy(opening, new_address, before)


async def test_a_moved_database_counts(sqlite_path: Path, new_address: StoreUrl, opening: Opening) -> None:
    core = await open_core(opening, f"sqlite:///{sqlite_path}")
    await call(core, "ana")
    before = await load_report_totals(core.store)
    await core.store.close()
    await transfer(sqlite_path, new_address, _accept)
    await check_copy(opening, new_address, before)


async def _accept(tx: Tx) -> None:
    """Accept the copy as it is."""
