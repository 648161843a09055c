"""``callboard simulate``: a call-in day tried before the day, on this machine."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.support.options import ConfigFile

_STORE = "A PostgreSQL address: a database is made beside that one, and dropped afterwards. SQLite by default."
_SPEED = "How many times as fast as the clock. Left out, the highest that this machine holds is found first."
_FOLDER = "The files on Congress; by default those last downloaded, else an invented Congress."

People = Annotated[int, typer.Option(min=1, max=1_000_000, help="How many people come.")]
SpaceCount = Annotated[int, typer.Option(min=2, max=5_000, help="How many servers and workspaces they are in.")]
Hours = Annotated[float, typer.Option(min=0.1, max=16, help="How long people come, from 8:00 on.")]
Speed = Annotated[float | None, typer.Option(min=0.1, max=1_000, help=_SPEED)]
Store = Annotated[str | None, typer.Option(metavar="postgresql://…", help=_STORE)]
Seed = Annotated[int, typer.Option(help="The same number gives the same people.")]
Out = Annotated[Path, typer.Option(metavar="FOLDER", help="Where the picture and the figures go.")]
Keep = Annotated[bool, typer.Option("--keep", help="Keep the deployment, to look at it.")]
Congress = Annotated[Path | None, typer.Option("--congress", metavar="FOLDER", help=_FOLDER)]


def simulate(
    people: People = 100_000,
    spaces: SpaceCount = 400,
    hours: Hours = 10,
    speed: Speed = None,
    store: Store = None,
    seed: Seed = 1,
    out: Out = Path("simulated-day"),
    congress: Congress = None,
    keep: Keep = False,
    config: ConfigFile = None,
) -> None:
    """Let a call-in day pass on stand-ins of Discord and Slack; status 1 if anything was lost, doubled or late."""
    from bot.cli.checks.simulation import choose_settings, run_simulation

    settings = choose_settings(people, spaces, hours, seed, store, congress, config, keep=keep)
    raise typer.Exit(asyncio.run(run_simulation(settings, speed, out)))
