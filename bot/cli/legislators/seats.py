"""``callboard congress vacant`` and ``fill``: what an admin knows of a seat before the data on Congress do."""

import asyncio
import os
from typing import Annotated

import typer

from bot.cli.support.options import ConfigFile, load_settings


def vacant(
    seat: Annotated[list[str], typer.Argument(metavar="SEAT", help="The seat: CA-14, VT-0 or TX senior.")],
    config: ConfigFile = None,
) -> None:
    """Send nobody to a member of Congress who left, until the data say so or somebody fills the seat."""
    from bot.cli.legislators.errand_names import Marking
    from bot.cli.legislators.seat_marking import mark_seat

    print(asyncio.run(mark_seat(load_settings(config, quiet=True), os.environ, Marking.VACANT, seat)))


def fill(
    seat: Annotated[
        list[str],
        typer.Argument(metavar="SEAT [MEMBER]", help="The seat, and who sits there if the data name somebody else."),
    ],
    config: ConfigFile = None,
) -> None:
    """Take back the mark on a seat, or name its new member, who must be in the data."""
    from bot.cli.legislators.errand_names import Marking
    from bot.cli.legislators.seat_marking import mark_seat

    print(asyncio.run(mark_seat(load_settings(config, quiet=True), os.environ, Marking.FILL, seat)))
