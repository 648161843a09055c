"""Finds the targets of a campaign, and caches them by campaign, place and edition of Congress."""

from collections.abc import Iterable, Mapping

from cachetools import LRUCache
from msgspec.structs import replace

from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.campaigns.campaigns import Campaign
from bot.core.congress.congress import Congress
from bot.core.directory.members import Office
from bot.core.guidance.state_targets import NO_STATES, StateHome, match_own_members
from bot.core.guidance.targets import Targets, find_own_members, find_targets
from bot.core.people.profiles.homes import Home, find_home, find_trusted_place
from bot.core.people.profiles.profiles import Profile
from bot.core.statehouse.statehouses import Statehouses
from bot.store.engine import Tx

_REMEMBERED = 4_096


class TargetFinder:
    """Finds a caller's targets, and caches them until the data on Congress changes."""

    def __init__(self, congress: Congress, statehouses: Statehouses) -> None:
        self._congress, self._statehouses = congress, statehouses
        # By campaign version and places. There are about 500 districts of Congress, and thousands in the states.
        self._found: LRUCache[tuple[str | Home | None, ...], Targets] = LRUCache(_REMEMBERED)

    async def find(self, tx: Tx, file: CampaignFile, profile: Profile | None, at: int) -> Targets:
        """Find the targets at ``at`` (UTC microseconds) of a caller with this profile, None for a newcomer."""
        states = await self._statehouses.load_directory(tx) if file.states or file.governors else NO_STATES
        upper, lower = (profile.upper, profile.lower) if profile and file.states else (None, None)
        directory = await self._congress.load_sitting(tx, at)
        home = find_home(profile, directory.maps, at)
        key = (file.version, home, upper, lower)
        targets = self._found.get(key)
        if targets is None or targets.directory is not directory or targets.home.directory is not states:
            found = find_targets(file, home.place, directory, StateHome(upper, lower, states))
            targets = self._found[key] = replace(found, redrawn=home.redrawn)
        return targets

    async def find_office(self, tx: Tx, id: str) -> Office | None:
        """The office of a member of Congress or of a state legislator."""
        found = (await self._congress.load_directory(tx)).find_office(id)
        return found or (await self._statehouses.load_directory(tx)).find_office(id)

    async def find_own_members(self, tx: Tx, profile: Profile, at: int) -> Mapping[str, str]:
        """The ids of a caller's own members of Congress and of their state's legislature, by their generic words."""
        sitting = await self._congress.load_sitting(tx, at)
        own = find_own_members(find_trusted_place(profile, sitting.maps, at), sitting)
        home = StateHome(profile.upper, profile.lower, await self._statehouses.load_directory(tx))
        return {**own, **dict(match_own_members(home))}

    async def keep_callable(
        self, tx: Tx, campaigns: Iterable[Campaign], profile: Profile, at: int
    ) -> tuple[Campaign, ...]:
        """Those of ``campaigns`` that have somebody to call for a caller with this profile."""
        return tuple([one for one in campaigns if (await self.find(tx, one.file, profile, at)).all])
