"""What a log will most likely ask about its caller, so that PostgreSQL answers it in one round trip."""

from collections.abc import Iterator

from bot.core.base.idempotency import Requests
from bot.core.base.statuses import CampaignState
from bot.core.campaigns.campaign_rows import ALL_CAMPAIGNS
from bot.core.campaigns.campaigns import Campaigns
from bot.core.coalition.coalition import make_chapter_query
from bot.core.congress.seat_mark_rows import MARKS_IN_FORCE
from bot.core.people.past.entries import make_recent_query
from bot.core.people.people import Person
from bot.core.slots.own_slots import make_live_query
from bot.core.totals.counters import make_totals_query
from bot.store.engine import Query

_MOST_CAMPAIGNS = 3  # with more, most of what is read would not be asked


def list_log_queries(
    requests: Requests, campaigns: Campaigns, person: Person, request: str, at: int
) -> Iterator[Query]:
    """The queries of a log at ``at``, for the campaigns that were open when this process last read them."""
    yield requests.make_query(request)
    yield ALL_CAMPAIGNS
    yield MARKS_IN_FORCE
    yield make_recent_query(person.id, at)
    if person.chapter_id:
        yield make_chapter_query(person.chapter_id)
    opened = [one.id for one in campaigns.last_known if one.state(at) is CampaignState.OPEN]
    for campaign in opened if len(opened) <= _MOST_CAMPAIGNS else ():
        yield make_live_query(person.id, campaign)
        if person.chapter_id:
            yield make_totals_query(campaign, person.id, person.chapter_id)
