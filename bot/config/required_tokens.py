"""Which tokens `run` needs beside those that are set."""

from bot.config.secret_files import ENVIRONMENT
from bot.config.settings import Config
from bot.config.tokens import (
    DISCORD,
    SLACK_APP,
    SLACK_BOT,
    SLACK_CLIENT_ID,
    SLACK_CLIENT_SECRET,
    SLACK_SIGNING,
    Tokens,
)
from bot.errors import make_config_error
from bot.runtime.duties import ONLY, WHOLE, Duty, Part

_NOTHING = (
    f"No platform is set up. Set {DISCORD}, or {SLACK_BOT} with {SLACK_APP} (Socket Mode) or "
    f"{SLACK_SIGNING} (HTTP). To try Callboard without an account: callboard chat"
)
_MANY = (
    f"{SLACK_CLIENT_ID} and {SLACK_CLIENT_SECRET}, for many workspaces, need slack.mode http and "
    f"{SLACK_SIGNING}. For one workspace set {SLACK_BOT} instead"
)


def list_platforms(tokens: Tokens) -> frozenset[Duty]:
    """The platforms whose tokens are set."""
    has_slack = bool(tokens.slack_bot or tokens.many_workspaces)
    is_set = {Duty.DISCORD: bool(tokens.discord), Duty.SLACK: has_slack}
    return frozenset(duty for duty in is_set if is_set[duty])


def check_tokens(config: Config, tokens: Tokens, part: Part = WHOLE) -> None:
    """Raise ConfigError if a platform lacks tokens that a process with this ``part`` needs."""
    if lack := _find_part_lack(config.slack.mode, tokens, part):
        raise make_config_error(ENVIRONMENT, lack)


def _find_part_lack(mode: str, tokens: Tokens, part: Part) -> str:
    """A sentence on the tokens that a process with this ``part`` lacks, or an empty text.

    Where it only sends, Slack needs no token for what comes in.
    """
    duties = part.duties
    if duties == WHOLE.duties or Tokens() == tokens:
        return find_lack(mode, tokens)
    if Duty.DISCORD in duties and not tokens.discord:
        return f"{DISCORD} is not set, and {ONLY} discord needs it"
    if Duty.SLACK not in duties:
        return ""
    if not (tokens.slack_bot or tokens.many_workspaces or tokens.slack_client_id or tokens.slack_client_secret):
        return f"{SLACK_BOT} is not set, and {ONLY} slack needs it"
    return find_lack(mode, tokens)


def find_lack(mode: str, tokens: Tokens) -> str:
    """A sentence on the tokens that are missing, or an empty text."""
    if tokens.slack_bot:
        return _find_workspace_lack(mode, tokens)
    if tokens.many_workspaces:
        return "" if mode == "http" and tokens.slack_signing else _MANY
    if tokens.slack_client_id or tokens.slack_client_secret:
        missing = SLACK_CLIENT_SECRET if tokens.slack_client_id else SLACK_CLIENT_ID
        return f"{missing} is not set, and Slack needs it beside the other one for many workspaces"
    if tokens.slack_app or tokens.slack_signing:
        return f"{SLACK_BOT} is not set, and Slack needs it beside the other one"
    return "" if tokens.discord else _NOTHING


def _find_workspace_lack(mode: str, tokens: Tokens) -> str:
    """A sentence on what a bot token still needs in this mode. It names a token that is set for the other mode."""
    socket, http = (SLACK_APP, tokens.slack_app, "socket"), (SLACK_SIGNING, tokens.slack_signing, "http")
    (wanted, given, _), (other, useless, way) = (http, socket) if mode == "http" else (socket, http)
    if given:
        return ""
    hint = f"; {other}, which is set, is for slack.mode {way}" if useless else ""
    return f"{wanted} is not set, and Slack needs it beside {SLACK_BOT} while slack.mode is {mode}{hint}"
