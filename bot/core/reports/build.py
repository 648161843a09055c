"""Wires what coordinators read."""

from dataclasses import dataclass

from bot.core.base.build import Base
from bot.core.campaigns.campaigns import Campaigns
from bot.core.congress.congress import Congress
from bot.core.people.people import People
from bot.core.reports.coverage import Coverage
from bot.core.reports.reports import Reports


@dataclass(frozen=True, slots=True)
class ReportServices:
    """Reports, and whom a campaign has reached."""

    reports: Reports
    coverage: Coverage


def build_reports(
    base: Base, people: People, campaigns: Campaigns, congress: Congress, min_group: int
) -> ReportServices:
    """Wire reports. Groups of fewer than ``min_group`` people of other orgs are folded."""
    return ReportServices(
        Reports(base.store, campaigns, congress, min_group),
        Coverage(base.store, people, campaigns, congress, min_group),
    )
