"""Builds the cogs of the boards room."""

from bot.cogs.boards.leaderboard import LeaderboardCog
from bot.cogs.boards.mycalls import MyCallsCog
from bot.cogs.shared.display_names import Naming
from bot.core.build import Core


def build_board_cogs(core: Core, naming: Naming) -> tuple[object, ...]:
    """Build the cogs of this room."""
    return LeaderboardCog(core.boards.boards), MyCallsCog(core.boards.histories, naming)
