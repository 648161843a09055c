"""An overview of the open campaigns, with what a person has left to do today."""

from msgspec import Struct

from bot.core.base.statuses import CampaignState
from bot.core.campaigns.campaign_search import sort_campaigns
from bot.core.campaigns.campaigns import Campaign, Campaigns
from bot.core.guidance.target_finder import TargetFinder
from bot.core.guidance.targets import find_reason_for_nobody
from bot.core.people.people import People
from bot.core.people.profiles.homes import Redrawn
from bot.core.people.profiles.profiles import find_home_zone
from bot.core.postcards.used_postcards import PostcardProgress, load_postcard_progress
from bot.core.slots.own_slots import find_slots_today
from bot.core.totals.counters import load_total
from bot.core.totals.counting import GroupKind
from bot.identity import Caller
from bot.phrases import Phrase
from bot.store.engine import Store, Tx


class Overview(Struct, frozen=True):
    """One open campaign: its completed calls, and how many targets the caller has, in all, left and reached today.

    ``zone`` is the caller's own time zone, None if unknown. ``nobody`` says why there are no targets, if so.
    ``postcards`` is None if the campaign has none here. ``asked`` is as in `Targets`.
    """

    campaign: Campaign
    total: int
    targets: int
    left: int
    reached: int
    zone: str | None = None
    nobody: Phrase | None = None
    postcards: PostcardProgress | None = None
    asked: Redrawn | None = None


class Overviews:
    """Reads overviews."""

    def __init__(self, store: Store, people: People, campaigns: Campaigns, finder: TargetFinder) -> None:
        self._store, self._people = store, people
        self._campaigns, self._finder = campaigns, finder

    async def read(self, caller: Caller, at: int, zone: str | None = None) -> tuple[Overview, ...]:
        """The open campaigns. The first is the one a bare `/log` goes to.

        ``zone`` is the caller's time zone if the platform knows it.
        """
        return await self._store.read(lambda tx: self._read(tx, caller, at, zone))

    async def _read(self, tx: Tx, caller: Caller, at: int, zone: str | None) -> tuple[Overview, ...]:
        known = sort_campaigns(await self._campaigns.load_visible(tx, caller), at)
        open_campaigns = [campaign for campaign in known if campaign.state(at) is CampaignState.OPEN]
        overviews = [await self._make_overview(tx, caller, campaign, at, zone) for campaign in open_campaigns]
        return tuple(sorted(overviews, key=lambda one: 0 if one.left else 1 if one.targets else 2))

    async def _make_overview(self, tx: Tx, caller: Caller, campaign: Campaign, at: int, zone: str | None) -> Overview:
        person = await self._people.find(tx, caller)
        profile = person.profile if person else None
        targets = await self._finder.find(tx, campaign.file, profile, at)
        slots = await find_slots_today(tx, self._people, caller, person, campaign, targets, at)
        everybody = await load_total(tx, campaign.id, GroupKind.TOTAL, "", "")
        own = find_home_zone(zone, profile, targets.directory)
        nobody = None if targets.all else find_reason_for_nobody(targets, campaign.file)
        cards = await load_postcard_progress(tx, self._people, caller, person, campaign, targets)
        numbers = (everybody, len(targets.all), slots.open_count, len(slots.reached))
        return Overview(campaign, *numbers, own, nobody, cards, targets.asked)
