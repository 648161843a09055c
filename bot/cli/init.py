"""``callboard init`` and ``callboard key make``: what a newcomer begins with."""

from pathlib import Path
from typing import Annotated

import typer


def init(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where to begin; this folder by default.")] = Path(),
) -> None:
    """Copy the settings and the sample campaign into a folder, to change them there."""
    from bot.cli.support.first_files import copy_first_files

    for path in copy_first_files(folder):
        print(f"New: {path}")
    print(f"Next: callboard chat --config {folder / 'config.yaml'}")


def print_key() -> None:
    """Print a new key for CALLBOARD_KEY."""
    from bot.cli.support.first_files import make_key

    print(make_key())


def print_version(wanted: bool) -> None:
    """Print the version and exit, if ``wanted``."""
    if wanted:
        from bot.cli.support.first_files import find_version

        print(f"Callboard {find_version()}")
        raise typer.Exit
