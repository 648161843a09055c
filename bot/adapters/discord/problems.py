"""What keeps the bot from starting, as sentences for whoever runs it; none shows the token."""

import discord

from bot.config import ENVIRONMENT, DiscordConfig
from bot.errors import ConfigError, Problem
from bot.tokens import DISCORD

_KEPT_STARTS = 50  # of the 1,000 connects in 24 hours, after which Discord resets the token


def start_problem(error: Exception, config: DiscordConfig) -> ConfigError:
    """Return what to mend after ``error`` ended the start."""
    match error:
        case discord.LoginFailure() | discord.ConnectionClosed(code=4004):  # 4004: authentication failed
            where = "Developer Portal, Bot, Reset Token"
            return _problem(f"{DISCORD} is refused by Discord; copy it again ({where})", ENVIRONMENT)
        case discord.Forbidden(code=50001):  # missing access
            guild = config.development_guild
            return _problem(f"development_guild: the bot isn't in the server {guild}; invite it first")
        case discord.HTTPException():
            return _problem(f"Discord answered {error.status} (code {error.code}); try again later")
        case discord.ConnectionClosed():
            return _problem(f"Discord closed the connection with code {error.code}; try again later")
        case discord.PrivilegedIntentsRequired():
            return _problem("Discord refuses the bot's intents, though it asks for servers alone")
        case _:
            cause = type(error).__name__
            return _problem(f"{config.api_url} can't be reached ({cause}); check the network and api_url")


def starts_problem(remaining: int, reset_after: int) -> ConfigError | None:
    """Return why not to connect now, when few of the day's connects remain; ``reset_after`` in milliseconds.

    A bot that crashes and is started again every five seconds uses them all up in 83 minutes.
    """
    if remaining >= _KEPT_STARTS:
        return None
    hours = -(-reset_after // 3_600_000)
    return _problem(
        f"only {remaining} connects remain for the next {hours} h, so this one is spared; "
        "something restarts the bot too often: mend that first"
    )


def _problem(sentence: str, place: str = "discord") -> ConfigError:
    return ConfigError((Problem(place, 0, 0, sentence),))
