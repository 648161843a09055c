"""Draws the report of postcards: day by day, how far they are, and the ways to chapters and districts."""

from datetime import date

from bot.cogs.shared.card_parts import translate_title
from bot.cogs.shared.csv_export import make_csv_file
from bot.cogs.shared.paging import paginate
from bot.core.postcards.postcard_rows import PostcardStatus
from bot.core.reports.postcards_report import PostcardsReport
from bot.core.totals.counting import Measure
from bot.kit.cards.markup import escape, join
from bot.kit.cards.reply import Button, Card, Fact, File, Table
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation

_SHOWN = (PostcardStatus.WAITING, PostcardStatus.APPROVED, PostcardStatus.PRINTED, PostcardStatus.DELIVERED)


def draw_postcards_card(inv: Invocation, report: PostcardsReport, number: int | None) -> Card:
    """Show postcards by day, newest first. Page ``number`` is None for the command itself, which alone has the file."""
    words, totals = inv.words, report.totals
    title, where = translate_title(inv, report.campaign.file), {"campaign": report.campaign.id}
    if not totals.days:
        return Card(title, words.m("report.postcards.empty"))
    shown = paginate(number, totals.days)
    rows = tuple(
        (
            words.format_day(date.fromisoformat(day.day), weekday=True),
            words.format_number(day.calls),
            words.format_number(day.people),
        )
        for day in shown.part(totals.days)
    )
    heads = ("report.date", "report.postcards.column", "report.postcards.writers")
    ways = tuple(
        Button(
            words.t(f"report.postcards.{by}"), f"report.{by}", {**where, "what": Measure.POSTCARDS.value, "page": "1"}
        )
        for by in ("chapters", "districts")
    )
    return Card(
        title,
        join(words.m("report.postcards.head.days"), escape(shown.describe(words)), between=" "),
        facts=_draw_facts(words, report),
        table=Table(tuple(words.t(head) for head in heads), rows, frozenset({1, 2})),
        buttons=(*ways, *shown.draw_buttons(words, "report.postcards", where)),
        file=_make_file(inv, report) if number is None else None,
    )


def _draw_facts(words: Words, report: PostcardsReport) -> tuple[Fact, ...]:
    """The totals, then how many are how far."""
    shown = ((f"status.{one}", report.statuses.get(one, 0)) for one in _SHOWN)
    counts = (("column", report.totals.calls), ("writers", report.totals.people), *shown)
    return tuple(Fact(words.t(f"report.postcards.{name}"), words.format_number(n)) for name, n in counts)


def _make_file(inv: Invocation, report: PostcardsReport) -> File:
    """The days, one row each."""
    rows = ((day.day, day.calls, day.people) for day in report.totals.days)
    alt = inv.words.t("report.postcards.file.days", title=translate_title(inv, report.campaign.file))
    return make_csv_file(f"{report.campaign.id}-postcards", alt, ("day", "postcards", "writers"), rows)
