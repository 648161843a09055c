"""Builds the services of the guidance room."""

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.campaigns.campaigns import Campaigns
from bot.core.congress.congress import Congress
from bot.core.guidance.line_reports import LineReports
from bot.core.guidance.routing import Routing
from bot.core.guidance.target_finder import TargetFinder
from bot.core.people.people import People
from bot.core.statehouse.statehouses import Statehouses


class GuidanceServices(Struct, frozen=True):
    """Targets, the campaigns they belong to, and the state of phone lines."""

    finder: TargetFinder
    routing: Routing
    lines: LineReports


def build_guidance(
    base: Base, people: People, campaigns: Campaigns, congress: Congress, statehouses: Statehouses, min_group: int
) -> GuidanceServices:
    """Build the room. Reports by fewer than ``min_group`` people change no line."""
    finder = TargetFinder(congress, statehouses)
    return GuidanceServices(finder, Routing(base.store, people, campaigns, finder), LineReports(min_group))
