"""``callboard import orgs``: many organizations and chapters at once, from a file."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.support.options import ConfigFile, load_settings


def add_orgs(
    file: Annotated[Path, typer.Argument(help="YAML, or CSV with the columns org,chapter.")],
    yes: Annotated[bool, typer.Option("--yes", help="Save without asking.")] = False,
    config: ConfigFile = None,
) -> None:
    """Add orgs and chapters from a file, after a preview."""
    from bot.cli.support.org_import import import_orgs

    def agree(preview: str) -> bool:
        print(preview)
        return yes or (sys.stdin.isatty() and typer.confirm("Save this?"))

    print(asyncio.run(import_orgs(load_settings(config, quiet=True), os.environ, file, agree)))
