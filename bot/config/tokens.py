"""The tokens. They come from the environment or files that it names, and are checked before any platform sees them.

A pasted token is often quoted, cut short or in the wrong variable, and platforms only answer "invalid". The sentences
here say what is wrong, and never show any part of a token.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields

from bot.config.secret_files import ENVIRONMENT, read_secret
from bot.errors import ConfigError, Problem

DISCORD = "DISCORD_TOKEN"
SLACK_BOT = "SLACK_BOT_TOKEN"
SLACK_APP = "SLACK_APP_TOKEN"
SLACK_SIGNING = "SLACK_SIGNING_SECRET"
SLACK_CLIENT_ID = "SLACK_CLIENT_ID"
SLACK_CLIENT_SECRET = "SLACK_CLIENT_SECRET"  # noqa: S105 - the variable's name

# The platforms' forms. Lengths are the shortest known ones, so anything shorter was cut.
_FORMS = {
    DISCORD: re.compile(r"[\w-]{18,}\.[\w-]{6,}\.[\w-]{27,}", re.ASCII),
    SLACK_BOT: re.compile(r"(?:xoxe\.)?xoxb-[\w-]{30,}", re.ASCII),
    SLACK_APP: re.compile(r"xapp-\d-[\w-]{60,}", re.ASCII),
    SLACK_SIGNING: re.compile("[0-9a-f]{32}"),
    SLACK_CLIENT_ID: re.compile(r"[0-9]{8,}\.[0-9]{8,}"),
    SLACK_CLIENT_SECRET: re.compile("[0-9a-f]{32}"),
}
VARIABLES = tuple(_FORMS)  # each may be in a file, too
# The beginning or the whole of a value -> what it is.
_KINDS = (
    (re.compile(r"(?:xoxe\.)?xoxb-"), "a Slack bot token"),
    (re.compile("xapp-"), "a Slack app-level token"),
    (re.compile("(?:xoxe\\.)?xoxp-"), "a Slack user token"),
    (re.compile("xoxe-"), "a Slack refresh token"),
    (re.compile("https?://"), "a web address"),
    (re.compile("(?i:bot|bearer) "), 'a token with the word "Bot" or "Bearer" before it'),
    (re.compile(r"[0-9]{8,}\."), "a Slack client id"),
    (re.compile("[0-9]{17,20}$"), "an application's or bot's id"),
    (re.compile("[0-9a-f]{64}$"), "a Discord public key"),
    (re.compile("[0-9a-f]{32}$"), "a Slack signing secret or verification code"),
    (re.compile(r"[\w-]{18,}\.[\w-]{6,}\.", re.ASCII), "a Discord bot token"),
)
_OWN_KINDS = {
    DISCORD: ("a Discord bot token", "in the Developer Portal under Bot, Reset Token"),
    SLACK_BOT: ("a Slack bot token", "at api.slack.com under OAuth & Permissions; it begins with xoxb-"),
    SLACK_APP: ("a Slack app-level token", "at api.slack.com under Basic Information; it begins with xapp-"),
    SLACK_SIGNING: ("a Slack signing secret", "at api.slack.com under Basic Information, App Credentials"),
    SLACK_CLIENT_ID: ("a Slack client id", "at api.slack.com under Basic Information, App Credentials"),
    SLACK_CLIENT_SECRET: (
        "a Slack client secret",
        "at api.slack.com under Basic Information, App Credentials",
    ),
}


@dataclass(frozen=True, slots=True, repr=False)
class Tokens:
    """The tokens; None where a variable is not set, or empty."""

    discord: str | None = None
    slack_bot: str | None = None
    slack_app: str | None = None
    slack_signing: str | None = None
    slack_client_id: str | None = None
    slack_client_secret: str | None = None

    @property
    def many_workspaces(self) -> bool:
        """Whether Slack workspaces install the app themselves. A bot token means a single workspace."""
        return not self.slack_bot and bool(self.slack_client_id and self.slack_client_secret)

    def __repr__(self) -> str:
        given = [field.name for field in fields(self) if getattr(self, field.name)]
        return f"Tokens({', '.join(given) or 'none'})"


def load_tokens(environ: Mapping[str, str]) -> Tokens:
    """Read the tokens, from variables or from the files that these name (`read_secret`).

    Raises ``ConfigError`` with each variable whose value is quoted, cut short or something else. The sentences hold
    no part of it.
    """
    found, problems = dict[str, str | None](), list[Problem]()
    for variable in VARIABLES:
        try:
            found[variable] = read_secret(environ, variable) or None
        except ConfigError as error:
            problems += error.problems
    problems += [
        Problem(ENVIRONMENT, 0, 0, f"{variable} {fault}")
        for variable, token in found.items()
        if token and (fault := _find_fault(variable, token))
    ]
    if problems:
        raise ConfigError(tuple(problems))
    return Tokens(
        discord=found[DISCORD],
        slack_bot=found[SLACK_BOT],
        slack_app=found[SLACK_APP],
        slack_signing=found[SLACK_SIGNING],
        slack_client_id=found[SLACK_CLIENT_ID],
        slack_client_secret=found[SLACK_CLIENT_SECRET],
    )


def _find_fault(variable: str, token: str) -> str | None:
    """What is wrong with ``token``: the end of a sentence that begins with the variable."""
    if _FORMS[variable].fullmatch(token):
        return None
    kind, where = _OWN_KINDS[variable]
    if re.match("[\"'`‘’“”]", token) or token[-1] in "\"'`‘’“”":
        return "has quotation marks around its value; leave them out"
    if token != token.strip():
        return "has spaces or a line end around its value; leave them out"
    looks = next((name for form, name in _KINDS if form.match(token)), None)
    if looks is not None and not looks.startswith(kind):
        return f"holds {looks}; {kind} belongs there ({where})"
    if looks is not None:
        return f"is cut short or damaged; copy it again ({where})"
    return f"does not look like {kind}; copy it again ({where})"
