"""The card that asks which district is somebody's, where their ZIP code alone doesn't say it."""

from collections.abc import Mapping

from bot.cogs.shared.card_parts import name_place
from bot.cogs.shared.name_doubts import write_list_doubt
from bot.cogs.shared.new_lines import write_new_lines
from bot.core.congress.places import Question
from bot.core.directory.congresses import find_congress, find_first_day
from bot.core.directory.members import Directory
from bot.core.people.profiles.homes import Redrawn
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import Button, Card, Style, shorten
from bot.kit.i18n import Words
from bot.kit.invocation import Invocation
from bot.phrases import State

FINDER = "https://www.house.gov/representatives/find-your-representative"  # by street address
_PERCENT = 10  # thousandths
_NAME = 50  # characters, of a button's 75

Args = Mapping[str, str]


def draw_question_card(inv: Invocation, question: Question, directory: Directory, alone: bool, back: Args) -> Card:
    """The card that asks for the caller's district. ``alone`` is False if other changes were saved with it.

    ``back`` are the arguments of the script button.
    """
    words = inv.words
    if question.meant:
        return _draw_zip_question(words, question.meant, alone, back)
    if question.unmapped:
        return _draw_unmapped(inv, question, alone, back)
    known = "several" if question.known else "near" if question.districts else "nowhere"
    another = () if question.known else (Button(words.t("zip.another"), "representative", back),)
    return Card(
        title=words.t("zip.title"),
        body=join(
            words.m("zip.military" if question.military else f"zip.{known}", count=len(question.districts)),
            _write_shares(words, question),
            words.m("zip.saved", state=State(question.saved)) if question.saved else Markup(),
            words.m("zip.find_out", address=FINDER),
            Markup() if alone else words.m("zip.rest"),
            words.m("congress.over") if directory.over else Markup(),
            write_list_doubt(words, directory, inv.at),
        ),
        buttons=(
            *(_draw_place_button(words, place, directory, back) for place in question.districts if "-" in place),
            *(_draw_state_button(words, state, back) for state in question.states),
            *another,
            Button(words.t("zip.by_hand"), "district", back),
        ),
        note=words.m("zip.kept"),
    )


def _write_shares(words: Words, question: Question) -> Markup:
    """How much of a ZIP's land is in each district, the most first; empty if that is unknown."""
    pairs = zip(question.districts, question.shares, strict=False)
    shares = [
        words.t(
            "zip.share" if share >= _PERCENT else "zip.share_small",
            place=name_place(words, place),
            share=round(share / _PERCENT),
        )
        for place, share in pairs
    ]
    return words.m("zip.shares", shares=words.list(shares)) if shares else Markup()


def _draw_unmapped(inv: Invocation, question: Question, alone: bool, back: Args) -> Card:
    """The card for a ZIP code in a state whose districts have new lines that no loaded map shows."""
    words, state = inv.words, question.unmapped or ""
    return Card(
        title=words.t("zip.title"),
        body=join(
            write_new_lines(words, Redrawn(state, find_first_day(find_congress(inv.at)), has_map=False)),
            words.m("zip.saved", state=State(question.saved)) if question.saved else Markup(),
            words.m("zip.find_out", address=FINDER),
            Markup() if alone else words.m("zip.rest"),
        ),
        buttons=(
            Button(words.t("button.script"), "script.show", back),
            Button(words.t("zip.by_hand"), "district", back),
        ),
        note=words.m("zip.kept"),
    )


def _draw_zip_question(words: Words, zip: str, alone: bool, back: Args) -> Card:
    """The card that asks whether this is the ZIP code that lost its leading zeros."""
    return Card(
        title=words.t("zip.title"),
        body=join(words.m("zip.meant", zip=zip), Markup() if alone else words.m("zip.rest")),
        buttons=(
            Button(words.t("zip.yes", zip=zip), "profile.district", {"district": zip, **back}, Style.PRIMARY),
            Button(words.t("zip.by_hand"), "representative", back),
        ),
    )


def _draw_place_button(words: Words, place: str, directory: Directory, back: Args) -> Button:
    args = {"district": place, **back}
    member = directory.seats.get(place)
    if member is None and (directory.over or any(one.district == place for one in directory.past.values())):
        return Button(name_place(words, place), "profile.district", args)
    name = shorten(member.name, _NAME) if member else words.t("zip.vacant")
    return Button(words.t("zip.district", place=name_place(words, place), name=name), "profile.district", args)


def _draw_state_button(words: Words, state: str, back: Args) -> Button:
    return Button(words.t("zip.state", state=words.name_state(state)), "profile.district", {"district": state, **back})
