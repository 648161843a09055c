"""Why somebody refused what another person wrote: typed into the form that refuses it, and shown to the author."""

from typing import Annotated

from bot.kit.cards.markup import Markup
from bot.kit.i18n import Words
from bot.kit.options import Opt

RefusalReason = Annotated[str | None, Opt("Why, for its author (you can leave it empty)", max_length=200)]


def write_reason(words: Words, reason: str) -> Markup:
    """The line that gives a reason; empty if there is none."""
    return words.m("refused.because", reason=reason) if reason else Markup()
