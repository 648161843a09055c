"""Reads a chapter's totals, for its captain and for those who coordinate its org."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.boards.board_view import Period, find_period_key
from bot.core.campaigns.campaign_search import find_campaign_to_show
from bot.core.campaigns.campaigns import Campaign, Campaigns
from bot.core.coalition.org_directory import Place, choose_only_place, choose_place, fetch_visible_places
from bot.core.people.people import People
from bot.core.totals import counters
from bot.core.totals.counting import CounterDelta, GroupKind, Measure
from bot.identity import Caller
from bot.roles import Reach
from bot.store.engine import Tx
from bot.store.sql import bindparam, func, select
from bot.store.statement import Statement
from bot.store.tables import chapter_maps, chapters, spaces


class ChapterTotals(Struct, frozen=True):
    """A chapter's calls, and its postcards, with the people behind them in one campaign, by period.

    ``mapped`` counts its channels and roles, ``mapped_elsewhere`` those of them on other platforms than the reader's.
    """

    place: Place
    campaign: Campaign
    calls: Mapping[Period, CounterDelta]
    postcards: Mapping[Period, CounterDelta]
    mapped: int
    mapped_elsewhere: int


# Mappings count only in spaces of the chapter's own org.
_MAPS = Statement(
    select(
        func.count().label("n"), func.count().filter(spaces.c.platform != bindparam("here")).label("elsewhere")
    ).where(
        chapter_maps.c.chapter_id == bindparam("which"),
        chapters.c.id == chapter_maps.c.chapter_id,
        spaces.c.key == chapter_maps.c.space_key,
        spaces.c.org_id == chapters.c.org_id,
    )
)


class ChapterTotalsReader:
    """Reads totals. A chapter or org outside ``reach`` does not exist for the caller."""

    def __init__(self, base: Base, people: People, campaigns: Campaigns) -> None:
        self._store, self._people, self._campaigns = base.store, people, campaigns

    async def fetch(
        self, caller: Caller, reach: Reach, chapter: str | None, campaign: str | None, at: int
    ) -> ChapterTotals:
        """A chapter's totals. Without a name, the one the caller captains or belongs to.

        Raises UserError unless that is exactly one.
        """
        return await self._store.read(lambda tx: self._read_totals(tx, caller, reach, chapter, campaign, at))

    async def _read_totals(
        self, tx: Tx, caller: Caller, reach: Reach, chapter: str | None, word: str | None, at: int
    ) -> ChapterTotals:
        campaign = find_campaign_to_show(await self._campaigns.load_within(tx, reach), word, at)
        seen = await fetch_visible_places(tx, reach, captains=True)
        place = choose_place(seen, chapter) if chapter else await self._find_own(tx, caller, reach, seen)
        calls, postcards = [await _read_periods(tx, campaign, place, measure, at) for measure in Measure]
        [maps] = await tx.all(_MAPS, which=place.id, here=caller.platform)
        return ChapterTotals(place, campaign, calls, postcards, int(maps.n), int(maps.elsewhere))

    async def _find_own(self, tx: Tx, caller: Caller, reach: Reach, seen: Sequence[Place]) -> Place:
        person = await self._people.find(tx, caller)
        captained = [place for place in seen if place.id in reach.chapters]
        joined = [place for place in seen if person and place.id == person.chapter_id]
        found = next((some for some in (captained, joined) if len(some) == 1), None)
        return found[0] if found else choose_only_place(captained or seen)


async def _read_periods(
    tx: Tx, campaign: Campaign, place: Place, measure: Measure, at: int
) -> Mapping[Period, CounterDelta]:
    here = (campaign.id, measure.name_kind(GroupKind.CHAPTER), place.org_id, place.id)
    return {period: await counters.load_counter(tx, *here, find_period_key(period, campaign, at)) for period in Period}
