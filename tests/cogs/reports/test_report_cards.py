"""Reports at their largest: every page fits every platform, and no row is lost between pages."""

from dataclasses import replace

import pytest
from msgspec import structs

from bot.cogs.reports.coverage_card import draw_coverage_card
from bot.cogs.reports.day_card import draw_day_card, draw_sent_reports_card
from bot.cogs.reports.positions_card import draw_positions_card
from bot.cogs.reports.report_cards import (
    draw_calls_card,
    draw_chapters_card,
    draw_districts_card,
    draw_offices_card,
)
from bot.cogs.shared.display_names import Names
from bot.cogs.shared.paging import paginate
from bot.core.boards.ranking import Group
from bot.core.calls.positions import Position
from bot.core.campaign_files.campaign_file import Ask, Listed
from bot.core.campaigns.campaigns import Campaign
from bot.core.directory.members import Directory
from bot.core.reports.coverage import Gaps, OfficeCoverage
from bot.core.reports.day_report import Answer, DayReport, GroupDay, OrgDay
from bot.core.reports.day_totals import DayTotal
from bot.core.reports.position_counts import PositionCounts
from bot.core.reports.report_sending import ReportNotice
from bot.core.reports.reports import (
    CallsReport,
    ChapterLine,
    ChaptersReport,
    DistrictsReport,
    OfficeLine,
    OfficesReport,
    PositionsReport,
)
from bot.core.totals.counting import Outcome
from bot.identity import Caller
from bot.kit.cards.markup import strip_markup
from bot.kit.cards.reply import Card
from bot.kit.i18n import load_words
from bot.kit.invocation import Envelope, Invocation
from bot.roles import Reach
from tests.core.postcards.support import LINES
from tests.services import MONDAY, ZONE, campaign

HUGE = 999_999_999
INV = Invocation(Envelope("r", MONDAY, Caller("console", "cora", None)), Reach(), load_words("en"))


def drive(character: str) -> Campaign:
    """A campaign with every text as long as allowed, made of one character."""
    listed = tuple(Listed(f"o{n}", {"en": character * 60}, None, "(202) 555-0100", ZONE) for n in range(100))
    asks = tuple(Ask(f"a{n}", {"en": character * 200}) for n in range(4))
    file = replace(campaign("k" * 32), title={"en": "T" * 75}, listed=listed, asks=asks)
    return Campaign(file, "open", ZONE, None, None)


def rows_of(cards: list[Card]) -> int:
    return sum(len(card.table.rows) for card in cards if card.table)


@pytest.mark.parametrize("character", ["a", "*", "&", "選"])
def test_the_largest_fit_and_no_row_is_lost(character: str) -> None:
    it = drive(character)
    names, whom = Names(Directory(), {it.id: it.file}), [office.key for office in it.file.listed]
    pages = range(1, paginate(1, whom).count + 1)
    outcomes = dict.fromkeys(Outcome, HUGE)
    offices = OfficesReport(it, tuple(OfficeLine(one, outcomes, HUGE) for one in whom))
    assert rows_of([draw_offices_card(INV, offices, names, number) for number in pages]) == 100
    counts, last = dict.fromkeys(Position, HUGE), dict.fromkeys(Position, "2026-11-23")
    tallies = tuple(PositionCounts(one, ask.key, counts, last, HUGE) for one in whom for ask in it.file.asks)
    said = PositionsReport(it, tallies, "2026-11-09")
    for ask in range(1, 5):
        assert rows_of([draw_positions_card(INV, said, names, ask, number) for number in pages]) == 100
    gaps = Gaps(it, tuple(OfficeCoverage(one, 0, HUGE, HUGE, HUGE) for one in whom), 0, (), HUGE, HUGE, True)
    assert rows_of([draw_coverage_card(INV, gaps, names, number) for number in pages]) == 100
    assert " a ZIP, a" in draw_coverage_card(INV, gaps, names, 1).note
    assert "ZIP" not in draw_coverage_card(INV, structs.replace(gaps, has_maps=False), names, 1).note
    lines = tuple(ChapterLine(character * 60, character * 60, False, HUGE, HUGE, MONDAY) for _ in whom)
    lines = (*lines[:50], *(replace(line, org="Other") for line in lines[50:]))
    chapters = ChaptersReport(it, lines, 3, HUGE)
    assert rows_of([draw_chapters_card(INV, chapters, number) for number in pages]) == 100
    places = DistrictsReport(it, tuple(Group("CA-11", HUGE, HUGE, 0) for _ in whom), 3, HUGE, 200 * HUGE)
    assert rows_of([draw_districts_card(INV, places, number) for number in pages]) == 100
    calls = CallsReport(it, tuple(DayTotal("2026-11-23", HUGE, HUGE) for _ in whom), HUGE, HUGE, outcomes)
    assert rows_of([draw_calls_card(INV, calls, number) for number in pages]) == 100
    groups = tuple(GroupDay(character * 60, HUGE, HUGE) for _ in whom)
    answers = tuple(Answer(ask.key, dict.fromkeys(Position, HUGE), HUGE) for ask in it.file.asks)
    day = DayReport(it, DayTotal("2026-11-23", HUGE, HUGE), DayTotal("2026-11-09", 1, 1), (), groups, (), (), answers)
    assert rows_of([draw_day_card(INV, day, names, number, True) for number in pages]) == 100
    everybodys = structs.replace(day, chapters=(), orgs=tuple(OrgDay(character * 60, False, *[HUGE] * 4) for _ in whom))
    assert rows_of([draw_day_card(INV, everybodys, names, number, False) for number in pages]) == 100
    assert draw_sent_reports_card(load_words("en"), ReportNotice("n", (), None, everybodys)).table
    for card in (draw_offices_card(INV, offices, names, None), draw_positions_card(INV, said, names, 1, None)):
        assert card.file
        assert card.file.data.count(b"\r\n") in (101, 401)


@pytest.mark.parametrize(("placeholder", "explained"), [(True, False), (False, True)])
def test_a_dash_is_explained_where_somebody_can_still_send(placeholder: bool, explained: bool) -> None:
    it = drive("a")
    day = DayReport(it, DayTotal("2026-11-23", 1, 1), None, (OrgDay("Harbor", placeholder, 1),))
    card = draw_day_card(INV, day, Names(Directory(), {}), 1, False)
    assert bool(card.note) is explained
    assert card.table
    assert card.table.rows[0][2] == "–"


def test_only_a_campaign_with_a_postcard_is_said_to_have_none() -> None:
    for lines, said in (
        ((), "no calls in this campaign yet"),
        (LINES, "no calls and no postcards in this campaign yet"),
    ):
        empty = DayReport(Campaign(campaign("vof", *lines), "open", ZONE, None, None), None)
        shown = draw_day_card(INV, empty, Names(Directory(), {}), None, True)
        for card in (shown, draw_sent_reports_card(INV.words, ReportNotice("n", (), None, empty))):
            assert said in strip_markup(card.body)


def test_a_day_of_postcards_alone_says_that_it_has_no_calls() -> None:
    it = Campaign(campaign("vof", *LINES), "open", ZONE, None, None)
    nothing, some = DayTotal("2026-11-23", 0, 0), DayTotal("2026-11-23", 2, 1)
    busy, quiet = DayTotal("2026-11-20", 3, 2), DayTotal("2026-11-20", 0, 0)
    cases = (
        (DayReport(it, nothing, postcards=some), "no calls.", "2 postcards by 1 person."),
        (DayReport(it, nothing, quiet, postcards=some), "no calls.", "2 postcards by 1 person."),
        (DayReport(it, nothing, busy, postcards=some), "3 calls fewer", "2 postcards by 1 person."),
        (
            DayReport(it, some, quiet, postcards_before=busy),
            "2 calls by 1 person.",
            "no postcards. That's 3 postcards fewer",
        ),
    )
    for report, calls, postcards in cases:
        card = draw_day_card(INV, report, Names(Directory(), {}), 1, False)
        first, second, *_ = strip_markup(card.body).splitlines()
        assert calls in first
        assert postcards in second
        assert " 0 " not in f"{first} {second}"
        assert "as many as" not in first
        assert card.facts[-1].value == "no calls to show"
