"""``callboard postcard``: a campaign's postcard as a file, to look at its design or to print it elsewhere."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.support.options import ConfigFile, load_settings


def draw(
    campaign: Annotated[str, typer.Argument(metavar="CAMPAIGN", help="The key of a campaign file.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What to write; its ending is .png, .svg or .pdf.")],
    language: Annotated[str, typer.Option(metavar="TAG", help="The language of its words, like es.")] = "en",
    config: ConfigFile = None,
) -> None:
    """Draw a campaign's postcard, with its first beginning for words, as a picture, as vectors or to print."""
    from bot.cli.support.sample_postcard import write_sample

    write_sample(load_settings(config), campaign, file, language)
