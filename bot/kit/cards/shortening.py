"""Cuts text for the places where a card has little room."""

from itertools import accumulate

from bot.kit.cards.markup import measure_cost
from bot.patterns import compile_later

_ENDS = " \t\n.,;:"  # what reads oddly before an ellipsis
_UNSPACED = compile_later("[\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")  # Chinese and Japanese
_ADDRESS = compile_later(r"://|\w\.\w")  # what an address has, also one that a platform links without its scheme


def shorten(text: str, limit: int) -> str:
    """``text`` cut at a word's end, to a cost of at most ``limit`` characters with the ellipsis there.

    No period stays before the ellipsis. An address is left out rather than cut, because what remained of it would be
    a link to somewhere else.
    """
    if measure_cost(text) <= limit:
        return text
    costs = accumulate(map(measure_cost, text))
    kept = sum(1 for total in costs if total < limit)
    head = end_at_word(text[:kept], text[kept:])
    last = head.split()[-1] if head.strip() and len(head) == kept else ""
    is_cut = bool(last) and head.endswith(last) and not text[kept].isspace()
    if is_cut and _ADDRESS.search(last + text[kept:].split(maxsplit=1)[0]):
        head = head[: -len(last)]
    return head.rstrip(_ENDS) + "…"


def end_at_word(head: str, rest: str) -> str:
    """``head`` without the word that goes on in ``rest``, unless that would leave less than half of it.

    Chinese and Japanese have no spaces between words, so they are cut anywhere.
    """
    goes_on = bool(rest) and not rest[0].isspace() and any(map(str.isalnum, rest.split(maxsplit=1)[0]))
    if not head or not goes_on or head[-1].isspace() or _UNSPACED.search(head[-1] + rest[0]):
        return head
    whole = head[: len(head) - len(head.split()[-1])] if head.strip() else head
    return whole if len(whole.rstrip()) * 2 > len(head) else head
