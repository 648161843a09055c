"""Draws reports: one page as a table, and for the command itself the whole report as a file."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime

from bot.cogs.shared.card_parts import name_place, translate_title
from bot.cogs.shared.csv_export import Cell, make_csv_file
from bot.cogs.shared.display_names import Names
from bot.cogs.shared.paging import Pages, paginate
from bot.core.campaigns.campaigns import Campaign
from bot.core.reports.reports import (
    CallsReport,
    ChapterLine,
    ChaptersReport,
    DistrictsReport,
    OfficesReport,
)
from bot.core.times.clock import day_of
from bot.core.totals.counting import Measure, Outcome
from bot.kit.cards.markup import Markup, escape, join
from bot.kit.cards.reply import Button, Card, Fact, File, Table, shorten
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation

CELL = 45  # characters of a name in a table
_FILE_COLUMNS = {
    Measure.CALLS: ("calls", "callers", "last_call"),
    Measure.POSTCARDS: ("postcards", "writers", "last_postcard"),
}


def draw_calls_card(inv: Invocation, report: CallsReport, number: int | None) -> Card:
    """Show calls by day, newest first."""
    words, shown = inv.words, paginate(number, report.days)
    rows = tuple(
        (
            words.format_day(date.fromisoformat(day.day), weekday=True),
            words.format_number(day.calls),
            words.format_number(day.people),
        )
        for day in shown.part(report.days)
    )
    facts = (
        Fact(words.t("report.calls"), words.format_number(report.calls)),
        Fact(words.t("report.callers"), words.format_number(report.people)),
        *(
            Fact(words.label("outcome", outcome), words.format_number(report.outcomes.get(outcome, 0)))
            for outcome in Outcome
        ),
    )
    return Card(
        title=translate_title(inv, report.campaign.file),
        body=_draw_body(inv, "calls", shown, empty=not report.outcomes),
        facts=facts if report.outcomes else (),
        table=draw_table(words, ("report.date", "report.calls", "report.callers"), rows),
        buttons=_draw_page_buttons(inv, "calls", report.campaign, shown),
        file=_make_calls_file(inv, report) if number is None else None,
    )


def draw_chapters_card(inv: Invocation, report: ChaptersReport, number: int | None) -> Card:
    """Show calls by chapter. Chapters too small to disclose share one line."""
    words, shown = inv.words, paginate(number, report.lines)
    zone = report.campaign.zone
    several = len({line.org for line in report.lines}) > 1
    rows = tuple(
        (
            shorten(_name_chapter(words, line, several=several), CELL),
            words.format_number(line.calls),
            words.format_number(line.people),
            words.format_day(day_of(line.last_at, zone)),
        )
        for line in shown.part(report.lines)
    )
    names = ("report.chapter", *_name_columns(report.measure))
    return Card(
        title=translate_title(inv, report.campaign.file),
        body=_draw_body(inv, "chapters", shown, report.measure, empty=not (report.lines or report.folded)),
        table=draw_table(words, names, rows),
        buttons=_draw_page_buttons(inv, "chapters", report.campaign, shown, report.measure),
        note=_write_folded(words, report),
        file=_make_chapters_file(inv, report) if number is None else None,
    )


def draw_districts_card(inv: Invocation, report: DistrictsReport, number: int | None) -> Card:
    """Show calls by the callers' district, most first."""
    words, shown = inv.words, paginate(number, report.lines)
    rows = tuple(
        (name_place(words, line.name), words.format_number(line.n), words.format_number(line.people))
        for line in shown.part(report.lines)
    )
    key = "report.elsewhere" if report.measure is Measure.CALLS else "report.postcards.elsewhere"
    elsewhere = words.m(key, count=report.elsewhere) if report.elsewhere else Markup()
    return Card(
        title=translate_title(inv, report.campaign.file),
        body=_draw_body(inv, "districts", shown, report.measure, empty=not report.calls),
        table=draw_table(words, ("report.district", *_name_columns(report.measure)[:2]), rows),
        buttons=_draw_page_buttons(inv, "districts", report.campaign, shown, report.measure),
        note=join(_write_folded(words, report), elsewhere, between=" "),
        file=_make_districts_file(inv, report) if number is None else None,
    )


def _name_columns(measure: Measure) -> tuple[str, str, str]:
    """The keys of the columns with what is counted, its people and the last one."""
    if measure is Measure.CALLS:
        return "report.calls", "report.callers", "report.last"
    return "report.postcards.column", "report.postcards.writers", "report.postcards.last"


def _write_folded(words: Words, report: ChaptersReport | DistrictsReport) -> Markup:
    key = "board.folded" if report.measure is Measure.CALLS else "board.postcards.folded"
    return words.m(key, count=report.folded_calls) if report.folded else Markup()


def draw_offices_card(inv: Invocation, report: OfficesReport, names: Names, number: int | None) -> Card:
    """Show calls by office and outcome, most calls first, and in a column of its own what was handed over there."""
    words, shown = inv.words, paginate(number, report.lines)
    rows = tuple(
        (
            shorten(names.name_subject(words, report.campaign.id, line.whom), CELL),
            *(words.format_number(n) for n in _list_counts(line.outcomes)),
            *((words.format_number(line.postcards),) if report.has_postcards else ()),
        )
        for line in shown.part(report.lines)
    )
    outcomes = tuple(f"report.outcome.{outcome}" for outcome in Outcome)
    heads = ("report.office", *outcomes, *(("report.postcards.handed_over",) if report.has_postcards else ()))
    return Card(
        title=translate_title(inv, report.campaign.file),
        body=_draw_body(inv, "offices", shown, empty=not report.lines),
        table=draw_table(words, heads, rows),
        buttons=_draw_page_buttons(inv, "offices", report.campaign, shown),
        file=_make_offices_file(inv, report, names) if number is None else None,
    )


def _draw_body(inv: Invocation, kind: str, shown: Pages, measure: Measure = Measure.CALLS, *, empty: bool) -> Markup:
    if measure is Measure.CALLS:
        head = inv.words.m(f"report.empty.{kind}" if empty else f"report.head.{kind}")
    else:
        head = inv.words.m("report.postcards.empty" if empty else f"report.postcards.head.{kind}")
    return join(head, escape(shown.describe(inv.words)), between=" ")


def draw_table(words: Words, heads: Sequence[str], rows: tuple[tuple[str, ...], ...]) -> Table | None:
    """A table whose columns are all numbers but the first. ``heads`` are keys. None without rows."""
    columns = tuple(words.t(head) for head in heads)
    return Table(columns, rows, frozenset(range(1, len(columns)))) if rows else None


def _draw_page_buttons(
    inv: Invocation, kind: str, campaign: Campaign, shown: Pages, measure: Measure = Measure.CALLS
) -> tuple[Button, ...]:
    what = {} if measure is Measure.CALLS else {"what": measure.value}
    return shown.draw_buttons(inv.words, f"report.{kind}", {"campaign": campaign.id, **what})


def _name_chapter(words: Words, line: ChapterLine, *, several: bool) -> str:
    name = words.t(f"placeholder.{line.name}") if line.placeholder else line.name
    org = name_org(words, line.org, placeholder=line.placeholder)
    return words.t("report.chapter_of", org=org, chapter=name) if several else name


def name_org(words: Words, org: str, *, placeholder: bool) -> str:
    """An org's name. That of people without an org is in the catalog; ``placeholder`` is whether it may be that."""
    key = f"placeholder.{org}"
    return words.t(key) if placeholder and words.has(key) else org


def make_report_file(
    inv: Invocation,
    kind: str,
    campaign: Campaign,
    columns: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    measure: Measure = Measure.CALLS,
) -> File | None:
    """The whole report as a file, None if it is empty. The column names are the same in every language."""
    lines, title = tuple(rows), translate_title(inv, campaign.file)
    if measure is Measure.CALLS:
        name, alt = kind, inv.words.t(f"report.file.{kind}", title=title)
    else:
        name, alt = f"postcards-{kind}", inv.words.t(f"report.postcards.file.{kind}", title=title)
    return make_csv_file(f"{campaign.id}-{name}", alt, columns, lines) if lines else None


def _make_calls_file(inv: Invocation, report: CallsReport) -> File | None:
    rows = ((day.day, day.calls, day.people) for day in report.days)
    return make_report_file(inv, "calls", report.campaign, ("day", "calls", "callers"), rows)


def _make_chapters_file(inv: Invocation, report: ChaptersReport) -> File | None:
    words = inv.words
    rows: list[tuple[Cell, ...]] = [
        (
            name_org(words, line.org, placeholder=line.placeholder),
            _name_chapter(words, line, several=False),
            line.calls,
            line.people,
            _format_instant(line.last_at),
        )
        for line in report.lines
    ]
    if report.folded:
        rows.append(("", words.t("report.smaller"), report.folded_calls, "", ""))
    counted = _FILE_COLUMNS[report.measure]
    columns = ("organization", "chapter", *counted)
    return make_report_file(inv, "chapters", report.campaign, columns, rows, report.measure)


def _make_districts_file(inv: Invocation, report: DistrictsReport) -> File | None:
    rows: list[tuple[Cell, ...]] = [(name_place(inv.words, line.name), line.n, line.people) for line in report.lines]
    if report.folded:
        rows.append((inv.words.t("report.smaller"), report.folded_calls, ""))
    columns = ("district", *_FILE_COLUMNS[report.measure][:2])
    return make_report_file(inv, "districts", report.campaign, columns, rows, report.measure)


def _make_offices_file(inv: Invocation, report: OfficesReport, names: Names) -> File | None:
    rows: Iterator[tuple[Cell, ...]] = (
        (
            names.name_subject(inv.words, report.campaign.id, line.whom),
            line.whom,
            *_list_counts(line.outcomes),
            line.postcards,
        )
        for line in report.lines
    )
    columns = ("office", "id", *(one.value for one in Outcome), "postcards_handed_over")
    return make_report_file(inv, "offices", report.campaign, columns, rows)


def _list_counts(outcomes: Mapping[Outcome, int]) -> tuple[int, ...]:
    return tuple(outcomes.get(outcome, 0) for outcome in Outcome)


def _format_instant(at: int) -> str:
    return datetime.fromtimestamp(at / 1_000_000, UTC).isoformat(timespec="seconds")
