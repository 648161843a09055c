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
from bot.core.slots.limits import LogLimits


class PostcardServices(Struct, frozen=True):
    """Everything around a postcard: sent, reviewed, printed, handed over."""

    postcards: Postcards
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
    store, keys, clock, requests, audit = base.store, base.keys, base.clock, base.requests, base.audit
    finder = guidance.finder
    return PostcardServices(
        postcards=Postcards(store, keys, clock, people, coalition, campaigns, finder, requests, limits),
        review=PostcardReview(store, keys, clock, people, requests, audit, base.bell),
        printing=PostcardPrinting(store, keys, clock, people, requests, audit, base.bell, keep_days),
        notices=PostcardNotices(store, keys, clock, people),
    )
