"""``callboard backup`` and ``callboard restore``: the whole database as one file."""

import asyncio
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.support.options import ConfigFile, load_settings

if TYPE_CHECKING:
    from bot.config.settings import Config

_PLACE = "The new file to write; with --keep, the folder to add one to. Without it: backup.folder of the settings."
_KEEP = "How many days, weeks and months keep their newest backup in the folder, as in 7d,4w,12m; older ones go."
_DRILL = "Restore FILE, or the newest scheduled backup, in a throw-away place and check it. Nothing else changes."


def backup(
    place: Annotated[Path | None, typer.Argument(metavar="[FILE]", help=_PLACE)] = None,
    keep: Annotated[str | None, typer.Option("--keep", metavar="RULE", help=_KEEP)] = None,
    config: ConfigFile = None,
) -> None:
    """Copy the whole database into one file, also while Callboard is running."""
    from bot.cli.upkeep.folder_backup import back_up_into, describe_keys
    from bot.config.spans import parse_keep
    from bot.core.base.keys.key_state import read_key_ids
    from bot.store.copies.backup import back_up
    from bot.store.glance import glance

    settings = load_settings(config, quiet=True)
    if place is None or keep is not None:
        try:
            rule = parse_keep(keep) if keep is not None else settings.backup.keep
        except ValueError as error:
            raise typer.BadParameter(f"{error}", param_hint="--keep") from None
        for line in asyncio.run(back_up_into(settings, place or settings.backup.folder, rule)):
            print(line)
        return
    keys = asyncio.run(glance(settings.store.url, read_key_ids))
    back_up(settings.store.url, place)
    print(f"Backed up to {place}. {describe_keys(keys or ())}")


def restore(
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="The backup.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Replace the existing database.")] = False,
    drill: Annotated[bool, typer.Option("--drill", help=_DRILL)] = False,
    config: ConfigFile = None,
) -> None:
    """Put a backup in the database's place, while Callboard isn't running; or only try whether it could be."""
    from bot.cli.upkeep.trail import note_restore
    from bot.core.base.keys.key_state import read_key_ids
    from bot.store.copies.backup import restore
    from bot.store.glance import glance

    settings = load_settings(config, quiet=True)
    if drill:
        raise typer.Exit(_print_drill(settings, file))
    if file is None:
        raise typer.BadParameter("Name the backup to restore.", param_hint="FILE")
    restore(settings.store.url, file, yes)
    if not asyncio.run(note_restore(settings, os.environ)):
        print("There's no key here, so audit verify will miss what was done after the backup.")
    keys = asyncio.run(glance(settings.store.url, read_key_ids))
    needed = " and ".join(keys or ()) or "that was in use when it was made"
    print(f"Restored from {file}. Start Callboard with the key {needed}.")


def _print_drill(settings: "Config", file: Path | None) -> int:
    from bot.cli.upkeep.restore_drill import run_drill

    report = asyncio.run(run_drill(settings, os.environ, file))
    for line in report.lines:
        print(line)
    for problem in report.problems:
        print(problem, file=sys.stderr)
    return 1 if report.problems else 0
