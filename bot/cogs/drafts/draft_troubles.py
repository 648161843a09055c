"""What is missing or wrong in a draft, in the words of its forms: nobody who fills one in knows the file's keys."""

from bot.cogs.drafts.near_dates import find_near_texts
from bot.core.campaign_files.campaign_export import Entries
from bot.core.draft_parts.draft_parts import find_owner
from bot.core.drafts.draft_check import DraftView
from bot.core.drafts.draft_rows import Draft
from bot.core.drafts.trouble import Trouble
from bot.kit.cards.markup import Markup, escape, join, measure_weight
from bot.kit.cards.reply import shorten
from bot.kit.i18n import Words
from bot.kit.problem_words import translate_problem
from bot.phrases import list_choices
from bot.text import end_sentence

_ROOM, _TROUBLE = 1_900, 200  # characters for all sentences, and for each and each of their blanks


def draw_troubles(words: Words, view: DraftView) -> Markup:
    """Everything that is missing or wrong, in one list; that it is ready, if publishing would change anything."""
    if not view.troubles:
        return words.m("draft.ready") if view.effect is None or view.effect.changes else Markup()
    lines, room = list[Markup](), _ROOM
    for trouble in view.troubles:
        line = Markup(f"- {draw_trouble(words, view.draft, trouble)}")
        room -= measure_weight(line)
        if room < 0:
            break
        lines.append(line)
    more = len(view.troubles) - len(lines)
    rest = (words.m("draft.more_troubles", count=more),) if more > 0 else ()
    return join(words.m("draft.troubles", count=len(view.troubles)), *lines, *rest, between="\n")


def draw_trouble(words: Words, draft: Draft, trouble: Trouble) -> Markup:
    """One thing that is missing or wrong, after the name of its part."""
    params = {name: shorten(one, _TROUBLE) if isinstance(one, str) else one for name, one in trouble.params.items()}
    said = words.m(trouble.key, **params) if trouble.key else _ask_near(words, draft, trouble)
    return words.m("draft.at", place=_name_place(words, draft.entries, trouble), what=said)


def _ask_near(words: Words, draft: Draft, trouble: Trouble) -> Markup:
    """The question whether a misspelled time means another text, or the parser's sentence."""
    near = find_near_texts(words, draft, trouble)
    if not near:
        return _translate(words, trouble)
    typed = shorten(str(draft.entries.get(str(trouble.where[0]), "")), _TROUBLE)
    quoted = list_choices(words.t("offer.quoted", name=one) for one in near)
    return words.m("draft.wrong.near", word=typed, near=quoted)


def _translate(words: Words, trouble: Trouble) -> Markup:
    """The parser's sentence, with the form's names in place of the file's keys."""
    is_owned = trouble.where and trouble.part != "postcard"
    part = find_owner(str(trouble.where[0])) if is_owned else trouble.part
    return escape(_tidy(translate_problem(words, trouble.sentence, lambda key: name_field(words, part, key))))


def name_field(words: Words, part: str, key: str) -> str:
    """What the form of a part calls the field that writes a key of the file."""
    names = (f"draft.label.{part}.{key}", f"draft.field.{key}")
    return next((words.t(name) for name in names if words.has(name)), key)


def _tidy(sentence: str) -> str:
    return end_sentence(shorten(sentence[:1].upper() + sentence[1:], _TROUBLE))


def _name_place(words: Words, entries: Entries, trouble: Trouble) -> str:
    """The part that a trouble is in, with the language or the number of what it is about."""
    part = words.t(f"draft.part.{trouble.part}")
    detail = _name_detail(words, entries, trouble)
    if trouble.part == "language":
        language = words.label("language", str(trouble.where[-1]))
        detail = words.t("draft.version", language=language, number=detail) if detail else language
    return words.t("draft.place", part=part, detail=detail) if detail else part


def _name_detail(words: Words, entries: Entries, trouble: Trouble) -> str:
    match trouble.where:
        case ("scripts", str(tag), "when", int(index), *_):
            whens = entries["scripts"][tag]["when"]
            return words.t("draft.version", language=words.label("language", tag), number=min(index, len(whens)) + 1)
        case ("scripts", str(tag), *_):
            return words.label("language", tag)
        case ("actions", int(), *_) if trouble.part == "postcard":
            return ""
        case ("actions", int(index), *_):
            return words.format_number(sum(one.get("type") == "link" for one in entries["actions"][: index + 1]))
        case (_, int(index), *_) | ("targets" | "rhythm", "list" | "reminders", int(index), *_):
            return words.format_number(index + 1)
        case _:
            return ""
