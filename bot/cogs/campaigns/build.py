"""Builds the cogs of the campaigns room."""

from collections.abc import Collection

from bot.cogs.campaigns.actions import ActionsCog
from bot.cogs.campaigns.campaign import CampaignCog
from bot.cogs.campaigns.home import HomeCog
from bot.cogs.campaigns.link_taps import LinkTapsCog
from bot.cogs.campaigns.reading_language import ReadingLanguageCog
from bot.cogs.shared.display_names import Naming
from bot.core.build import Core
from bot.kit.cards.outbound import Posters
from bot.kit.registry import RegistryRef


def build_campaign_cogs(
    core: Core, registry: RegistryRef, posters: Posters, naming: Naming, domains: Collection[str]
) -> tuple[object, ...]:
    """Build the cogs of this room."""
    overviews, campaigns = core.boards.overviews, core.campaigns
    home = HomeCog(
        overviews,
        core.congress,
        core.statehouses,
        campaigns.references,
        campaigns.files,
        core.coalition.links,
        core.alerts.waiting,
        registry,
        posters,
    )
    return (
        home,
        ReadingLanguageCog(home, core.coalition.profiles, core.calls.scripts, naming),
        ActionsCog(overviews, campaigns.link_taps, domains),
        LinkTapsCog(campaigns.link_taps),
        CampaignCog(
            campaigns.lifecycle,
            campaigns.campaigns,
            campaigns.references,
            campaigns.files,
            core.drafts.drafts,
            core.changes.refusals,
            core.alerts.waiting,
        ),
    )
