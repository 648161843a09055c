"""Tokens: what is wrong with one is named, and no part of it is shown.

The tokens here are assembled at run time, so that no secret scanner takes one for real.
"""

import pytest

from bot.config.tokens import Tokens, load_tokens
from bot.errors import ConfigError

BOT = "xoxb" + "-1234567890-1234567890-" + "AbCd" * 6
APP = "xapp" + "-1-A0123ABCD-1234567890-" + "0a1b" * 16
SIGNING = "0a1b" * 8
CLIENT = "1234567890.1234567890123"
DISCORD = ".".join(["MTIzNDU2Nzg5MDEyMzQ1Njc4", "GabcDe", "x" * 38])
GOOD = {
    "DISCORD_TOKEN": DISCORD,
    "SLACK_BOT_TOKEN": BOT,
    "SLACK_APP_TOKEN": APP,
    "SLACK_SIGNING_SECRET": SIGNING,
    "SLACK_CLIENT_ID": CLIENT,
    "SLACK_CLIENT_SECRET": SIGNING[::-1],
}
QUOTED = "has quotation marks around its value; leave them out"
SPACED = "has spaces or a line end around its value; leave them out"
DISCORD_CUT = "is cut short or damaged; copy it again (in the Developer Portal under Bot, Reset Token)"
BOT_PLACE = "(at api.slack.com under OAuth & Permissions; it begins with xoxb-)"
APP_PLACE = "(at api.slack.com under Basic Information; it begins with xapp-)"
APP_CREDENTIALS = "(at api.slack.com under Basic Information, App Credentials)"


def fault(**environ: str) -> str:
    with pytest.raises(ConfigError) as caught:
        load_tokens(environ)
    for value in environ.values():
        assert value.strip("\"' \n")[5:] not in str(caught.value)
    return str(caught.value)


def test_good_tokens_are_accepted() -> None:
    assert load_tokens(GOOD) == Tokens(DISCORD, BOT, APP, SIGNING, CLIENT, SIGNING[::-1])


def test_missing_or_empty_variables_give_none() -> None:
    assert load_tokens({}) == load_tokens(dict.fromkeys(GOOD, "")) == Tokens()


def test_nothing_shows_a_token() -> None:
    assert repr(load_tokens(GOOD)) == (
        "Tokens(discord, slack_bot, slack_app, slack_signing, slack_client_id, slack_client_secret)"
    )
    assert str(load_tokens({})) == "Tokens(none)"


@pytest.mark.parametrize("variable", GOOD)
def test_quotes_and_spaces_are_named(variable: str) -> None:
    for quoted in (f'"{GOOD[variable]}"', f"'{GOOD[variable]}'", f"“{GOOD[variable]}”", f'{GOOD[variable]}"'):
        assert fault(**{variable: quoted}) == f"environment: {variable} {QUOTED}"
    for spaced in (GOOD[variable] + "\n", " " + GOOD[variable]):
        assert fault(**{variable: spaced}) == f"environment: {variable} {SPACED}"


@pytest.mark.parametrize(
    ("variable", "token", "said"),
    [
        ("DISCORD_TOKEN", DISCORD[:50], DISCORD_CUT),
        ("SLACK_BOT_TOKEN", BOT[:20], f"is cut short or damaged; copy it again {BOT_PLACE}"),
        ("SLACK_APP_TOKEN", APP[:40], f"is cut short or damaged; copy it again {APP_PLACE}"),
        ("SLACK_SIGNING_SECRET", SIGNING[:30], (
            f"does not look like a Slack signing secret; copy it again {APP_CREDENTIALS}"
        )),
        ("SLACK_BOT_TOKEN", APP, (
            f"holds a Slack app-level token; a Slack bot token belongs there {BOT_PLACE}"
        )),
        ("SLACK_APP_TOKEN", BOT, (
            f"holds a Slack bot token; a Slack app-level token belongs there {APP_PLACE}"
        )),
        ("SLACK_BOT_TOKEN", BOT.replace("xoxb", "xoxp"), (
            f"holds a Slack user token; a Slack bot token belongs there {BOT_PLACE}"
        )),
        ("SLACK_BOT_TOKEN", SIGNING, (
            f"holds a Slack signing secret or verification code; a Slack bot token belongs there {BOT_PLACE}"
        )),
        ("SLACK_SIGNING_SECRET", APP, (
            f"holds a Slack app-level token; a Slack signing secret belongs there {APP_CREDENTIALS}"
        )),
        ("SLACK_SIGNING_SECRET", "https://example.org", (
            f"holds a web address; a Slack signing secret belongs there {APP_CREDENTIALS}"
        )),
        ("DISCORD_TOKEN", BOT, (
            "holds a Slack bot token; a Discord bot token belongs there "
            "(in the Developer Portal under Bot, Reset Token)"
        )),
        ("DISCORD_TOKEN", "123456789012345678", (
            "holds an application's or bot's id; a Discord bot token belongs there "
            "(in the Developer Portal under Bot, Reset Token)"
        )),
        ("DISCORD_TOKEN", "0a1b" * 16, (
            "holds a Discord public key; a Discord bot token belongs there "
            "(in the Developer Portal under Bot, Reset Token)"
        )),
        ("DISCORD_TOKEN", "Bot " + DISCORD, (
            'holds a token with the word "Bot" or "Bearer" before it; a Discord bot token belongs there '
            "(in the Developer Portal under Bot, Reset Token)"
        )),
        ("DISCORD_TOKEN", "changeme", (
            "does not look like a Discord bot token; copy it again "
            "(in the Developer Portal under Bot, Reset Token)"
        )),
        ("SLACK_CLIENT_ID", CLIENT[:13], f"is cut short or damaged; copy it again {APP_CREDENTIALS}"),
        ("SLACK_CLIENT_ID", SIGNING, (
            "holds a Slack signing secret or verification code; a Slack client id belongs there "
            f"{APP_CREDENTIALS}"
        )),
        ("SLACK_CLIENT_SECRET", CLIENT, (
            f"holds a Slack client id; a Slack client secret belongs there {APP_CREDENTIALS}"
        )),
        ("SLACK_CLIENT_SECRET", SIGNING[:30], (
            f"does not look like a Slack client secret; copy it again {APP_CREDENTIALS}"
        )),
        ("SLACK_BOT_TOKEN", DISCORD, (
            f"holds a Discord bot token; a Slack bot token belongs there {BOT_PLACE}"
        )),
    ],
)  # fmt: skip
def test_a_truncated_or_wrong_token_is_named(variable: str, token: str, said: str) -> None:
    assert fault(**{variable: token}) == f"environment: {variable} {said}"


def test_every_token_is_checked() -> None:
    with pytest.raises(ConfigError) as caught:
        load_tokens({"SLACK_BOT_TOKEN": APP, "SLACK_APP_TOKEN": BOT, "DISCORD_TOKEN": DISCORD})
    assert [problem.sentence.split()[0] for problem in caught.value.problems] == [
        "SLACK_BOT_TOKEN",
        "SLACK_APP_TOKEN",
    ]


def test_a_bot_token_says_that_there_is_one_workspace() -> None:
    assert not load_tokens(GOOD).many_workspaces
    client = {name: GOOD[name] for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET")}
    assert load_tokens(client).many_workspaces
    for name in client:
        assert not load_tokens(client | {name: ""}).many_workspaces
