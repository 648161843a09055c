"""``callboard backup`` and ``callboard restore``: the whole database as one file."""

import asyncio
import os
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.support.options import ConfigFile, load_settings


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The new file to write.")], config: ConfigFile = None
) -> None:
    """Copy the whole database into one file, also while Callboard is running."""
    from bot.store.copies.backup import back_up

    back_up(load_settings(config, quiet=True).store.url, file)
    print(f"Backed up to {file}. The key is not in it: keep a copy of callboard.key or CALLBOARD_KEY apart.")
    print("Without the key the backup is of no use; together they name everybody.")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The backup.")],
    yes: Annotated[bool, typer.Option("--yes", help="Replace the existing database.")] = False,
    config: ConfigFile = None,
) -> None:
    """Put a backup in the database's place, while Callboard isn't running."""
    from bot.cli.support.upkeep import note_restore
    from bot.store.copies.backup import restore

    settings = load_settings(config, quiet=True)
    restore(settings.store.url, file, yes)
    if not asyncio.run(note_restore(settings, os.environ)):
        print("There's no key here, so audit verify will miss what was done after the backup.")
    print(f"Restored from {file}. Start Callboard with the key that was in use when it was made.")
