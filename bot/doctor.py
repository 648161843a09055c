"""`callboard doctor`: everything Callboard needs from outside, tried once."""

import os
from collections.abc import AsyncIterator

from bot.config import Config
from bot.errors import ConfigError, Unavailable
from bot.findings import Finding, mend, ok
from bot.tokens import DISCORD, SLACK_BOT, Tokens


async def examine(config: Config, tokens: Tokens) -> AsyncIterator[Finding]:
    """Yield what was found, as it is found: the database, then each platform whose token is set."""
    from bot.store import doctor as store

    for finding in await store.examine(config.store.url):
        yield finding
    for finding in await _rows(config):
        yield finding
    if tokens.discord:
        from bot.adapters.discord import doctor as discord

        for finding in await discord.examine(config.discord, tokens.discord):
            yield finding
    else:
        yield ok(f"Discord is not used: {DISCORD} is not set")
    if tokens.slack_bot or tokens.many_workspaces:
        from bot.adapters.slack import doctor as slack

        for finding in await slack.examine(config.slack, tokens):
            yield finding
    else:
        yield ok(f"Slack is not used: {SLACK_BOT} is not set")


async def _rows(config: Config) -> tuple[Finding, ...]:
    """Look for rows that can't be read, beside a running Callboard too; without a database there is nothing to say."""
    from bot.core.damage import advise, examine_all
    from bot.core.keys import FILE, VARIABLE, load_keys
    from bot.store.glance import glance

    url = config.store.url
    folder = url.path.parent if url.engine == "sqlite" else None
    if not os.environ.get(VARIABLE) and folder and not (folder / FILE).exists():
        return ()
    try:
        keys = load_keys(os.environ, folder)
        damaged = await glance(url, lambda tx: examine_all(tx, keys))
    except (ConfigError, Unavailable):  # which the database's own finding says
        return ()
    if damaged is None:
        return ()
    return tuple(mend(advise(one)) for one in damaged) or (ok("Every row of the database can be read"),)
