"""Wires campaigns: their files, their status, and the people and committees they name."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.base.build import Base
from bot.core.campaigns.campaign_file import CampaignFile
from bot.core.campaigns.campaigns import Campaigns
from bot.core.campaigns.lifecycle import Lifecycle
from bot.core.campaigns.references import References
from bot.core.congress.congress import Congress
from bot.core.people.people import People


@dataclass(frozen=True, slots=True)
class CampaignServices:
    """Campaigns as they are, and what opens and closes them."""

    campaigns: Campaigns
    lifecycle: Lifecycle
    references: References


def build_campaigns(base: Base, people: People, congress: Congress, files: Iterable[CampaignFile]) -> CampaignServices:
    """Wire campaigns from the files that were read."""
    campaigns = Campaigns(base.store, base.clock, people, files)
    lifecycle = Lifecycle(base.store, people, campaigns, base.requests, base.audit)
    return CampaignServices(campaigns, lifecycle, References(base.store, campaigns, congress))
