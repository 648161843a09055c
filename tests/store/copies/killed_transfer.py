"""The program that `test_transfer` kills: ``python -m tests.store.copies.killed_transfer FILE URL TABLES``.

It copies TABLES tables, or copies all of them and verifies, and then kills itself before the commit.
"""

import asyncio
import os
import signal
import sqlite3
import sys
from pathlib import Path
from typing import Any, NoReturn

from sqlalchemy import Table

from bot.config.store_url import StoreUrl
from bot.store.copies import transfer
from bot.store.engine import Tx


def die() -> NoReturn:
    """End at once, as with ``kill -9``."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("still alive")


async def main(path: str, url: str, count: int) -> None:
    """Start the move, and die before the commit."""
    copy_table, copied = transfer._copy_table, list[str]()

    async def copy_and_die(table: Table, source: sqlite3.Connection, connection: Any) -> int:
        if len(copied) == count:
            die()
        copied.append(table.name)
        return await copy_table(table, source, connection)

    async def verify(_: Tx) -> None:
        die()

    transfer._copy_table = copy_and_die
    await transfer.transfer(Path(path), StoreUrl(url), verify)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
