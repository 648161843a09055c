"""Chooses the richest card, or the most paragraphs, that platforms have room for."""

from collections.abc import Callable, Sequence

from bot.kit.cards.limits import LimitError
from bot.kit.cards.markup import Markup, join, measure_weight
from bot.kit.cards.reply import CARD, NOTE, Card, measure_card


def draw_first_fitting(*draws: Callable[[], Card]) -> Card:
    """The first card within every platform's limits, with room for one more note. The last one must fit by itself."""
    for draw in draws[:-1]:
        try:
            card = draw()
        except LimitError:
            continue
        if measure_card(card) + NOTE <= CARD:
            return card
    return draws[-1]()


def join_fitting(parts: Sequence[tuple[Markup, int]], room: int) -> Markup:
    """Join paragraphs, without as many as needed of those that may go: highest numbers first, and never those with 0.

    ``room`` is in characters of `measure_weight`.
    """
    kept = list(parts)
    while True:
        joined = join(*(text for text, _ in kept))
        if measure_weight(joined) <= room or not any(number for _, number in kept):
            return joined
        kept.remove(max(kept, key=lambda part: part[1]))
