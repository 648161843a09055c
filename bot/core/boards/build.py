"""Builds the services of the boards room."""

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.boards.boards import Boards
from bot.core.boards.chapter_totals import ChapterTotalsReader
from bot.core.boards.chapters import Chapters
from bot.core.boards.history import Histories
from bot.core.boards.overview import Overviews
from bot.core.campaigns.campaigns import Campaigns
from bot.core.coalition.coalition import Coalition
from bot.core.guidance.target_finder import TargetFinder
from bot.core.people.people import People


class BoardServices(Struct, frozen=True):
    """Boards, chapters with their totals, a person's history, and an overview of open campaigns."""

    boards: Boards
    chapters: Chapters
    chapter_totals: ChapterTotalsReader
    histories: Histories
    overviews: Overviews


def build_boards(
    base: Base, people: People, coalition: Coalition, campaigns: Campaigns, finder: TargetFinder, min_group: int
) -> BoardServices:
    """Build the room. Other orgs' groups of fewer than ``min_group`` people are folded."""
    store = base.store
    return BoardServices(
        boards=Boards(store, people, coalition, campaigns, min_group),
        chapters=Chapters(base, people, coalition),
        chapter_totals=ChapterTotalsReader(base, people, campaigns),
        histories=Histories(base, people, coalition, campaigns, finder, min_group),
        overviews=Overviews(store, people, campaigns, finder),
    )
