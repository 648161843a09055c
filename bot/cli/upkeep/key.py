"""``callboard key rotate``: another key, while Callboard runs."""

import asyncio
import os
from typing import Annotated

import typer

from bot.cli.support.options import ConfigFile, load_settings

_NEW = "Rotate to another new key, also while a former one still reads something."
_FINISH = "Drop former keys that nothing needs anymore; status 1 if something still does."


def rotate(
    new: Annotated[bool, typer.Option("--new", help=_NEW)] = False,
    finish: Annotated[bool, typer.Option("--finish", help=_FINISH)] = False,
    config: ConfigFile = None,
) -> None:
    """Make another key current, also while Callboard runs; run it again to go on where it ended."""
    from bot.cli.upkeep.key_rotation import rotate

    raise typer.Exit(asyncio.run(rotate(load_settings(config, quiet=True), os.environ, print, new=new, finish=finish)))
