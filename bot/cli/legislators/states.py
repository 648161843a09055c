"""``callboard states``: who sits in state legislatures, and how fresh that is."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.support.options import ConfigFile, load_settings


def update(
    states: Annotated[
        list[str] | None,
        typer.Argument(metavar="STATES", help="As in ca ny; or all; those already loaded by default."),
    ] = None,
    folder: Annotated[
        Path | None, typer.Option("--from", metavar="FOLDER", help="Where the files are; else they're downloaded.")
    ] = None,
    config: ConfigFile = None,
) -> None:
    """Load who sits in state legislatures, also while Callboard runs."""
    from bot.cli.legislators.states_update import update

    def say(line: str) -> None:
        print(line, flush=True)

    asyncio.run(update(load_settings(config, quiet=True), states or (), folder, say))


def status(config: ConfigFile = None) -> None:
    """Say which states' legislators are loaded, how old that is, and which seats are vacant."""
    from bot.cli.legislators.states_status import describe_status

    print("\n".join(asyncio.run(describe_status(load_settings(config, quiet=True)))))
