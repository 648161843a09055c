"""``callboard campaigns take``: a campaign that was moved to chat follows its file again."""

import asyncio
import os
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.support.options import ConfigFile, load_settings


def take(
    file: Annotated[Path, typer.Argument(help="The campaign's file, in the campaigns folder.")],
    config: ConfigFile = None,
) -> None:
    """Let a campaign that was moved to chat follow its file again."""
    from bot.cli.support.campaign_take import take_campaign

    print(asyncio.run(take_campaign(load_settings(config, quiet=True), os.environ, file)))
