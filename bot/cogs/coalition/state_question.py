"""The card that asks which district somebody means, where the words they typed fit several."""

from collections.abc import Mapping

from bot.cogs.shared.card_parts import name_place
from bot.cogs.shared.state_names import name_state_district
from bot.core.coalition.profiles import StateQuestion
from bot.core.statehouse.districts import parse_key
from bot.core.statehouse.typed_districts import write_code
from bot.kit.cards.markup import Markup, join
from bot.kit.cards.reply import Button, Card
from bot.kit.i18n import Words


def draw_state_question(words: Words, question: StateQuestion, alone: bool, back: Mapping[str, str]) -> Card:
    """Ask for one of several districts. ``alone`` is False if other changes were saved with it.

    ``back`` are the arguments of the script button.
    """
    return Card(
        title=words.t("zip.title"),
        body=join(
            words.m("state_district.several", count=len(question.places)), Markup() if alone else words.m("zip.rest")
        ),
        buttons=tuple(_draw_button(words, place, back) for place in question.places),
        note=words.m("state_district.kept"),
    )


def _draw_button(words: Words, place: str, back: Mapping[str, str]) -> Button:
    if parse_key(place):
        label, code = name_state_district(words, place), write_code(place)
    else:
        label, code = words.t("state_district.of_congress", place=name_place(words, place)), place
    return Button(label, "profile.district", {"district": code, **back})
