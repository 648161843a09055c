"""Builds the home card, the open campaigns, and the commands that open and close them."""

from bot.cogs.campaigns.actions import ActionsCog
from bot.cogs.campaigns.campaign import CampaignCog
from bot.cogs.campaigns.home import HomeCog
from bot.core.build import Core
from bot.kit.registry import RegistryRef


def build_campaign_cogs(core: Core, registry: RegistryRef) -> tuple[object, ...]:
    """Build the cogs of this room."""
    overviews, drives = core.boards.overviews, core.campaigns
    return (
        HomeCog(overviews, core.congress, drives.references, core.coalition.links, core.alerts.waiting, registry),
        ActionsCog(overviews),
        CampaignCog(drives.lifecycle, drives.campaigns, drives.references),
    )
