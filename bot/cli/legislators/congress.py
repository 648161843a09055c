"""``callboard congress``: who sits in Congress, which ZIP is in which district, and how fresh that is."""

import asyncio
from datetime import date, datetime
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
    from bot.cli.legislators.congress_update import update

    def say(line: str) -> None:
        print(line, flush=True)

    asyncio.run(update(load_settings(config, quiet=True), folder, say))


def status(config: ConfigFile = None) -> None:
    """Say which data on Congress hold, how old they are, which seats are vacant and which states have new lines."""
    from bot.cli.legislators.congress_status import describe_status

    print("\n".join(asyncio.run(describe_status(load_settings(config, quiet=True)))))


def rehearse(
    on: Annotated[str, typer.Option(metavar="DATE", help="The day, as in 2027-01-04.")],
    config: ConfigFile = None,
) -> None:
    """Say what a later day changes, for how many of our people and for which campaigns. It changes nothing."""
    from bot.cli.legislators.congress_rehearsal import describe_rehearsal

    day = _parse_day(on)
    print("\n".join(asyncio.run(describe_rehearsal(load_settings(config, quiet=True), day))))


def _parse_day(written: str) -> date:
    try:
        day = datetime.strptime(written.strip(), "%Y-%m-%d").date()
    except ValueError:
        raise typer.BadParameter("must be a day such as 2027-01-04", param_hint="--on") from None
    if not date.today() <= day <= date(2100, 1, 1):
        raise typer.BadParameter("must be today or a later day", param_hint="--on")
    return day
