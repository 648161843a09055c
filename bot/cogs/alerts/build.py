"""Builds alerts, and the buttons under them in channels."""

from bot.cogs.alerts.alert import AlertCog
from bot.cogs.alerts.alert_buttons import AlertButtonsCog
from bot.cogs.shared.display_names import Naming
from bot.core.build import Core
from bot.kit.cards.outbound import Posters
from bot.kit.routes import Sealer


def build_alert_cogs(core: Core, posters: Posters, sealer: Sealer, naming: Naming) -> tuple[object, ...]:
    """Build the cogs of this room."""
    alerts, desk = core.alerts.alerts, core.alerts.desk
    return (
        AlertCog(alerts, desk, posters, sealer),
        AlertButtonsCog(desk, core.calls.scripts, core.boards.boards, naming),
    )
