"""Builds the cogs of the alerts room."""

from bot.cogs.alerts.alert import AlertCog
from bot.cogs.alerts.alert_buttons import AlertButtonsCog
from bot.cogs.alerts.alert_translating import AlertTranslationCog
from bot.cogs.alerts.alert_writing import AlertWritingCog
from bot.cogs.alerts.channel_access import ChannelAccess
from bot.cogs.shared.display_names import Naming
from bot.core.build import Core
from bot.kit.answers.direct_messages import DirectMessages
from bot.kit.answers.sealing import CardSealer
from bot.kit.cards.outbound import Posters


def build_alert_cogs(core: Core, posters: Posters, cards: CardSealer, naming: Naming, zone: str) -> tuple[object, ...]:
    """Build the cogs. ``zone`` is the coalition's."""
    alerts, operations = core.alerts.alerts, core.alerts.operations
    access = ChannelAccess(posters)
    return (
        AlertWritingCog(core.alerts, core.campaigns.campaigns, core.reports.coverage, access),
        AlertCog(core.alerts, access, DirectMessages(posters, cards), zone),
        AlertTranslationCog(alerts, core.alerts.translations, access),
        AlertButtonsCog(operations, core.calls.scripts, core.boards.boards, naming),
    )
