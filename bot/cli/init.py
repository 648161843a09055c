"""``callboard init`` and ``callboard key make``: what a newcomer begins with."""

import os
from pathlib import Path
from typing import Annotated

import typer


def init(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where to begin; this folder by default.")] = Path(),
) -> None:
    """Put settings, the sample campaign and a key into a folder, to change them there. What is there stays."""
    from bot.cli.support.first_files import make_first_files
    from bot.cli.support.options import find_settings_file

    for path, is_new in make_first_files(folder, os.environ):
        print(f"New: {path}" if is_new else f"Kept as it was: {path}")
    settings, found = folder / "config.yaml", find_settings_file(None)
    option = "" if found.exists() and found.samefile(settings) else f" --config {settings}"
    print(f"Next: callboard chat{option}")


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
