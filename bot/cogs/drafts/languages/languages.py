"""A draft's texts in other languages: which languages lack what, and a form for each."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated

from bot.cogs.drafts.draft_card import draw_draft_button
from bot.cogs.drafts.forms.part_forms import LONG, Mark, OfDraft, fill_part, save_part
from bot.cogs.drafts.forms.script_forms import Tongue, read_language
from bot.core.campaign_files.campaign_export import Entries
from bot.core.campaign_files.campaign_shape import MAX_TITLE
from bot.core.campaign_files.campaign_texts import SCRIPT
from bot.core.campaign_files.translation_state import ENGLISH, Progress, judge, judge_all
from bot.core.draft_parts.entry_text import split_lines
from bot.core.draft_parts.language_part import read_language as read_texts
from bot.core.drafts.draft_check import DraftView
from bot.core.drafts.draft_search import name_draft
from bot.core.drafts.drafts import Drafts
from bot.errors import UserError
from bot.kit.cards.markup import Markup, escape, join
from bot.kit.cards.reply import Button, Card, Style, shorten
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.kit.options import Opt
from bot.kit.spec import action, form
from bot.roles import Role
from bot.translations.entries import State
from bot.translations.files import Format

OnCard = Annotated[str, Opt("The draft on the card")]
OfLanguage = Annotated[str, Opt("The language")]

_SHOWN = 20  # languages with a button
_LINE = 90  # characters of an English text to translate
_TITLE = 90
_ENTRIES = 6  # English texts of a field that the card shows, as many as a campaign may have
_MOST = {"title": 11}  # the campaign's own and its links'
_FIELDS = ("title", "asks", "facts", "why", "answers")


class LanguagesCog:
    """Shows which languages lack what, and writes the texts of one."""

    subject = "campaigns"

    def __init__(self, drafts: Drafts) -> None:
        self._drafts = drafts

    @action("draft.languages", role=Role.COORDINATOR)
    async def show_languages(self, inv: Invocation, draft: OnCard) -> Card:
        """Show a draft's languages, and what each lacks."""
        return draw_languages_card(inv.words, await self._drafts.load(inv.reach, draft, inv.at))

    @action("draft.tongue", role=Role.COORDINATOR)
    async def show_texts(self, inv: Invocation, draft: OnCard, language: OfLanguage) -> Card:
        """Show the English texts to write in a language."""
        return draw_tongue_card(inv.words, await self._drafts.load(inv.reach, draft, inv.at), language)

    @form("draft.add_language", role=Role.COORDINATOR)
    async def add(
        self,
        inv: Invocation,
        draft: OfDraft,
        tongue: Tongue,
        name: Annotated[str, Opt("The campaign's title in it", max_length=MAX_TITLE)],
    ) -> Card:
        """Begin to write a draft's texts in another language."""
        language = read_language(inv, tongue)
        entries = (await self._drafts.load(inv.reach, draft, inv.at)).draft.entries
        if read_texts(entries, language):
            raise UserError("draft.language_there", field="tongue", language=inv.words.label("language", language))
        await save_part(self._drafts, inv, draft, f"language:{language}", "", {"title": name})
        return await self.show_texts(inv, draft, language)

    @form("draft.language", role=Role.COORDINATOR, prefill="fill_language")
    async def write(
        self,
        inv: Invocation,
        draft: OfDraft,
        language: Annotated[str, Opt("The language", hidden=True)],
        name: Annotated[str | None, Opt("Title; then links' titles, a line each", max_length=1_000)] = None,
        asks: Annotated[str | None, Opt("Questions, a line each (| for no vote)", max_length=LONG)] = None,
        facts: Annotated[str | None, Opt("Facts, a line each", max_length=LONG)] = None,
        why: Annotated[str | None, Opt("Why we call, a line each", max_length=LONG)] = None,
        answers: Annotated[str | None, Opt("Answers, a line each: they say | you can say", max_length=LONG)] = None,
        mark: Mark = None,
    ) -> Card:
        """Write a draft's texts in one language, in the order of the English ones."""
        fields = {"title": name, "asks": asks, "facts": facts, "why": why, "answers": answers}
        return await save_part(self._drafts, inv, draft, f"language:{language}", mark, fields)

    async def fill_language(
        self, inv: Invocation, draft: str = "", language: str = "", mark: str = ""
    ) -> Mapping[str, str]:
        """What the form of a language shows."""
        shown = await fill_part(self._drafts, inv, draft, f"language:{language}")
        return {**shown, "name": shown.get("title", "")}


def draw_languages_card(words: Words, view: DraftView, done: Markup | None = None) -> Card:
    """Each language with what it lacks, and a button to write it. ``done`` says what just happened."""
    entries, draft = view.draft.entries, view.draft.id
    tags = [tag for tag in judge_all(entries) if tag != ENGLISH][:_SHOWN]
    return Card(
        title=shorten(words.t("draft.languages_title", title=name_draft(view.draft)), _TITLE),
        body=join(done or Markup(), draw_progress(words, entries)),
        buttons=(
            *(Button(words.label("language", tag), "draft.tongue", {"draft": draft, "language": tag}) for tag in tags),
            draw_draft_button(words, "more_languages", "draft.add_language", draft, Style.PRIMARY),
            draw_draft_button(words, "review_english", "draft.review", draft, language=ENGLISH),
            draw_draft_button(words, "publish", "draft.publish", draft),
            draw_draft_button(words, "back", "draft.show", draft),
        ),
        note=words.m("draft.languages_note"),
    )


def draw_progress(words: Words, entries: Entries) -> Markup:
    """A line for each language of a campaign: what is missing, out of date or a draft, and who has reviewed it."""
    found = list(judge_all(entries).items())[:_SHOWN]
    lines = [Markup(f"- {escape(_describe(words, entries, tag, one))}") for tag, one in found]
    return join(*lines, between="\n")


def draw_tongue_card(words: Words, view: DraftView, tag: str, done: Markup | None = None) -> Card:
    """The English texts in the order in which the form takes them, and the ways to the forms and to translators."""
    entries, draft, language = view.draft.entries, view.draft.id, tag
    progress = judge(entries, tag)
    still = (draw_draft_button(words, "still_right", "draft.still_right", draft, language=language),)
    return Card(
        title=shorten(words.t("draft.tongue_title", language=words.label("language", tag)), _TITLE),
        body=join(done or Markup(), escape(_describe(words, entries, tag, progress)), *_list_english(words, entries)),
        buttons=(
            draw_draft_button(words, "write_texts", "draft.language", draft, Style.PRIMARY, language=language),
            draw_draft_button(words, "write_script", "draft.script", draft, whom="all", language=language),
            *draw_file_buttons(words, draft, language),
            draw_draft_button(words, "fill_texts", "draft.fill_texts", draft, language=language),
            *(still if progress.state is State.OUTDATED else ()),
            draw_draft_button(words, "review", "draft.review", draft, language=language),
            draw_draft_button(words, "back", "draft.show", draft),
        ),
        note=words.m("draft.tongue_note"),
    )


def draw_file_buttons(words: Words, draft: str, language: str) -> tuple[Button, ...]:
    """The buttons that send a language's texts as files for a translator."""
    return tuple(
        draw_draft_button(words, f"texts_{form}", "draft.texts", draft, language=language, form=form)
        for form in (Format.PO, Format.CSV)
    )


def _list_english(words: Words, entries: Entries) -> Iterator[Markup]:
    """The English texts of each field, a line each."""
    fields = read_texts(entries, ENGLISH)
    for name in _FIELDS:
        if text := fields.get(name):
            lines = [escape(shorten(line, _LINE)) for line in split_lines(text)[: _MOST.get(name, _ENTRIES)]]
            yield join(words.m("draft.english_texts", field=words.t(f"draft.field.{name}")), *lines, between="\n")


def _describe(words: Words, entries: Entries, tag: str, progress: Progress) -> str:
    """A language, and what it lacks."""
    language, lacks = words.label("language", tag), [*_list_lacks(words, entries, tag, progress)]
    if not lacks:
        return words.t("draft.lacks_nothing", language=language)
    return words.t("draft.lacks_these", language=language, what=words.list(lacks))


def _list_lacks(words: Words, entries: Entries, tag: str, progress: Progress) -> Iterator[str]:
    if tag not in (entries.get("scripts") or {}):
        yield words.t("draft.lacks.script")
    if texts := [key for key in progress.missing if key != SCRIPT]:
        yield words.t("draft.lacks.texts", count=len(texts))
    if progress.state is State.DRAFT:
        yield words.t("draft.lacks.review")
    elif progress.outdated:
        yield words.t("draft.lacks.outdated", count=len(progress.outdated))
    elif progress.state is State.OUTDATED:
        yield words.t("draft.lacks.outdated_review")
    elif progress.reviewed:
        day = words.format_day(date.fromisoformat(progress.reviewed.on))
        yield words.t("draft.lacks.reviewed", name=progress.reviewed.by, day=day)
