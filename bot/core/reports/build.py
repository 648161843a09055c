"""Builds the services of the reports room."""

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.campaigns.campaigns import Campaigns
from bot.core.congress.congress import Congress
from bot.core.people.people import People
from bot.core.people.profiles.residents import Residents
from bot.core.reports.coverage import Coverage
from bot.core.reports.day_report import DayReports
from bot.core.reports.postcards_report import PostcardsReports
from bot.core.reports.report_sending import ReportSending
from bot.core.reports.reports import Reports
from bot.core.statehouse.statehouses import Statehouses


class ReportServices(Struct, frozen=True):
    """The services for reports, coverage, and sending reports to the coalition."""

    reports: Reports
    coverage: Coverage
    day_reports: DayReports
    sending: ReportSending
    postcards: PostcardsReports


def build_reports(
    base: Base,
    people: People,
    campaigns: Campaigns,
    residents: Residents,
    congress: Congress,
    statehouses: Statehouses,
    min_group: int,
) -> ReportServices:
    """Build the room. Other orgs' groups of fewer than ``min_group`` people are folded."""
    day_reports = DayReports(base.store, campaigns, congress)
    return ReportServices(
        Reports(base.store, campaigns, congress, min_group),
        Coverage(base, residents, campaigns, congress, statehouses, min_group),
        day_reports,
        ReportSending(base, people, day_reports),
        PostcardsReports(base.store, campaigns),
    )
