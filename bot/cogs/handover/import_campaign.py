"""`/campaign import`: a campaign's file, what it would change, and the tap that saves it."""

from collections.abc import Sequence
from typing import Annotated

from bot.cogs.drafts.effects import draw_warnings
from bot.cogs.handover.difference_text import DifferenceText, draw_change
from bot.cogs.shared.card_parts import describe_window, draw_withdraw_buttons, translate_title
from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.handover.imported_file import FileProblem
from bot.core.handover.importing import Imported, Importing, ImportProblems, ImportView
from bot.kit.cards.markup import Markup, escape, join, measure_weight, strip_markup
from bot.kit.cards.reply import Button, Card, Fact, File, Style
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.problem_words import translate_problem
from bot.kit.sent_files import SentFile
from bot.kit.spec import action, command
from bot.roles import Role

SentCampaignFile = Annotated[SentFile, Opt("The campaign's file", max_length=1000)]
WhichImport = Annotated[str, Opt("The file that was read")]

_ROOM = 3000  # characters of problems on a card


class ImportCog:
    """Imports campaigns."""

    subject = "campaigns"

    def __init__(self, importing: Importing) -> None:
        self._importing = importing

    @command("campaign import", role=Role.COORDINATOR)
    async def import_file(self, inv: Invocation, file: SentCampaignFile) -> Card:
        """Bring in a campaign from a file. You see what would change before anything is saved."""
        data = await file.read_text()
        found = await self._importing.read(inv.caller, inv.reach, data, file.name, inv.id, inv.at)
        if isinstance(found, ImportProblems):
            return draw_problems_card(inv.words, file.name, found.problems)
        return draw_import_card(inv, found)

    @action("import.save", role=Role.COORDINATOR)
    async def save(self, inv: Invocation, which: WhichImport) -> Card:
        """Save a file that was read."""
        return draw_imported_card(inv, await self._importing.save(inv.caller, inv.reach, which, inv.id, inv.at))

    @action("import.drop", role=Role.COORDINATOR)
    async def drop(self, inv: Invocation, which: WhichImport) -> Card:
        """Throw a file away that was read."""
        dropped = await self._importing.discard(inv.caller, which)
        return Card(translate_title(inv, dropped), inv.words.m("import.dropped"))


def draw_import_card(inv: Invocation, view: ImportView) -> Card:
    """What a file contains and would change, with the button that saves it."""
    words, content = inv.words, view.content
    notes = [words.m("import.narrowed", org=content.org or "")] if view.narrowed else []
    if not view.proposal:
        return Card(
            translate_title(inv, content),
            join(words.m("import.same"), *notes),
            buttons=_draw_show_button(words, content),
        )
    differences = DifferenceText(Markup(), None)  # of a new campaign, its author has the file
    if view.in_force:
        differences = draw_change(words, view.in_force, content, view.differences)
    head = words.m("import.changes" if view.in_force else "import.new", campaign=content.key)
    notes += [words.m("import.second")] if view.needs_second else []
    buttons = (
        Button(words.t("import.button.save"), "import.save", {"which": view.proposal}, Style.PRIMARY),
        Button(words.t("import.button.drop"), "import.drop", {"which": view.proposal}),
    )
    warnings = draw_warnings(inv, view.effect) if view.effect else Markup()
    body, facts = join(head, differences.lines, warnings, *notes), _draw_summary(words, content, inv.at)
    return Card(translate_title(inv, content), body, facts, buttons=buttons, file=differences.file)


def draw_problems_card(words: Words, name: str, problems: Sequence[FileProblem]) -> Card:
    """Every problem of a file, each with its line and column; as a file too where the card has no room for all."""
    lines = [_draw_problem(words, one) for one in problems]
    shown, room = list[Markup](), _ROOM
    for line in lines:
        room -= measure_weight(line) + 3
        if room < 0:
            break
        shown.append(Markup(f"- {line}"))
    head = words.m("import.problems", file=name, count=len(problems))
    if len(shown) == len(lines):
        return Card(words.t("import.title"), join(head, join(*shown, between="\n")))
    text = "\n".join(strip_markup(line) for line in lines)
    rest = words.m("import.more_problems", count=len(lines) - len(shown))
    file = File("problems.txt", text.encode(), words.t("import.problems_file"))
    return Card(words.t("import.title"), join(head, join(*shown, between="\n"), rest), file=file)


def _draw_problem(words: Words, problem: FileProblem) -> Markup:
    """A problem with its place in front."""
    said = escape(translate_problem(words, problem.sentence))
    sentence = words.m(problem.key, **problem.params) if problem.key else said
    return join(escape(f"{problem.line}:{problem.column}:"), sentence, between=" ")


def draw_imported_card(inv: Invocation, done: Imported) -> Card:
    """The card after a file was saved, or while it waits for another admin."""
    key = "import.waits" if done.waits else "import.saved_new" if done.is_new else "import.saved"
    buttons = () if done.waits and done.is_new else _draw_show_button(inv.words, done.content)
    buttons = (*buttons, *draw_withdraw_buttons(inv.words, done.waits))
    return Card(translate_title(inv, done.content), inv.words.m(key), buttons=buttons)


def _draw_show_button(words: Words, content: CampaignFile) -> tuple[Button, ...]:
    return (Button(words.t("import.button.show"), "campaign.show", {"campaign": content.key}),)


def _draw_summary(words: Words, content: CampaignFile, now: int) -> tuple[Fact, ...]:
    """What is in a file, at a glance."""
    languages = words.list(words.label("language", tag) for tag in content.scripts)
    counts = {"asks": len(content.asks), "facts": len(content.facts)}
    counted = [words.t(f"import.counted.{name}", count=count) for name, count in counts.items() if count]
    audience = words.t("lifecycle.org_alone", org=content.org or "")
    facts = (
        (words.t("lifecycle.key"), content.key),
        (words.t("lifecycle.owner"), content.org or words.t("lifecycle.coalition")),
        (words.t("lifecycle.audience"), audience if content.is_for_org else words.t("lifecycle.everyone")),
        (words.t("draft.fact.dates"), describe_window(words, content, now)),
        (words.t("lifecycle.languages"), languages),
        (words.t("import.goal"), words.format_number(content.goal) if content.goal else ""),
        (words.t("import.counts"), words.list(counted)),
    )
    return tuple(Fact(label, value) for label, value in facts if value)
