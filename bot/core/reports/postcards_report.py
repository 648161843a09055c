"""The report of a campaign's postcards: how many a day, and how far they are."""

from collections import Counter
from collections.abc import Mapping
from functools import partial

from msgspec import Struct

from bot.core.base.stored_values import read_or
from bot.core.boards.boards import choose_board_campaign
from bot.core.campaigns.campaigns import Campaign, Campaigns
from bot.core.postcards.postcard_rows import PostcardStatus, read_status
from bot.core.reports.day_totals import DayTotals, load_day_totals
from bot.core.reports.report_rows import POSTCARDS, load_rows_within, make_scoped
from bot.core.totals.counter_changes import read_folded
from bot.core.totals.counting import CAMPAIGN, Measure
from bot.roles import Reach
from bot.store.engine import Store, Tx
from bot.store.sql import bindparam, select
from bot.store.tables import anonymous_reports


class PostcardsReport(Struct, frozen=True):
    """``totals`` count postcards, and ``statuses`` say how far those are whose words or paper are still on the way.

    Of forgotten people, only what was handed over has a status. A person who writes for two orgs counts as one of the
    people of each.
    """

    campaign: Campaign
    totals: DayTotals
    statuses: Mapping[PostcardStatus, int]


_LEFT = anonymous_reports.c
_ANONYMOUS = make_scoped(
    select(_LEFT.value.label("status"), _LEFT.n).where(
        _LEFT.campaign_id == bindparam("campaign"), _LEFT.about == "postcard"
    ),
    _LEFT.org_id,
)


class PostcardsReports(Struct, frozen=True):
    """Reads it about the orgs within a reach; for an admin, about the whole coalition."""

    store: Store
    campaigns: Campaigns

    async def read(self, reach: Reach, word: str | None, at: int) -> PostcardsReport:
        """A campaign's postcards by day. Without a word, the foremost campaign that has a postcard."""

        async def read(tx: Tx) -> PostcardsReport:
            known = await self.campaigns.load_within(tx, reach)
            campaign = choose_board_campaign(known, word, at, Measure.POSTCARDS)
            totals = await load_day_totals(tx, reach, campaign.id, Measure.POSTCARDS)
            return PostcardsReport(campaign, totals, await _count_statuses(tx, reach, campaign.id))

        return await read_folded(self.store, read)


async def _count_statuses(tx: Tx, reach: Reach, campaign: str) -> Mapping[PostcardStatus, int]:
    found = Counter[PostcardStatus]()
    here = await load_rows_within(tx, POSTCARDS, reach, campaign=campaign, period=CAMPAIGN)
    for row in (*here, *await load_rows_within(tx, _ANONYMOUS, reach, campaign=campaign)):
        if status := read_or(None, partial(read_status, row.status)):
            found[status] += row.n
    return found
