"""Says on a volunteer's card, in one line, that a member's name may be wrong."""

from bot.core.guidance.name_doubts import NameDoubt
from bot.kit.cards.markup import Markup
from bot.kit.i18n import Words


def write_name_doubt(words: Words, doubt: NameDoubt | None) -> Markup:
    """The line, empty if the name is sure."""
    return words.m(f"congress.unsure.{doubt.doubt}", day=words.format_day(doubt.day)) if doubt else Markup()
