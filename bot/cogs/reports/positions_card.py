"""Draws what offices said to one ask, with a button for each other ask."""

from collections.abc import Iterator, Sequence
from datetime import date

from bot.cogs.reports.report_cards import CELL, draw_table, make_report_file
from bot.cogs.shared.card_parts import translate_title
from bot.cogs.shared.csv_export import Cell
from bot.cogs.shared.display_names import Names
from bot.cogs.shared.paging import paginate
from bot.core.calls.positions import Position
from bot.core.campaign_files.campaign_file import Ask, find_text
from bot.core.campaigns.campaigns import Campaign
from bot.core.reports.position_counts import MIN_CALLERS, PositionCounts
from bot.core.reports.reports import PositionsReport
from bot.kit.cards.markup import Markup, escape, join
from bot.kit.cards.reply import Button, Card, File, shorten
from bot.kit.invocation import Invocation

_UNSAID = "–"  # shown instead of answers that too few callers heard
_ASK = 60  # of a button's 75 characters
_POSITIONS = (Position.YES, Position.NO, Position.UNDECIDED)


def draw_positions_card(inv: Invocation, report: PositionsReport, names: Names, ask: int, number: int | None) -> Card:
    """Show what offices said to ask number ``ask``, counted from 1, with a button for each other ask."""
    words, asks = inv.words, report.campaign.file.asks
    if not asks:
        return Card(translate_title(inv, report.campaign.file), words.m("report.no_asks"))
    ask = min(max(ask, 1), len(asks))
    about = [line for line in report.counts if line.ask == asks[ask - 1].key]
    shown = paginate(number, about)
    rows = tuple(_make_position_row(inv, report, names, line) for line in shown.part(about))
    heads = ("report.office", *(f"choice.position.{one}" for one in _POSITIONS), "report.callers", "report.newest")
    question = words.m("report.ask", ask=find_text(asks[ask - 1].text, inv.language))
    notes = (
        words.m("report.disputed_note")
        if any(line.is_said and line.is_disputed(report.since) for line in about)
        else Markup(),
        words.m("report.unsaid", count=MIN_CALLERS) if not all(line.is_said for line in about) else Markup(),
    )
    ways = shown.draw_buttons(words, "report.positions", {"campaign": report.campaign.id, "ask": str(ask)})
    return Card(
        title=translate_title(inv, report.campaign.file),
        body=join(question, escape(shown.describe(words)) if about else words.m("report.empty.positions")),
        table=draw_table(words, heads, rows),
        buttons=(*ways, *_draw_other_asks(inv, report.campaign, asks, ask)),
        note=join(*notes, between=" "),
        file=_make_positions_file(inv, report, names) if number is None else None,
    )


def _make_position_row(inv: Invocation, report: PositionsReport, names: Names, line: PositionCounts) -> tuple[str, ...]:
    words = inv.words
    whom = shorten(names.name_subject(words, report.campaign.id, line.whom), CELL)
    disputed = line.is_said and line.is_disputed(report.since)
    return (
        words.t("report.disputed", whom=whom) if disputed else whom,
        *(words.format_number(line.counts.get(position, 0)) if line.is_said else _UNSAID for position in _POSITIONS),
        words.format_number(line.callers),
        words.format_day(date.fromisoformat(line.newest)),
    )


def _draw_other_asks(inv: Invocation, campaign: Campaign, asks: Sequence[Ask], ask: int) -> tuple[Button, ...]:
    return tuple(
        Button(
            shorten(inv.words.t("report.other_ask", ask=find_text(other.text, inv.language)), _ASK),
            "report.positions",
            {"campaign": campaign.id, "ask": str(number)},
        )
        for number, other in enumerate(asks, 1)
        if number != ask
    )


def _make_positions_file(inv: Invocation, report: PositionsReport, names: Names) -> File | None:
    rows: Iterator[tuple[Cell, ...]] = (
        (
            names.name_subject(inv.words, report.campaign.id, line.whom),
            line.whom,
            line.ask,
            *(line.counts.get(position, 0) if line.is_said else "" for position in Position),
            line.callers,
            line.newest,
            "yes" if line.is_said and line.is_disputed(report.since) else "no",
        )
        for line in report.counts
    )
    columns = ("office", "id", "ask", *(one.value for one in Position), "callers", "newest", "disputed")
    return make_report_file(inv, "positions", report.campaign, columns, rows)
