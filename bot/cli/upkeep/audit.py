"""``callboard audit verify``: whether the audit trail is whole."""

import asyncio
import os

import typer

from bot.cli.support.counts import write_count
from bot.cli.support.options import ConfigFile, load_settings


def verify(config: ConfigFile = None) -> None:
    """Check that no entry of the audit trail was changed or taken out."""
    from bot.cli.upkeep.trail import describe_unsaved, verify_audit

    verdict = asyncio.run(verify_audit(load_settings(config, quiet=True), os.environ))
    if verdict.broken is not None:
        print(f"{verdict.why} Before it: {write_count(verdict.sound, 'entry')}, whole")
        raise typer.Exit(1)
    print(f"{write_count(verdict.sound, 'entry')}, whole")
    if verdict.unsaved:
        print(describe_unsaved(verdict.sound, verdict.unsaved))
