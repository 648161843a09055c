"""Builds the services of the campaigns room."""

from collections.abc import Iterable

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.campaign_files.campaign_folder import CampaignFolder
from bot.core.campaigns.campaigns import Campaigns
from bot.core.campaigns.file_watch import FileWatch
from bot.core.campaigns.lifecycle import Lifecycle
from bot.core.campaigns.link_taps import LinkTaps
from bot.core.campaigns.references import References
from bot.core.congress.congress import Congress
from bot.core.people.people import People


class CampaignServices(Struct, frozen=True):
    """The services for campaigns and their lifecycle."""

    campaigns: Campaigns
    lifecycle: Lifecycle
    references: References
    files: FileWatch
    link_taps: LinkTaps


def build_campaigns(
    base: Base, people: People, congress: Congress, files: Iterable[CampaignFile], folder: CampaignFolder | None = None
) -> CampaignServices:
    """Build the room from parsed campaign files and the folder they are from."""
    campaigns = Campaigns(base, people, files)
    lifecycle = Lifecycle(base, people, campaigns)
    references = References(base.store, campaigns, congress)
    taps = LinkTaps(base, people, campaigns)
    return CampaignServices(campaigns, lifecycle, references, FileWatch(campaigns, folder), taps)
