"""What a card says of a campaign's state before and after new content, whatever a command decided."""

import pytest

from bot.cogs.drafts.effects import describe_live, draw_open_button, draw_warnings
from bot.core.campaigns.campaigns import Campaign
from bot.core.drafts.difference import Effect
from bot.core.times.clock import DAY
from bot.identity import Caller
from bot.kit.i18n import load_words
from bot.kit.invocation import Envelope, Invocation
from bot.roles import Reach, Role
from tests.services import MONDAY, ZONE, campaign

ENGLISH = load_words("en")
INV = Invocation(Envelope("r", MONDAY, Caller("console", "cora", None)), Reach(Role.ADMIN), ENGLISH)
PAST, LATER, LAST = MONDAY - DAY, MONDAY + DAY, MONDAY + 9 * DAY


def make(status: str = "open", opens: int | None = None, closes: int | None = None) -> Campaign:
    return Campaign(campaign("vof"), status, ZONE, opens, closes, in_chat=True)


OPEN, PAUSED, CLOSED = make(), make("paused"), make(closes=PAST)
AHEAD, PAUSED_AHEAD = make(opens=LATER), make("paused", opens=LATER)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (OPEN, OPEN, ""),
        (OPEN, make(closes=LAST), ""),
        (PAUSED, make("paused", closes=LAST), "stays paused, so it takes no calls until somebody opens it"),
        (PAUSED, PAUSED_AHEAD, "stays paused, so it takes no calls until somebody opens it"),
        (AHEAD, PAUSED, "With this, the campaign is paused."),
        (OPEN, PAUSED, "With this, the campaign is paused."),
        (CLOSED, PAUSED, "With this, the campaign is paused."),
        (PAUSED, OPEN, "With this, it takes calls again."),
        (PAUSED, AHEAD, "the campaign takes no calls until "),
        (CLOSED, CLOSED, "stays closed"),
        (CLOSED, OPEN, "With this, it opens again."),
        (CLOSED, AHEAD, "With this, it opens again "),
        (OPEN, AHEAD, "the campaign takes no calls until "),
        (OPEN, CLOSED, "because its closing date has passed"),
        (PAUSED, CLOSED, "because its closing date has passed"),
        (AHEAD, OPEN, ""),
    ],
)
def test_a_draft_foretells_whether_its_campaign_takes_calls(before: Campaign, after: Campaign, said: str) -> None:
    warned = str(draw_warnings(INV, Effect(before, after, ())))
    assert said in warned if said else not warned


@pytest.mark.parametrize(
    ("live", "said", "button"),
    [
        (OPEN, "", None),
        (make(closes=LAST), "Open until ", None),
        (PAUSED, "is paused", "Open it"),
        (PAUSED_AHEAD, "is paused", None),
        (AHEAD, "It opens ", None),
        (CLOSED, "Closed ", "Open it again"),
        (make("paused", closes=PAST), "Closed ", "Open it again"),
    ],
)
def test_the_answer_to_publish_says_what_is_true_now(live: Campaign, said: str, button: str | None) -> None:
    described = str(describe_live(INV, live)).replace("*", "")
    assert said in described if said else not described
    assert [one.label for one in draw_open_button(ENGLISH, live, MONDAY)] == ([button] if button else [])


def test_every_reworded_question_is_named() -> None:
    assert str(draw_warnings(INV, Effect(OPEN, OPEN, (), (1, 3)))).count("used to be worded differently") == 2
