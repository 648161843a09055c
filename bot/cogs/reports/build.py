"""Builds the reports."""

from bot.cogs.reports.report import ReportCog
from bot.cogs.shared.display_names import Naming
from bot.core.build import Core


def build_report_cogs(core: Core, naming: Naming) -> tuple[object, ...]:
    """Build the cogs of this room."""
    return (ReportCog(core.reports, core.campaigns.campaigns, naming),)
