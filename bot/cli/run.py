"""``callboard run``: every platform whose tokens are in the environment."""

import asyncio
import os

import typer

from bot.cli.support.options import ConfigFile, load_all, load_settings


def run(config: ConfigFile = None) -> None:
    """Connect to every platform whose tokens are in the environment."""
    from bot.cli.serve import platforms
    from bot.config.proxy_faults import check_proxies
    from bot.config.tokens import load_tokens

    settings, tokens, _ = load_all(
        lambda: load_settings(config), lambda: load_tokens(os.environ), lambda: check_proxies(os.environ)
    )
    raise typer.Exit(asyncio.run(platforms.run(settings, tokens, os.environ)))
