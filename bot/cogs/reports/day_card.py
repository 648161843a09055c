"""Draws the report of one day: for coordinators, and for admins with every org in one."""

from collections.abc import Iterator
from datetime import date

from bot.cogs.reports.report_cards import name_org
from bot.cogs.shared.card_parts import place_words
from bot.cogs.shared.csv_export import Cell, make_csv_file
from bot.cogs.shared.display_names import Names
from bot.cogs.shared.paging import Pages, paginate
from bot.core.calls.positions import Position
from bot.core.campaign_files.campaign_file import find_text
from bot.core.reports.day_report import Answer, DayReport, GroupDay, OrgDay
from bot.core.reports.day_totals import DayTotal
from bot.core.reports.position_counts import MIN_CALLERS
from bot.core.reports.report_sending import ReportNotice
from bot.core.totals.counting import Outcome
from bot.kit.cards.markup import Markup, escape, join
from bot.kit.cards.reply import Button, Card, Fact, File, Style, Table, shorten
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation

_CELL = 45
_NAME = 20  # of an org in a table that phones show without wrapping
_ASK = 120
_SAID = (Position.YES, Position.NO, Position.UNDECIDED)
_COUNTS = (*map(str, Outcome), *map(str, _SAID), "mixed")
_COLUMNS = ("kind", "name", "id", "calls", "callers", *_COUNTS, "chapters", "states")


def draw_day_card(inv: Invocation, report: DayReport, names: Names, number: int | None, can_send: bool) -> Card:
    """Show a day; page ``number`` is None for the command itself, which alone brings the file."""
    words, campaign = inv.words, report.campaign
    if report.total is None:
        return Card(words.pick(campaign.file.title), words.m("report.empty.calls"))
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
        return Card(title, words.m("report.empty.calls"))
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


def _describe_total(words: Words, report: DayReport, total: DayTotal) -> Markup:
    people = words.t("report.day_people", count=total.people)
    head = words.m("report.day_calls", day=_format_day(words, total), count=total.calls, people=people)
    before = report.before
    if before is None:
        return head
    more = total.calls - before.calls
    key = "report.day_more" if more > 0 else "report.day_fewer" if more < 0 else "report.day_same"
    return join(head, words.m(key, count=abs(more), day=_format_day(words, before)), between=" ")


def _format_day(words: Words, total: DayTotal) -> str:
    return words.format_day(date.fromisoformat(total.day))


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
    answered = words.t("report.of_called", done=report.reached, count=report.called)
    return (*groups, Fact(words.t("report.answered"), answered))


def _describe_answers(words: Words, report: DayReport) -> Markup:
    """A line for each ask that was answered."""
    asks = {ask.key: ask for ask in report.campaign.file.asks}
    lines = [
        words.m(
            "report.answer", ask=shorten(find_text(asks[one.ask].text, words.language), _ASK), said=_count(words, one)
        )
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
    heads: tuple[str, ...]
    if report.orgs:
        heads = ("report.org", "report.calls", "report.callers")
        rows = tuple(_make_org_row(words, one) for one in shown.part(report.orgs))
    else:
        heads = ("report.chapter", "report.calls", "report.callers")
        rows = tuple(
            (shorten(_name_chapter(words, one), _CELL), words.format_number(one.calls), words.format_number(one.people))
            for one in shown.part(report.chapters)
        )
    return Table(tuple(words.t(head) for head in heads), rows, frozenset(range(1, len(heads)))) if rows else None


def _note(words: Words, report: DayReport) -> Markup:
    """What a dash in the table means."""
    missing = any(one.people is None for one in report.orgs if not one.placeholder)
    return words.m("report.send.missing") if missing else Markup()


def _make_org_row(words: Words, one: OrgDay) -> tuple[str, ...]:
    """An org's totals; its chapters and states are in the file. What only a sent report has is a dash until then."""
    name = shorten(name_org(words, one.name, placeholder=one.placeholder), _NAME)
    return name, words.format_number(one.calls), "–" if one.people is None else words.format_number(one.people)


def _name_chapter(words: Words, one: GroupDay) -> str:
    return words.t(f"placeholder.{one.name}") if one.placeholder else one.name


def _make_file(words: Words, report: DayReport, names: Names) -> File | None:
    """Everything in one file: a row for each thing; its ``kind`` says what it is."""
    if report.total is None:
        return None
    alt = words.t("report.file.day", title=words.pick(report.campaign.file.title))
    rows = (_fill(row) for row in _list_file_rows(words, report, report.total, names))
    return make_csv_file(f"{report.campaign.id}-{report.total.day}", alt, _COLUMNS, rows)


def _fill(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    return (*row, *("" for _ in range(len(_COLUMNS) - len(row))))


def _list_file_rows(words: Words, report: DayReport, total: DayTotal, names: Names) -> Iterator[tuple[Cell, ...]]:
    yield "day", total.day, "", total.calls, total.people
    if report.before:
        yield "day before", report.before.day, "", report.before.calls, report.before.people
    for org in report.orgs:
        name, blank = name_org(words, org.name, placeholder=org.placeholder), ("",) * len(_COUNTS)
        details = (org.people, *blank, org.chapters, org.states)
        yield "organization", name, "", org.calls, *("" if cell is None else cell for cell in details)
    for chapter in report.chapters:
        yield "chapter", _name_chapter(words, chapter), "", chapter.calls, chapter.people
    for state in report.states:
        yield "state", place_words(state.name), state.name, state.calls, state.people
    for whom, outcomes in report.outcomes.items():
        name = names.name_subject(words, report.campaign.id, whom)
        yield "office", name, whom, "", "", *(outcomes.get(outcome, 0) for outcome in Outcome)
    for ask, said in zip(report.campaign.file.asks, report.answers, strict=True):
        blank = ("",) * (2 + len(Outcome))
        yield "answer", ask.text["en"], ask.key, *blank, *(said.offices.get(one, 0) for one in _SAID), said.mixed
