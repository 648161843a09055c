"""What staff may say, and what to answer: the campaign's own answers, and what any office usually says.

Callers hear and speak English. Those who read another language see each line's translation beneath it.
"""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from bot.cogs.calls.scripts.script_text import ENGLISH, write_meaning
from bot.cogs.calls.scripts.script_views import choose_own_language
from bot.cogs.shared.card_parts import translate_title
from bot.cogs.shared.paging import paginate, split_pages
from bot.core.calls.scripts import Prompt
from bot.core.campaign_files.campaign_file import Answer, find_text
from bot.core.directory.members import JUNIOR, SENIOR, Title
from bot.core.directory.offices.generic_offices import GENERIC
from bot.kit.cards.markup import Markup, escape, join, measure_weight
from bot.kit.cards.reply import BODY, Button, Card, Style
from bot.kit.i18n import Words, load_words
from bot.kit.invocation import Invocation
from bot.text import fold

STAFF = "staff"  # the route of a page: short, because the longest keys and a page must fit Discord's 100 characters
_ROOM = BODY - 500  # the card's own sentences take the rest
# What offices usually say, in the order of a call. Each has the keys `they` and `you`, some a `note` for the caller.
_USUAL = (
    "name",
    "zip",
    "address",
    "constituent",
    "citizen",
    "position",
    "pass_on",
    "response",
    "case",
    "hold",
    "message",
)


class Line(Struct, frozen=True):
    """What they say or what to answer: in English, and in the caller's language, which may be English too."""

    english: str
    own: str


class Exchange(Struct, frozen=True):
    """What they may say, what to answer, and a note for the caller alone."""

    they: Line
    you: Line
    note: str = ""


def draw_answers_card(inv: Invocation, prompt: Prompt, place: Mapping[str, str], page: int | None) -> Card:
    """One page of what they may say, each with an answer. ``place`` are the arguments of the script's own card."""
    words = inv.words
    pages = split_pages([_write(words, one) for one in list_exchanges(inv, prompt)], _ROOM)
    shown = paginate(page, pages, 1)
    return Card(
        translate_title(inv, prompt.campaign.file),
        join(words.m("script.answers"), _write_slow(inv, prompt), *shown.part(pages)),
        buttons=(
            *shown.draw_buttons(words, STAFF, place),
            Button(words.t("script.button.back"), "script.show", place, Style.PRIMARY),
        ),
        note=escape(shown.describe(words)),
    )


def list_exchanges(inv: Invocation, prompt: Prompt) -> tuple[Exchange, ...]:
    """What any office usually says, then what the campaign expects. Its own answer to the same words counts."""
    tag = choose_own_language(inv, prompt)
    own = [_read_answer(one, tag or ENGLISH) for one in prompt.campaign.file.answers]
    known = {fold(one.they.english) for one in own}
    usual = (_make_usual(inv, prompt, name, tag or ENGLISH) for name in _list_usual(prompt))
    return (*(one for one in usual if fold(one.they.english) not in known), *own)


def _list_usual(prompt: Prompt) -> Iterator[str]:
    for name in _USUAL:
        yield f"position.{_find_chamber(prompt)}" if name == "position" else name


def _find_chamber(prompt: Prompt) -> str:
    """Whose position an office speaks of: a senator's, a representative's, or its own."""
    target, title = prompt.target, prompt.title
    if title is Title.SENATOR or (target and target.generic in (SENIOR, JUNIOR)):
        return "senator"
    is_house = title is Title.REPRESENTATIVE or (title is None and target is not None and target.generic in GENERIC)
    return "representative" if is_house else "office"


def _make_usual(inv: Invocation, prompt: Prompt, name: str, tag: str) -> Exchange:
    """One of the usual exchanges, with what is known of the caller in its blanks."""

    def write(words: Words, part: str) -> str:
        gaps = {blank: words.t(f"gap.{blank}") for blank in ("zip", "place", "name")}
        blanks = {**gaps, "name": prompt.profile.name or gaps["name"]}
        return words.t(f"staff.{name}.{part}", **blanks)

    english, own = load_words(ENGLISH), load_words(tag)
    they, you = (Line(write(english, part), write(own, part)) for part in ("they", "you"))
    note = f"staff.{name}.note"
    return Exchange(they, you, inv.words.t(note) if inv.words.has(note) else "")


def _read_answer(answer: Answer, tag: str) -> Exchange:
    they, you = (Line(texts[ENGLISH], find_text(texts, tag)) for texts in (answer.they_say, answer.you_can_say))
    return Exchange(they, you)


def _write(words: Words, one: Exchange) -> Markup:
    """An exchange, without its translation if both don't fit on a card."""
    whole = _write_lines(words, one, one.they.own, one.you.own)
    return whole if measure_weight(whole) <= _ROOM else _write_lines(words, one, one.they.english, one.you.english)


def _write_lines(words: Words, one: Exchange, they: str, you: str) -> Markup:
    return join(
        words.m("script.they_say", text=one.they.english),
        write_meaning(words, one.they.english, they),
        words.m("script.you_can_say", text=one.you.english),
        write_meaning(words, one.you.english, you),
        escape(one.note),
        between="\n",
    )


def _write_slow(inv: Invocation, prompt: Prompt) -> Markup:
    """How to ask for a repetition in English, for callers who read another language."""
    tag = choose_own_language(inv, prompt)
    if tag is None:
        return Markup()
    said, own = (load_words(one).t("script.slow_words") for one in (ENGLISH, tag))
    return join(inv.words.m("script.slow", words=said), write_meaning(inv.words, said, own), between="\n")
