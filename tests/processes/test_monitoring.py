"""The port of the whole program: it says how the process is while its database hangs, is gone, or takes nothing."""

import asyncio
import resource
import signal
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from tests.platforms.postgres import PostgresServer, PostgresUnavailable, start_postgres
from tests.processes.children import Bank, open_bank
from tests.processes.watcher import Watcher

pytestmark = pytest.mark.timeout(240)  # processes start slowly on a busy machine

FORBIDDEN = "Nothing can be saved. "


@pytest.fixture
def own_server() -> Any:
    """A PostgreSQL server that a test may stop."""
    try:
        server = start_postgres(Path(tempfile.mkdtemp(prefix="callboard-postgres-")))
    except PostgresUnavailable as problem:
        pytest.skip(f"not tested on PostgreSQL: {problem}")
    yield server
    server.stop()


@pytest.fixture
async def own_bank(tmp_path: Path, own_server: PostgresServer) -> AsyncIterator[Bank]:
    """A phone bank on that server."""
    async with open_bank(tmp_path, own_server.create_database("callboard")) as bank:
        yield bank


async def test_a_process_says_how_it_is_whatever_its_database_does(own_bank: Bank, own_server: PostgresServer) -> None:
    bank = own_bank
    channel = bank.discord.add_guild("Valley Org").add_channel("general")
    first = await bank.run()
    async with ClientSession() as session:
        watcher = await Watcher.find(session, first)
        assert await watcher.get("/healthz") == (200, "alive\n")
        for platform in ("discord", "slack"):
            await first.until("ready", platform=platform)
            await watcher.until(platform, "ok")
        assert await watcher.until("database", "ok") == "It takes what is written."
        answer = await bank.discord.user("Ana").slash("log", {"outcome": "spoke"}, channel=channel)
        assert "Logged" in answer.text
        asked = {"platform": "discord", "kind": "command", "name": "log"}
        assert await watcher.read_metric("callboard_requests_total", **asked, result="done") == 1
        assert await watcher.read_metric("callboard_database_commit_units_sum") >= 1

        with own_server.paused():
            assert (await watcher.until("database", "failing")).startswith(f"{FORBIDDEN}The database hasn't answered")
            assert await watcher.get("/healthz") == (200, "alive\n")
            assert await watcher.read_metric("callboard_database_up") == 0
        await watcher.until("database", "ok")
        assert await watcher.read_metric("callboard_ready") == 1

        bank.discord.drop_connections()
        await watcher.until_counted("callboard_gateway_reopened_total", platform="discord")
        await watcher.until("discord", "ok")

        await asyncio.to_thread(own_server.stop)
        assert (await watcher.until("database", "failing")).startswith(f"{FORBIDDEN}PostgreSQL: ")
        assert await watcher.get("/healthz") == (200, "alive\n")
        assert await watcher.read_metric("callboard_database_failures_total") >= 1
        assert await first.stop(signal.SIGTERM) == 0


async def test_a_full_disk_makes_a_process_unready_until_there_is_room(tmp_path: Path, sqlite_path: Path) -> None:
    async with open_bank(tmp_path, f"sqlite:///{sqlite_path}") as bank, ClientSession() as session:
        child = await bank.run()
        watcher = await Watcher.find(session, child)
        for platform in ("discord", "slack"):
            await child.until("ready", platform=platform)
            await watcher.until(platform, "ok")
        await watcher.until("database", "ok")
        room = resource.prlimit(child.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(child.process.pid, resource.RLIMIT_FSIZE, (0, room[1]))  # as on a full disk, writing fails
        assert (await watcher.until("database", "failing")).startswith(FORBIDDEN)
        assert await watcher.read_metric("callboard_database_up") == 0
        resource.prlimit(child.process.pid, resource.RLIMIT_FSIZE, room)
        await watcher.until("database", "ok")
        assert await child.stop(signal.SIGTERM) == 0
