"""The targets of a caller in each open campaign, for menus and suggestions."""

from bot.core.campaigns.campaigns import Campaign, Campaigns
from bot.core.guidance.campaign_choice import load_open_targets
from bot.core.guidance.target_finder import TargetFinder
from bot.core.guidance.targets import Targets
from bot.core.people.people import People
from bot.identity import Caller
from bot.store.engine import Store, Tx


class Routing:
    """Loads whom a caller can call."""

    def __init__(self, store: Store, people: People, campaigns: Campaigns, finder: TargetFinder) -> None:
        self._store, self._people = store, people
        self._campaigns, self._finder = campaigns, finder

    async def read(self, caller: Caller, at: int) -> tuple[tuple[Campaign, Targets], ...]:
        """The campaigns that take calls, foremost first, each with the caller's targets."""
        return await self._store.read(lambda tx: self._read(tx, caller, at))

    async def _read(self, tx: Tx, caller: Caller, at: int) -> tuple[tuple[Campaign, Targets], ...]:
        person = await self._people.find(tx, caller)
        profile = person.profile if person else None
        return await load_open_targets(tx, await self._campaigns.load_visible(tx, caller), self._finder, profile, at)
