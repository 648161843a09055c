"""Draws the report of one day: for coordinators, and for admins with every org in one."""

from collections.abc import Iterator
from datetime import date

from bot.cogs.reports.report_cards import name_org
from bot.cogs.shared.card_parts import name_place
from bot.cogs.shared.csv_export import Cell, make_csv_file
from bot.cogs.shared.display_names import Names
from bot.cogs.shared.paging import Pages, paginate
from bot.core.calls.positions import Position
from bot.core.reports.day_report import Answer, DayReport, GroupDay, OrgDay
from bot.core.reports.day_totals import DayTotal
from bot.core.reports.position_counts import MIN_CALLERS
from bot.core.reports.report_sending import ReportNotice
from bot.core.totals.counting import Outcome
from bot.kit.cards.markup import Markup, escape, join
from bot.kit.cards.reply import Button, Card, Fact, File, Style, Table, shorten
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.phrases import make_phrase

_CELL = 45
_NAME = 20  # of an org in a table that phones show without wrapping
_ASK = 120
_SAID = (Position.YES, Position.NO, Position.UNDECIDED)
_COUNTS = (*map(str, Outcome), *map(str, _SAID), "mixed")
_COLUMNS = ("kind", "name", "id", "calls", "callers", *_COUNTS, "chapters", "states", "postcards", "writers")
_PLACE = _COLUMNS.index("postcards")  # of what every kind of row can end with


def draw_day_card(inv: Invocation, report: DayReport, names: Names, number: int | None, can_send: bool) -> Card:
    """Show a day; page ``number`` is None for the command itself, which alone brings the file."""
    words, campaign = inv.words, report.campaign
    if report.total is None:
        return Card(words.pick(campaign.file.title), _explain_empty(words, report))
    args = {"campaign": campaign.id, "day": report.total.day}
    send = Button(words.t("report.send.button"), "report.send", args, Style.PRIMARY)
    shown = paginate(number, report.orgs or report.chapters)
    return Card(
        title=words.pick(campaign.file.title),
        body=join(
            _describe_total(words, report, report.total),
            _describe_answers(words, report),
            escape(shown.describe(words)),
        ),
        facts=_draw_facts(words, report),
        table=_draw_table(words, report, shown),
        buttons=(*((send,) if can_send and not report.is_sent else ()), *shown.draw_buttons(words, "report.day", args)),
        note=words.m("report.send.done") if report.is_sent else _note(words, report),
        file=_make_file(words, report, names) if number is None else None,
    )


def draw_sent_reports_card(words: Words, notice: ReportNotice) -> Card:
    """The message to an admin with the day of every org, and a button to the whole report."""
    report = notice.report
    title = words.pick(report.campaign.file.title)
    if report.total is None:
        return Card(title, _explain_empty(words, report))
    look = {"campaign": report.campaign.id, "day": report.total.day}
    return Card(
        title=title,
        body=join(
            words.m("report.send.notice"),
            _describe_total(words, report, report.total),
            _describe_answers(words, report),
        ),
        facts=_draw_facts(words, report),
        table=_draw_table(words, report, paginate(None, report.orgs)),
        buttons=(Button(words.t("report.send.look"), "report.day", look, Style.PRIMARY),),
        note=_note(words, report),
    )


def _explain_empty(words: Words, report: DayReport) -> Markup:
    has_postcard = report.campaign.file.takes_postcards
    return words.m("report.empty.day_postcards" if has_postcard else "report.empty.day")


def _describe_total(words: Words, report: DayReport, total: DayTotal) -> Markup:
    """The day's calls, and its postcards below them, each beside those of the day before."""
    cards = report.postcards or DayTotal(total.day, 0, 0)
    calls = _compare(words, "report.day", total, report.before)
    if not report.has_postcards:
        return calls
    before = report.before and (report.postcards_before or DayTotal(report.before.day, 0, 0))
    return join(calls, _compare(words, "report.day_postcards", cards, before), between="\n")


def _compare(words: Words, key: str, total: DayTotal, before: DayTotal | None) -> Markup:
    """A day's number, and how far it is from that of the day before. ``key`` begins the sentences' keys."""
    people, day = make_phrase("report.day_people", count=total.people), _format_day(words, total)
    some = words.m(f"{key}.head", day=day, count=total.calls, people=people)
    head = some if total.calls else words.m(f"{key}.none", day=day)
    if before is None or not (total.calls or before.calls):
        return head
    more = total.calls - before.calls
    name = "more" if more > 0 else "fewer" if more < 0 else "same"
    return join(head, words.m(f"{key}.{name}", count=abs(more), day=_format_day(words, before)), between=" ")


def _format_day(words: Words, total: DayTotal) -> str:
    return words.format_day(date.fromisoformat(total.day), weekday=True)


def _draw_facts(words: Words, report: DayReport) -> tuple[Fact, ...]:
    chapters = [one for one in report.chapters if not one.placeholder]
    orgs = [one for one in report.orgs if not one.placeholder]
    groups = (
        (Fact(words.t("report.orgs"), words.format_number(len(orgs))),)
        if report.orgs
        else (
            Fact(words.t("report.chapters"), words.format_number(len(chapters))),
            Fact(words.t("report.states"), words.format_number(len(report.states))),
        )
    )
    called = words.t("report.of_called", done=report.reached, count=report.called)
    # A day of postcards alone has no office, nor has one whose callers were all forgotten.
    answered = called if report.called else words.t("report.none_called")
    return (*groups, Fact(words.t("report.answered"), answered))


def _describe_answers(words: Words, report: DayReport) -> Markup:
    """A line for each ask that was answered."""
    asks = {ask.key: ask for ask in report.campaign.file.asks}
    lines = [
        words.m("report.answer", ask=shorten(words.pick(asks[one.ask].text), _ASK), said=_count(words, one))
        for one in report.answers
        if one.offices or one.mixed
    ]
    if not asks:
        return Markup()
    if not lines:
        return words.m("report.unsaid", count=MIN_CALLERS)
    return join(words.m("report.said", count=MIN_CALLERS), *(Markup(f"- {line}") for line in lines), between="\n")


def _count(words: Words, answer: Answer) -> str:
    counted = [(words.label("position", position), answer.offices.get(position, 0)) for position in _SAID]
    counted.append((words.t("report.mixed"), answer.mixed))
    return words.list(words.t("report.said_by", answer=said, count=count) for said, count in counted if count)


def _draw_table(words: Words, report: DayReport, shown: Pages) -> Table | None:
    """A row for each org or chapter, with a column of postcards if there are any."""
    heads = ["report.org" if report.orgs else "report.chapter", "report.calls", "report.callers"]
    if report.has_postcards:
        heads.append("report.postcards.column")
    rows = [
        *(_make_org_row(words, one) for one in shown.part(report.orgs)),
        *(_make_chapter_row(words, one) for one in shown.part(report.chapters) if not report.orgs),
    ]
    cells = tuple(row[: len(heads)] for row in rows)
    return Table(tuple(words.t(head) for head in heads), cells, frozenset(range(1, len(heads)))) if rows else None


def _make_chapter_row(words: Words, one: GroupDay) -> tuple[str, ...]:
    numbers = (words.format_number(n) for n in (one.calls, one.people, one.postcards))
    return shorten(_name_chapter(words, one), _CELL), *numbers


def _note(words: Words, report: DayReport) -> Markup:
    """What a dash in the table means."""
    missing = any(one.people is None for one in report.orgs if not one.placeholder)
    return words.m("report.send.missing") if missing else Markup()


def _make_org_row(words: Words, one: OrgDay) -> tuple[str, ...]:
    """An org's totals; its chapters and states are in the file. What only a sent report has is a dash until then."""
    name = shorten(name_org(words, one.name, placeholder=one.placeholder), _NAME)
    people = "–" if one.people is None else words.format_number(one.people)
    return name, words.format_number(one.calls), people, words.format_number(one.postcards)


def _name_chapter(words: Words, one: GroupDay) -> str:
    return words.t(f"placeholder.{one.name}") if one.placeholder else one.name


def _make_file(words: Words, report: DayReport, names: Names) -> File | None:
    """Everything in one file: a row for each thing; its ``kind`` says what it is."""
    if report.total is None:
        return None
    alt = words.t("report.file.day", title=words.pick(report.campaign.file.title))
    rows = _list_file_rows(words, report, report.total, names)
    return make_csv_file(f"{report.campaign.id}-{report.total.day}", alt, _COLUMNS, rows)


def _fill(row: tuple[Cell, ...], *cards: Cell) -> tuple[Cell, ...]:
    """A row of the file: what it has of calls, then what it has of postcards."""
    cells = (*row, *("" for _ in range(_PLACE - len(row))), *cards)
    return (*cells, *("" for _ in range(len(_COLUMNS) - len(cells))))


def _list_file_rows(words: Words, report: DayReport, total: DayTotal, names: Names) -> Iterator[tuple[Cell, ...]]:
    yield _fill(("day", total.day, "", total.calls, total.people), *_count_cards(report.postcards))
    if before := report.before:
        cards = _count_cards(report.postcards_before)
        yield _fill(("day before", before.day, "", before.calls, before.people), *cards)
    for org in report.orgs:
        name, blank = name_org(words, org.name, placeholder=org.placeholder), ("",) * len(_COUNTS)
        people, chapters, states, writers = map(_hide_none, (org.people, org.chapters, org.states, org.writers))
        row = ("organization", name, "", org.calls, people, *blank, chapters, states)
        yield _fill(row, org.postcards, writers)
    for kind, group in (*(("chapter", one) for one in report.chapters), *(("state", one) for one in report.states)):
        name, key = (
            (_name_chapter(words, group), "") if kind == "chapter" else (name_place(words, group.name), group.name)
        )
        yield _fill((kind, name, key, group.calls, group.people), group.postcards, group.writers)
    for whom, outcomes in report.outcomes.items():
        name = names.name_subject(words, report.campaign.id, whom)
        yield _fill(("office", name, whom, "", "", *(outcomes.get(outcome, 0) for outcome in Outcome)))
    for ask, said in zip(report.campaign.file.asks, report.answers, strict=True):
        blank = ("",) * (2 + len(Outcome))
        counts = (said.offices.get(one, 0) for one in _SAID)
        yield _fill(("answer", words.pick(ask.text), ask.key, *blank, *counts, said.mixed))


def _count_cards(total: DayTotal | None) -> tuple[int, int]:
    return (total.calls, total.people) if total else (0, 0)


def _hide_none(cell: int | None) -> Cell:
    return "" if cell is None else cell
