"""Why the bot can't connect to Discord, as sentences for the admin. None of them shows the token."""

from math import ceil

import discord

from bot.adapters.discord.gateway.client import ShardConnectError, StartLimitError
from bot.config.secret_files import ENVIRONMENT
from bot.config.settings import DiscordConfig
from bot.config.tokens import DISCORD
from bot.errors import ConfigError, Unreachable, make_config_error
from bot.runtime.network import explain

# Close codes that reconnecting can't fix, and why.
_FINAL = {4012: "this version is too old for Discord", 4013: "wrong intents", 4014: "intents that are not allowed"}
_MOST_SECONDS = 120  # up to which a wait is said in seconds


def explain_failure(error: Exception, config: DiscordConfig) -> ConfigError:
    """Turn ``error`` into what to fix; Unreachable where only trying again can help."""
    match error:
        case ConfigError():
            return error
        case discord.LoginFailure() | discord.ConnectionClosed(code=4004):  # 4004: authentication failed
            where = "Developer Portal, Bot, Reset Token"
            return _make_problem(f"{DISCORD} is refused by Discord; copy it again ({where})", ENVIRONMENT)
        case discord.PrivilegedIntentsRequired():
            return _make_problem("Discord refuses the bot's intents, though it asks for servers alone")
        case discord.ConnectionClosed(code=code) if code in _FINAL:
            return _make_problem(f"Discord closed the connection with code {code} ({_FINAL[code]}); update Callboard")
        case StartLimitError(seconds=seconds):
            return Unreachable("discord", _explain_pause(seconds))
        case discord.GatewayNotFound(__cause__=discord.HTTPException() as answer):
            return _explain_answer(answer, config)
        case discord.HTTPException():
            return _explain_answer(error, config)
        case discord.ConnectionClosed(code=code):
            return Unreachable("discord", f"Discord closed the connection with code {code}")
        case ShardConnectError():
            return Unreachable("discord", f"{config.gateway_url} lets no connection through; check the network")
        case discord.RateLimited(retry_after=seconds):
            return Unreachable("discord", f"Discord wants to be left alone for {_write_span(seconds)}")
        case _:
            sentence = f"{config.api_url} can't be reached. {explain(error, config.api_url)}"
            return Unreachable("discord", sentence)


def _explain_answer(error: discord.HTTPException, config: DiscordConfig) -> ConfigError:
    """What an HTTP error means. Discord's own failures and limits pass, so those are Unreachable."""
    path = error.response.url.path
    match error.status:
        case 401:
            return explain_failure(discord.LoginFailure(), config)
        case 403 if error.code == 50001 and config.development_guild is not None:  # missing access
            guild = config.development_guild
            return _make_problem(f"development_guild: the bot isn't in the server {guild}; invite it first")
        case 404:
            return _make_problem(f"{config.api_url} has no {path.rpartition('/v10')[2]} (404); check discord.api_url")
        case status if status >= 500 or status == 429:
            return Unreachable("discord", f"Discord answered {status}")
        case status:
            return _make_problem(f"Discord answered {status} (code {error.code}) to {error.response.method} {path}")


def _explain_pause(seconds: float) -> str:
    return (
        f"the bot connected so often that the next connect waits {_write_span(seconds)}: Discord resets the token "
        "after 1,000 in 24 h. Something restarts the bot or cuts it off: mend that first"
    )


def _write_span(seconds: float) -> str:
    """A wait in whole seconds up to two minutes, and in whole minutes from then on. Rounded up, so it is never 0."""
    whole = max(ceil(seconds), 1)
    return f"{whole} s" if whole <= _MOST_SECONDS else f"{ceil(whole / 60)} min"


def _make_problem(sentence: str, place: str = "discord") -> ConfigError:
    return make_config_error(place, sentence)
