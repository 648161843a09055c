"""Builds the services of the postcards room."""

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.campaigns.campaigns import Campaigns
from bot.core.coalition.coalition import Coalition
from bot.core.guidance.build import GuidanceServices
from bot.core.people.people import People
from bot.core.postcards.postcard_notices import PostcardNotices
from bot.core.postcards.postcards import Postcards
from bot.core.postcards.printing import PostcardPrinting
from bot.core.postcards.review import PostcardReview
from bot.core.postcards.unsent_postcards import UnsentPostcards
from bot.core.slots.limits import LogLimits


class PostcardServices(Struct, frozen=True):
    """Everything around a postcard: sent, reviewed, printed, handed over."""

    postcards: Postcards
    unsent: UnsentPostcards
    review: PostcardReview
    printing: PostcardPrinting
    notices: PostcardNotices


def build_postcards(
    base: Base,
    people: People,
    coalition: Coalition,
    campaigns: Campaigns,
    guidance: GuidanceServices,
    limits: LogLimits,
    keep_days: int,
) -> PostcardServices:
    """Build the room. Words are deleted ``keep_days`` after a postcard was handed over."""
    postcards = Postcards(base, people, coalition, campaigns, guidance.finder, limits)
    return PostcardServices(
        postcards=postcards,
        unsent=UnsentPostcards(base, postcards),
        review=PostcardReview(base, people),
        printing=PostcardPrinting(base, people, keep_days),
        notices=PostcardNotices(base, people),
    )
