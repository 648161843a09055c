"""``callboard rebuild``: recomputes every total from the calls."""

import asyncio
import os
import sys

import typer

from bot.cli.support.options import ConfigFile, load_settings


def rebuild(config: ConfigFile = None) -> None:
    """Recompute every total from the calls, while Callboard isn't running; status 1 if any was wrong."""
    from bot.cli.upkeep.totals import describe_rebuild, rebuild_totals

    rebuilt = asyncio.run(rebuild_totals(load_settings(config, quiet=True), os.environ, _announce))
    for line in describe_rebuild(rebuilt):
        print(line)
    raise typer.Exit(rebuilt.has_wrong)


def _announce(campaign: str, number: int, of: int) -> None:
    """Say at a terminal what is being recounted: a million calls take a minute."""
    if sys.stderr.isatty():
        print(f"Recounting {campaign}, {number} of {of}…", file=sys.stderr)
