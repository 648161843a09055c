"""A bot as many are written first, to compare with: each `/log` opens a connection of its own to SQLite.

`python -m bench.processes.connecting PLACES`.
"""

import asyncio
import logging
import time
from contextlib import AsyncExitStack
from pathlib import Path

import aiosqlite
import discord

from bench.platforms.programs import Places, serve
from bench.processes.bare import connect_client, make_client

_TABLES = """
    CREATE TABLE calls (id INTEGER PRIMARY KEY, caller TEXT NOT NULL, outcome TEXT NOT NULL, at REAL NOT NULL);
    CREATE TABLE totals (outcome TEXT PRIMARY KEY, n INTEGER NOT NULL);
"""
_ADD = "INSERT INTO calls (caller, outcome, at) VALUES (?, ?, ?)"
_COUNT = "INSERT INTO totals VALUES (?, 1) ON CONFLICT DO UPDATE SET n = n + 1 RETURNING n"


async def connect(places: Places, stack: AsyncExitStack) -> None:
    """Make the database, and connect to Discord."""
    path = Path(places.folder) / "connecting.db"
    async with aiosqlite.connect(path) as database:
        await database.executescript(_TABLES)
    client, tree = make_client(places)

    @tree.command(name="log", description="Log a call.")
    async def log(interaction: discord.Interaction, outcome: str) -> None:
        total = await _log(path, str(interaction.user.id), outcome)
        await interaction.response.send_message(f"Logged. {total} calls so far.", ephemeral=True)

    logging.getLogger("discord").setLevel(logging.CRITICAL)  # a locked database is counted as a lost command
    await connect_client(client, tree, places, stack)


async def _log(path: Path, caller: str, outcome: str) -> int:
    """Log a call; return the total. Its commit is durable, like Callboard's."""
    async with aiosqlite.connect(path) as database:
        await database.execute(_ADD, (caller, outcome, time.time()))
        async with database.execute(_COUNT, (outcome,)) as counted:
            row = await counted.fetchone()
        await database.commit()
    assert row is not None, "it was just counted"
    return int(row[0])


if __name__ == "__main__":
    asyncio.run(serve(connect))
