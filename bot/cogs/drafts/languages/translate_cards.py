"""The cards of `/campaign translate`: a file for a translator, what one would change, and a file's own campaign."""

from collections.abc import Iterator
from dataclasses import replace

from bot.cogs.drafts.difference_lines import MOST, draw_differences, name_place
from bot.cogs.drafts.draft_card import draw_draft_button
from bot.cogs.drafts.draft_troubles import name_field
from bot.cogs.drafts.languages.languages import draw_progress
from bot.core.campaign_files.campaign_export import Entries
from bot.core.campaign_files.campaign_export import list_entries as list_file_entries
from bot.core.campaign_files.campaign_file import CampaignFile
from bot.core.campaign_files.campaign_texts import SCRIPT, list_texts
from bot.core.campaign_files.translation_state import ENGLISH, judge_all
from bot.core.draft_parts.draft_parts import find_owner
from bot.core.drafts.difference import Difference
from bot.core.drafts.translating import FilledTexts, RefusedText, find_limit, list_entries
from bot.kit.cards.markup import Markup, escape, join
from bot.kit.cards.reply import Button, Card, File, Style, shorten
from bot.kit.i18n import Words
from bot.kit.problem_words import translate_problem
from bot.phrases import make_translations
from bot.text import end_sentence
from bot.translations.entries import Entry, State
from bot.translations.files import Format, write_entries

_SENTENCE = 200  # characters of what is wrong with a text
_LANGUAGES = 12  # languages with two buttons each
_PLACES = {"reminders": ("rhythm", "reminders"), "offices": ("targets", "list")}


def draw_texts_card(words: Words, key: str, entries: Entries, tag: str, form: Format) -> Card:
    """A file with a campaign's texts for a translator into ``tag``."""
    rows = [replace(one, note=" ".join(_list_notes(words, one))) for one in list_entries(entries, tag)]
    language = words.label("language", tag)
    title = words.pick(list_texts(entries).get("title") or {ENGLISH: key})
    todo = sum(one.state in (State.MISSING, State.OUTDATED) for one in rows)
    alt = words.t("draft.texts_named", title=title, language=language)
    file = File(f"{key}-{tag}.{form}", write_entries(rows, tag, form), alt)
    said = words.m("draft.texts_file", count=todo, title=title, language=language)
    return Card(shorten(alt, 90), said, file=file)


def _list_notes(words: Words, entry: Entry) -> Iterator[str]:
    if limit := find_limit(entry.key):
        yield words.t("draft.texts_limit", count=limit)
    if "{{" in str(entry.source):
        yield words.t("draft.texts_blanks")


def draw_filled_card(words: Words, found: FilledTexts, tag: str) -> Card:
    """What a translator's file would change, and what of it can't be saved."""
    differences = [Difference(_find_place(one.key, tag), one.before, one.after) for one in found.changes]
    head = [words.m("draft.texts_none")]
    if found.id:
        head = [words.m("draft.texts_changes", count=len(differences)), draw_differences(words, differences)]
    unsettled = [words.m("draft.texts_unsettled", count=found.unsettled)] if found.unsettled else []
    kept = {"which": found.id, "language": tag}
    save = Button(words.t("draft.button.take_texts"), "draft.take_texts", kept, Style.PRIMARY)
    drop = Button(words.t("draft.button.drop_texts"), "draft.drop_texts", kept)
    back = draw_draft_button(words, "back_language", "draft.tongue", found.view.draft.id, language=tag)
    return Card(
        title=words.t("draft.texts_title", language=words.label("language", tag)),
        body=join(*head, *_list_refused(words, found, tag), *unsettled),
        buttons=(save, drop) if found.id else (back,),
    )


def _list_refused(words: Words, found: FilledTexts, tag: str) -> Iterator[Markup]:
    if not found.refused:
        return
    lines = [_draw_refused(words, one, tag) for one in found.refused[:MOST]]
    more = len(found.refused) - len(lines)
    rest = (words.m("draft.more_troubles", count=more),) if more > 0 else ()
    yield join(words.m("draft.texts_refused", count=len(found.refused)), *lines, *rest, between="\n")


def _draw_refused(words: Words, refused: RefusedText, tag: str) -> Markup:
    where, fault = _find_place(refused.key, tag), refused.fault
    if fault:
        said = words.m(f"translation.fault.{fault.kind}", **dict(fault.params))
    else:
        owner = find_owner(where[0])
        sentence = translate_problem(words, refused.sentence, lambda key: name_field(words, owner, key))
        said = escape(end_sentence(shorten(sentence[:1].upper() + sentence[1:], _SENTENCE)))
    place = shorten(refused.key, _SENTENCE) if fault and fault.kind == "unknown" else name_place(words, where)
    return Markup(f"- {words.m('draft.at', place=place, what=said)}")


def _find_place(key: str, tag: str) -> tuple[str, ...]:
    """Where a text is in a campaign file."""
    first, *steps = key.split(".")
    return ("scripts", tag, *steps) if first == SCRIPT else (*_PLACES.get(first, (first,)), *steps, tag)


def draw_file_campaign_card(words: Words, file: CampaignFile, tag: str | None) -> Card:
    """The languages of a campaign that is written in its file: its texts can be sent, but not brought in here."""
    entries = list_file_entries(file)
    tags = [tag] if tag else [one for one in judge_all(entries) if one != ENGLISH][:_LANGUAGES]
    buttons = [
        Button(
            words.t("draft.button.texts_of", language=words.label("language", one), format=form.upper()),
            "campaign.texts",
            {"campaign": file.key, "language": one, "form": form},
        )
        for one in tags
        for form in (Format.PO, Format.CSV)
    ]
    return Card(
        title=shorten(words.t("draft.languages_title", title=words.pick(file.title)), 90),
        body=join(
            draw_progress(words, entries),
            words.m("draft.translate_file", title=make_translations(file.title), campaign=file.key),
        ),
        buttons=tuple(buttons),
    )
