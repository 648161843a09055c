"""The two engines' databases on a small disk, with what can happen to each."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from typing import Protocol

import asyncpg

from tests.chaos.bank import FailingBank
from tests.chaos.disk import Disk, open_disk
from tests.chaos.wire import Wire
from tests.platforms.postgres import PostgresServer, start_postgres


class Database(Protocol):
    """A database that fails."""

    disk: Disk
    url: str  # for whom nothing fails
    wired_url: str  # for the replicas
    replicas: int

    def add_faults(self, failing: FailingBank) -> None:
        """Add what can happen to it, and mend what a full disk broke."""

    async def fetch_number(self, query: str) -> int:
        """The only value of a query, also while replicas run."""


class SqliteDatabase:
    """A file that one replica writes to. Another program can keep it locked."""

    replicas = 1

    def __init__(self, disk: Disk) -> None:
        self.disk, self._file = disk, disk.folder / "callboard.db"
        self.url = self.wired_url = f"sqlite:///{self._file}"

    def add_faults(self, failing: FailingBank) -> None:
        """See `Database`."""

        async def lock() -> None:
            with closing(sqlite3.connect(self._file, timeout=0, isolation_level=None)) as other:
                try:
                    other.execute("BEGIN IMMEDIATE")
                except sqlite3.OperationalError:  # the replica is writing
                    return
                await failing.hang()

        failing.faults["stalled database"] = lock

    async def fetch_number(self, query: str) -> int:
        """See `Database`."""
        with closing(sqlite3.connect(self._file)) as connection:
            (number,) = connection.execute(query).fetchone()
        return int(number)


class PostgresDatabase:
    """A server that three replicas reach by a wire."""

    replicas = 3

    def __init__(self, disk: Disk, server: PostgresServer, wire: Wire) -> None:
        self.disk, self._server, self._wire = disk, server, wire
        self.url = server.url()
        self.wired_url = f"postgresql://postgres@127.0.0.1:{wire.port}/postgres"

    def add_faults(self, failing: FailingBank) -> None:
        """See `Database`."""

        async def cut() -> None:
            self._wire.cut()

        async def stall() -> None:
            self._wire.stall()
            await failing.hang()
            self._wire.resume()

        async def fill() -> None:
            await failing.fill_disk()
            await asyncio.to_thread(self._server.start_again)

        failing.faults |= {"cut connections": cut, "stalled database": stall}
        if "full disk" in failing.faults:
            failing.faults["full disk"] = fill

    async def fetch_number(self, query: str) -> int:
        """See `Database`."""
        connection = await asyncpg.connect(self.url)
        try:
            return int(await connection.fetchval(query))
        finally:
            await connection.close()


@asynccontextmanager
async def open_sqlite() -> AsyncIterator[SqliteDatabase]:
    """A file to be made."""
    with open_disk(64) as disk:
        yield SqliteDatabase(disk)


@asynccontextmanager
async def open_postgres() -> AsyncIterator[PostgresDatabase]:
    """A server of its own with an empty database."""
    with open_disk(512) as disk:
        server = await asyncio.to_thread(start_postgres, disk.folder, is_durable=True)  # it recovers from full disks
        wire = Wire(server.socket)
        await wire.open()
        try:
            yield PostgresDatabase(disk, server, wire)
        finally:
            await wire.close()
            server.stop()
