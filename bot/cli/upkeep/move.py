"""``callboard move``: everything from SQLite to PostgreSQL."""

import asyncio
import os
from typing import Annotated

import typer

from bot.cli.support.options import ConfigFile, load_settings


def move(
    to: Annotated[
        str, typer.Option("--to", metavar="URL", help="An empty database: postgresql://USER:PASSWORD@HOST/NAME.")
    ],
    config: ConfigFile = None,
) -> None:
    """Move everything from SQLite to an empty PostgreSQL database, while Callboard isn't running."""
    from bot.cli.upkeep.database_move import move_database

    for line in asyncio.run(move_database(load_settings(config, quiet=True), os.environ, to)):
        print(line)
