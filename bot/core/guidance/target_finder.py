"""Finds the targets of a campaign, and caches them by campaign, place and edition of Congress."""

from collections.abc import Iterable, Mapping

from cachetools import LRUCache

from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.campaigns.campaigns import Campaign
from bot.core.congress.congress import Congress
from bot.core.directory.members import Office
from bot.core.guidance.state_targets import NO_STATES, StateHome, match_own_members
from bot.core.guidance.targets import Targets, find_own_members, find_targets
from bot.core.people.profiles import Profile
from bot.core.statehouse.statehouses import Statehouses
from bot.store.engine import Tx

_REMEMBERED = 4_096


class TargetFinder:
    """Finds a caller's targets, and caches them until the data on Congress changes."""

    def __init__(self, congress: Congress, statehouses: Statehouses) -> None:
        self._congress, self._statehouses = congress, statehouses
        # By campaign version and places. There are about 500 districts of Congress, and thousands in the states.
        self._found: LRUCache[tuple[str | None, ...], Targets] = LRUCache(_REMEMBERED)

    async def find(self, tx: Tx, file: CampaignFile, profile: Profile | None, at: int) -> Targets:
        """Find the targets at ``at`` (UTC microseconds) of a caller with this profile, None for a newcomer."""
        place = profile.district if profile else None
        states = await self._statehouses.load_directory(tx) if file.states or file.governors else NO_STATES
        upper, lower = (profile.upper, profile.lower) if profile and file.states else (None, None)
        key = (file.version, place, upper, lower)
        directory = await self._congress.load_sitting(tx, at)
        targets = self._found.get(key)
        if targets is None or targets.directory is not directory or targets.home.directory is not states:
            targets = self._found[key] = find_targets(file, place, directory, StateHome(upper, lower, states))
        return targets

    async def find_office(self, tx: Tx, id: str) -> Office | None:
        """The office of a member of Congress or of a state legislator."""
        found = (await self._congress.load_directory(tx)).find_office(id)
        return found or (await self._statehouses.load_directory(tx)).find_office(id)

    async def find_own_members(self, tx: Tx, profile: Profile) -> Mapping[str, str]:
        """The ids of a caller's own members of Congress and of their state's legislature, by their generic words."""
        own = find_own_members(profile.district, await self._congress.load_directory(tx))
        home = StateHome(profile.upper, profile.lower, await self._statehouses.load_directory(tx))
        return {**own, **dict(match_own_members(home))}

    async def keep_callable(
        self, tx: Tx, campaigns: Iterable[Campaign], profile: Profile, at: int
    ) -> tuple[Campaign, ...]:
        """Those of ``campaigns`` that have somebody to call for a caller with this profile."""
        return tuple([one for one in campaigns if (await self.find(tx, one.file, profile, at)).all])
