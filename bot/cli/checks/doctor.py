"""``callboard doctor``: tries everything that Callboard needs from outside, once."""

import asyncio
import os
from typing import TYPE_CHECKING

import typer

from bot.cli.support.options import ConfigFile, load_all, load_settings

if TYPE_CHECKING:
    from bot.config.settings import Config
    from bot.config.tokens import Tokens


def doctor(config: ConfigFile = None) -> None:
    """Try the tokens and the database, and say what to fix."""
    from bot.config.tokens import load_tokens
    from bot.runtime.proxy_faults import check_proxies

    settings, tokens, _ = load_all(
        lambda: load_settings(config), lambda: load_tokens(os.environ), lambda: check_proxies(os.environ)
    )
    raise typer.Exit(asyncio.run(_print_findings(settings, tokens)))


async def _print_findings(settings: "Config", tokens: "Tokens") -> int:
    from bot.cli.checks.examination import examine

    fine = True
    async for finding in examine(settings, tokens):
        print(finding, flush=True)
        fine = fine and finding.fine
    return 0 if fine else 2
