"""``callboard congress update``: who sits in Congress, and which ZIP is in which district."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.support.options import ConfigFile, load_settings


def update(
    folder: Annotated[
        Path | None, typer.Option("--from", metavar="FOLDER", help="Where the files are; else they're downloaded.")
    ] = None,
    config: ConfigFile = None,
) -> None:
    """Load who sits in Congress and which ZIP is in which district, also while Callboard runs."""
    from bot.cli.support.congress_update import update

    def say(line: str) -> None:
        print(line, flush=True)

    asyncio.run(update(load_settings(config, quiet=True), folder, say))
