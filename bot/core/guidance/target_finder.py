"""Finds the targets of a campaign, and caches them by campaign, place and edition of Congress."""

from collections.abc import Iterable

from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.campaigns.campaigns import Campaign
from bot.core.congress.congress import Congress
from bot.core.guidance.targets import Targets, find_targets
from bot.core.people.profiles import Profile
from bot.store.engine import Tx


class TargetFinder:
    """Finds a caller's targets, and caches them until the data on Congress changes."""

    def __init__(self, congress: Congress) -> None:
        self._congress = congress
        self._found: dict[tuple[str, str | None], Targets] = {}  # by campaign version and place: at most about 500

    async def find(self, tx: Tx, file: CampaignFile, profile: Profile | None, at: int) -> Targets:
        """Find the targets at ``at`` (UTC microseconds) of a caller with this profile, None for a newcomer."""
        place = profile.district if profile else None
        directory = await self._congress.load_sitting(tx, at)
        targets = self._found.get((file.version, place))
        if targets is None or targets.directory is not directory:
            targets = self._found[file.version, place] = find_targets(file, place, directory)
        return targets

    async def keep_callable(
        self, tx: Tx, campaigns: Iterable[Campaign], profile: Profile, at: int
    ) -> tuple[Campaign, ...]:
        """Those of ``campaigns`` that have somebody to call for a caller with this profile."""
        return tuple([one for one in campaigns if (await self.find(tx, one.file, profile, at)).all])
