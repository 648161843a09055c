"""`callboard doctor`: everything Callboard needs from outside, tried once."""

from collections.abc import AsyncIterator

from bot.config import Config
from bot.findings import Finding, ok
from bot.tokens import DISCORD, SLACK_BOT, Tokens


async def examine(config: Config, tokens: Tokens) -> AsyncIterator[Finding]:
    """Yield what was found, as it is found: the database, then each platform whose token is set."""
    from bot.store import doctor as store

    for finding in await store.examine(config.store.url):
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
