"""Campaigns that put the caller's own members of a committee first."""

from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.congress.committee_names import find_chamber
from bot.core.guidance.targets import Targets


def is_order_open(file: CampaignFile, targets: Targets) -> bool:
    """Whether the caller's own members would come first, and where the caller lives isn't known well enough."""
    if not file.mine_first or file.committee is None or targets.directory.has_no_members:
        return False
    only_senators = find_chamber(file.committee) == "senate"
    return targets.place is None or not (only_senators or "-" in targets.place)
