"""Builds the reports."""

from bot.cogs.alerts.channel_access import Reaching
from bot.cogs.reports.report import ReportCog
from bot.cogs.shared.display_names import Naming
from bot.core.build import Core
from bot.kit.cards.outbound import Posters


def build_report_cogs(core: Core, posters: Posters, naming: Naming) -> tuple[object, ...]:
    """Build the cogs of this room."""
    return (ReportCog(core.reports.reports, core.reports.coverage, core.alerts.alerts, naming, Reaching(posters)),)
