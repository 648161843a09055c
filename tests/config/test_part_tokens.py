"""The tokens that one process of several needs."""

import pytest

from bot.config.required_tokens import check_tokens
from bot.config.settings import Config
from bot.config.tokens import Tokens
from bot.errors import ConfigError
from bot.runtime.duties import Duty, Part

DISCORD, SLACK, DELIVERY = (Part(frozenset({duty})) for duty in Duty)


@pytest.mark.parametrize(
    ("tokens", "part", "told"),
    [
        (Tokens(slack_bot="b", slack_app="a"), DISCORD, "DISCORD_TOKEN is not set, and --only discord needs it"),
        (Tokens(discord="d"), SLACK, "SLACK_BOT_TOKEN is not set, and --only slack needs it"),
        (Tokens(discord="d", slack_bot="b"), SLACK, "SLACK_APP_TOKEN is not set"),
        (Tokens(), DELIVERY, "callboard chat"),
    ],
)
def test_a_part_needs_the_tokens_of_its_platform(tokens: Tokens, part: Part, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        check_tokens(Config(), tokens, part)


@pytest.mark.parametrize("part", [DISCORD, DELIVERY])
def test_a_platform_that_a_part_only_sends_to_needs_no_token_for_what_comes_in(part: Part) -> None:
    check_tokens(Config(), Tokens(discord="d", slack_bot="b"), part)
