"""No sentence quotes a mention as a platform writes it; an id that somebody typed stays."""

import pytest

from bot.core.names.typed_names import tidy
from bot.errors import UserError
from bot.kit.answers.refusals import refuse_error
from bot.kit.i18n import load_words
from bot.mentions import has_mention, reword_mentions

MENTIONS = {
    "<@123456789012345678>": "the person you mentioned",
    "<@!123456789012345678>": "the person you mentioned",
    "<@U0BEN1234|ben>": "the person you mentioned",
    "T0TEAM12:U0BEN1234": "the person you mentioned",
    "T1:U12345": "the person you mentioned",
    "E0GRID12:W0BEN1234": "the person you mentioned",
    "slack:T0TEAM12:U0BEN1234": "“the person you mentioned",
    "@T0TEAM12:U0BEN1234": "“the person you mentioned",
    "@slack:T0TEAM12:U0BEN1234": "“the person you mentioned",
    "@discord:123456789012345678": "“the person you mentioned",
    "discord:123456789012345678": "the person you mentioned",
    "<@&123456789012345678>": "the role you mentioned",
    "role:123456789012345678": "the role you mentioned",
    "<!subteam^S0TEAM12|@team>": "the role you mentioned",
    "<#C0GENERAL|general>": "the channel you mentioned",
    "<#123456789012345678>": "the channel you mentioned",
    "channel:123456789012345678": "the channel you mentioned",
    "</campaign show:123456789012345678>": "/campaign show",
    "<:wave:123456789012345678>": ":wave:",
    "<!here>": "@here",
}


TYPED_IDS = ("U01ABC", "@U0BEN1234", "C0GENERAL12", "123456789012345678")  # people compare them letter by letter
NO_IDS = (
    "C001035",
    "G20SUMMIT26",
    "DREAM2026ACT",
    "U2",
    "2026-12-01",
    "(202) 224-3121",
    "1234567890123456",
    "u01abc",
    "CO-8",
)


@pytest.mark.parametrize("typed", MENTIONS)
def test_a_sentence_says_a_mention_in_words(typed: str) -> None:
    for error in (UserError("district.unknown", word=f"{typed} now"), UserError("org.near", word=typed, near="x")):
        body = refuse_error(error, None, load_words("en")).card.body.replace("\\", "")
        assert MENTIONS[typed] in body
        assert typed not in body
        assert "1234" not in body


def test_what_is_no_mention_stays() -> None:
    for typed in (
        "ben@example.org",
        "@ben",
        "9:00",
        "role: captain",
        "Unit 077",
        "a < b > c",
        "Local 32BJ",
        "12345",
        *NO_IDS,
        *TYPED_IDS,
    ):
        assert reword_mentions(typed, str) == typed
        assert not has_mention(typed)


def test_a_name_is_written_in_words() -> None:
    for typed in ("<@123456789012345678>", "Ben <@U0BEN1234|ben>", "T0TEAM12:U0BEN1234"):
        with pytest.raises(UserError) as caught:
            tidy(typed, "name", 1, 80)
        assert caught.value.key == "name.mention"
