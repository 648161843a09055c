"""Builds every cog on top of core."""

from collections.abc import Collection

from bot.cogs.alerts.build import build_alert_cogs
from bot.cogs.boards.build import build_board_cogs
from bot.cogs.calls.build import build_call_cogs
from bot.cogs.campaigns.build import build_campaign_cogs
from bot.cogs.coalition.build import build_coalition_cogs
from bot.cogs.drafts.build import build_draft_cogs
from bot.cogs.handover.build import build_handover_cogs
from bot.cogs.moderation.build import build_moderation_cogs
from bot.cogs.postcards.build import build_postcard_cogs
from bot.cogs.privacy.link import LinkCog
from bot.cogs.privacy.mydata import MyDataCog
from bot.cogs.reminders.remind import RemindCog
from bot.cogs.reports.build import build_report_cogs
from bot.cogs.shared.display_names import Naming
from bot.core.build import Core
from bot.kit.cards.outbound import Posters
from bot.kit.sealing import CardSealer
from bot.pictures.pictures import Pictures


def build_cogs(
    core: Core, posters: Posters, cards: CardSealer, zone: str, pictures: Pictures, domains: Collection[str] = ()
) -> tuple[object, ...]:
    """Build every cog. ``zone`` is the IANA name of the coalition's time zone.

    ``domains`` are those that links may lead to.
    """
    naming = Naming(core.congress, core.statehouses, core.campaigns.campaigns)
    return (
        *build_campaign_cogs(core, cards.registry, posters, naming, domains),
        *build_draft_cogs(core, zone),
        *build_handover_cogs(core),
        *build_call_cogs(core, naming, domains),
        *build_postcard_cogs(core, naming, pictures, domains),
        *build_board_cogs(core, naming),
        *build_coalition_cogs(core, posters, zone),
        RemindCog(core.reminders.own),
        LinkCog(core.privacy.linking),
        MyDataCog(core.privacy.data_export, core.privacy.privacy, core.campaigns.campaigns, zone),
        *build_alert_cogs(core, posters, cards, naming, zone),
        *build_report_cogs(core, naming),
        *build_moderation_cogs(core, naming, zone),
    )
