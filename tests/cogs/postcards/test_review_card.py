"""A postcard to read says when it was written on its reader's clock, like the alerts beside it."""

from bot.cogs.postcards.review import draw_review_card
from bot.cogs.shared.display_names import Names
from bot.core.directory.members import Directory
from bot.core.postcards.review import ReviewCard
from bot.identity import Caller
from bot.kit.cards.markup import Markup, strip_markup
from bot.kit.i18n import load_words
from bot.kit.invocation import Envelope, Invocation
from bot.roles import Reach, Role
from tests.services import MONDAY

ONE = ReviewCard(
    "p1", "4F7K-92MD", "vof", "senator-1", "o1", "Please.", "A constituent", "en", None, None, MONDAY, 0, False, 1
)
CLOCKS = {
    None: "Eastern time",  # the campaign's, for readers whose clock nobody knows
    "America/Los_Angeles": "Pacific time",
    "America/Phoenix": "Arizona time",
    "Pacific/Honolulu": "Hawaii time",
    "America/New_York": "Eastern time",
}


def test_when_a_postcard_was_written_is_on_its_readers_clock() -> None:
    for own, clock in CLOCKS.items():
        caller, words = Caller("slack", "U1", "T1"), load_words("en", own_zone=own)
        inv = Invocation(Envelope("r", MONDAY, caller), Reach(Role.COORDINATOR), words)
        card = draw_review_card(inv, ONE, Names(Directory(), {}), "America/New_York")
        [when] = [fact.value for fact in card.facts if fact.label == words.t("postcard.review.written")]
        assert strip_markup(Markup(when)).endswith(clock)
