"""Draws a campaign's coverage, with a button that starts an alert to the people who could call unreached offices."""

from bot.cogs.shared.card_parts import translate_title
from bot.cogs.shared.csv_export import make_csv_file
from bot.cogs.shared.display_names import Names
from bot.cogs.shared.new_lines import choose_sentence
from bot.cogs.shared.paging import paginate
from bot.core.reports.coverage import Gaps, OfficeCoverage
from bot.kit.cards.markup import Markup, escape, join
from bot.kit.cards.reply import Button, Card, File, Style, Table, shorten
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation

_CELL = 50


def draw_coverage_card(inv: Invocation, gaps: Gaps, names: Names, number: int | None) -> Card:
    """Show a page of a campaign's offices, unreached ones first. Page ``number`` is None for the command itself."""
    words, campaign = inv.words, gaps.campaign.id
    if not gaps.lines:
        return Card(translate_title(inv, gaps.campaign.file), words.m("coverage.none"), note=_note(inv, gaps))
    shown = paginate(number, gaps.lines)
    ways = shown.draw_buttons(words, "report.coverage", {"campaign": campaign})
    alert = Button(words.t("coverage.button"), "coverage", {"campaign": campaign}, Style.PRIMARY)
    return Card(
        title=translate_title(inv, gaps.campaign.file),
        body=join(_describe_reached(inv, gaps), escape(shown.describe(words))),
        table=_draw_table(inv, gaps, names, shown.part(gaps.lines)),
        buttons=(*((alert,) if gaps.chapters else ()), *ways),
        note=_note(inv, gaps),
        file=_make_file(inv, gaps, names) if number is None else None,
    )


def _describe_reached(inv: Invocation, gaps: Gaps) -> Markup:
    reached = len(gaps.lines) - len(gaps.open)
    return inv.words.m("coverage.reached", done=reached, count=len(gaps.lines))


def _draw_table(inv: Invocation, gaps: Gaps, names: Names, lines: tuple[OfficeCoverage, ...]) -> Table:
    words = inv.words
    columns = (words.t("report.office"), words.t("report.calls"), words.t("coverage.people"))
    rows = tuple(
        (
            shorten(names.name_subject(words, gaps.campaign.id, line.whom), _CELL),
            _describe_calls(words, line),
            words.t("coverage.few", few=gaps.few) if line.people is None else words.format_number(line.people),
        )
        for line in lines
    )
    return Table(columns, rows, frozenset({1, 2}))


def _describe_calls(words: Words, line: OfficeCoverage) -> str:
    if line.calls:
        return words.format_number(line.calls)
    if line.postcards:
        return words.t("coverage.only_postcards", count=line.postcards)
    return words.t("coverage.tried", count=line.tried) if line.tried else words.t("coverage.no_calls")


def _note(inv: Invocation, gaps: Gaps) -> Markup:
    words, least = inv.words, max(gaps.few, 1)
    key = choose_sentence("coverage.unplaced", has_maps=gaps.has_maps)
    unplaced = words.m(key, count=gaps.unplaced) if gaps.unplaced >= least else Markup()
    unknown = words.m("coverage.unknown", count=gaps.unknown) if gaps.unknown else Markup()
    return join(unplaced, unknown, between="\n")


def _make_file(inv: Invocation, gaps: Gaps, names: Names) -> File:
    rows = [
        (
            names.name_subject(inv.words, gaps.campaign.id, line.whom),
            line.whom,
            line.calls,
            line.tried,
            f"<{gaps.few}" if line.people is None else line.people,
            line.postcards,
        )
        for line in gaps.lines
    ]
    alt = inv.words.t("report.file.coverage", title=translate_title(inv, gaps.campaign.file))
    columns = ("office", "id", "calls", "attempts", "people", "postcards_handed_over")
    return make_csv_file(f"{gaps.campaign.id}-coverage", alt, columns, rows)
