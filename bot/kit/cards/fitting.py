"""Chooses the richest of several cards that platforms have room for."""

from collections.abc import Callable

from bot.kit.cards.limits import LimitError
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
