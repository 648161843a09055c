"""What a command leaves behind if it is killed: temporary folders, and throw-away databases on PostgreSQL."""

import os
import re
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.config.store_url import StoreUrl

if TYPE_CHECKING:
    import asyncpg

# How the names of folders begin. ``COPY_FOLDER`` has a copy of the database while a command reads it.
DRILL_FOLDER, SIMULATION_FOLDER, COPY_FOLDER = "callboard-drill-", "callboard-simulation-", "callboard-copy-"
DRILL_DATABASE, SIMULATION_DATABASE = "callboard_drill", "callboard_simulation"
DRILL_MARK, SIMULATION_MARK = "made by callboard restore --drill", "made by callboard simulate"
_OLD = timedelta(days=1)
_TIME = re.compile(r", (\d{4}-\d\d-\d\d \d\d:\d\d) UTC$", re.ASCII)
_DATABASES = """
    SELECT datname, coalesce(shobj_description(oid, 'pg_database'), '') AS mark FROM pg_database
    WHERE datname ~ $1 AND NOT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datid = pg_database.oid)
    ORDER BY datname
"""
_NAMES = f"^({DRILL_DATABASE}|{SIMULATION_DATABASE})_[0-9a-f]{{8}}$"


def find_left_folders(now: datetime) -> tuple[Path, ...]:
    """This user's temporary folders in which nothing was changed for a day."""
    places, folder = (DRILL_FOLDER, SIMULATION_FOLDER, COPY_FOLDER), Path(tempfile.gettempdir())
    found = sorted(path for one in places for path in folder.glob(f"{one}*"))
    return tuple(path for path in found if _is_left(path, now))


async def find_left_databases(address: StoreUrl, now: datetime) -> tuple[str, ...]:
    """The throw-away databases on a PostgreSQL server that are a day old and that nobody uses.

    Raises Unavailable if the server can't be reached.
    """
    from bot.store.postgres.dialing import open_connection

    async with open_connection(address.url) as connection:
        return tuple([one async for one in _read_left(connection, now)])


def write_mark(mark: str, now: datetime) -> str:
    """The comment on a throw-away database, with its time, which PostgreSQL itself doesn't keep."""
    return f"{mark}, {now.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


async def _read_left(connection: "asyncpg.Connection[Any]", now: datetime) -> Any:
    for row in await connection.fetch(_DATABASES, _NAMES):
        made = _TIME.search(row["mark"])
        # Earlier versions wrote no time.
        if made is None or now - datetime.strptime(f"{made[1]}Z", "%Y-%m-%d %H:%M%z") > _OLD:
            yield row["datname"]


def _is_left(path: Path, now: datetime) -> bool:
    try:
        if path.is_symlink() or not path.is_dir() or path.stat().st_uid != os.geteuid():
            return False
        newest = max(one.lstat().st_mtime for one in _list_inside(path))
    except OSError:  # it was removed just now
        return False
    return now - datetime.fromtimestamp(newest, UTC) > _OLD


def _list_inside(path: Path) -> Iterator[Path]:
    """The folder and what is in it. A database that is in use is among these."""
    yield path
    yield from path.iterdir()
