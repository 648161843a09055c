"""Cuts text for the places where a card has little room."""

import re
from itertools import accumulate

from bot.kit.cards.markup import measure_cost

_ENDS = " \t\n.,;:"  # what reads oddly before an ellipsis
_ADDRESS = re.compile(r"://|\w\.\w")  # what an address has, also one that a platform links without its scheme


def shorten(text: str, limit: int) -> str:
    """``text`` cut to a cost of at most ``limit`` characters, with an ellipsis at the cut, and no period before that.

    An address is left out rather than cut, because what remained of it would be a link to somewhere else.
    """
    if measure_cost(text) <= limit:
        return text
    costs = accumulate(map(measure_cost, text))
    kept = sum(1 for total in costs if total < limit)
    head = text[:kept]
    last = head.split()[-1] if head.strip() else ""
    is_cut = bool(last) and head.endswith(last) and not text[kept].isspace()
    if is_cut and _ADDRESS.search(last + text[kept:].split(maxsplit=1)[0]):
        head = head[: -len(last)]
    return head.rstrip(_ENDS) + "…"
