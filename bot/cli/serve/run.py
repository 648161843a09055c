"""``callboard run``: every platform whose tokens are in the environment, or one part of that."""

import asyncio
import os
from typing import Annotated

import typer

from bot.cli.support.loading import pause_collection
from bot.cli.support.options import ConfigFile, find_settings_file, load_all, load_settings
from bot.runtime.duties import Duty, choose_part

_ONLY = "Answer on one platform alone, or deliver what nobody waits for. Give it twice for two of them."
_SHARDS = "Serve only these of Discord's shards, such as 0-3/8: the first, the last and the total."

Only = Annotated[list[Duty] | None, typer.Option("--only", help=_ONLY, envvar="CALLBOARD_ONLY")]
ShardRange = Annotated[str | None, typer.Option("--shards", metavar="A-B/N", help=_SHARDS, envvar="CALLBOARD_SHARDS")]


def run(config: ConfigFile = None, only: Only = None, shards: ShardRange = None) -> None:
    """Connect to every platform whose tokens are in the environment."""
    with pause_collection():
        from bot.cli.serve import platforms
        from bot.config.tokens import load_tokens
        from bot.runtime.proxy_faults import check_proxies

    settings, tokens, _ = load_all(
        lambda: load_settings(config), lambda: load_tokens(os.environ), lambda: check_proxies(os.environ)
    )
    part = choose_part(only or (), shards, settings.store.url.engine)
    raise typer.Exit(asyncio.run(platforms.run(settings, tokens, os.environ, part, find_settings_file(config))))
