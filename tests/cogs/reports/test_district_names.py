"""A district that is a whole state or territory is shown by its name, wherever districts are rows."""

import pytest

from bot.cogs.boards.leaderboard import draw_board_card
from bot.cogs.reports.report_cards import draw_districts_card
from bot.cogs.shared.card_parts import name_place
from bot.core.boards.board_view import Board, BoardView, Period
from bot.core.boards.ranking import BoardLine, Group
from bot.core.congress.places import parse_place
from bot.core.directory.states import NAMES
from bot.core.reports.reports import DistrictsReport
from bot.kit.cards.markup import strip_markup
from tests.cogs.reports.test_report_cards import INV, drive

NAMED = {
    "PR-0": "Puerto Rico",
    "DC-0": "District of Columbia",
    "GU-0": "Guam",
    "VT-0": "Vermont",
    "AK-0": "Alaska",
    "CA-11": "CA-11",
}


def test_a_form_shows_a_district_by_a_name_that_can_be_typed() -> None:
    for code in (*NAMES, *NAMED):
        saved = parse_place(code)
        assert parse_place(name_place(INV.words, saved)) == saved


@pytest.mark.parametrize("code", NAMED)
def test_a_districts_row_has_its_name_on_the_board_and_in_the_report(code: str) -> None:
    campaign = drive("a")
    report = DistrictsReport(campaign, (Group(code, 7, 7, 1),), 0, 0, 7)
    card = draw_districts_card(INV, report, 1)
    assert card.table
    assert card.table.rows == ((NAMED[code], "7", "7"),)
    file = draw_districts_card(INV, report, None).file
    assert file
    assert NAMED[code].encode() in file.data
    assert (code.encode() in file.data) == (NAMED[code] == code)
    board = BoardView(Board.DISTRICTS, Period.CAMPAIGN, campaign, (BoardLine(1, code, 7),), 0, 0, 0, 7)
    assert f"1. {NAMED[code]}: 7 calls" in strip_markup(draw_board_card(INV, board).body)
