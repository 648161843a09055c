"""Shortens labels and keeps similar names distinct: they often differ only at their ends."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate, takewhile

from bot.kit.cards.markup import measure_cost
from bot.kit.cards.reply import BUTTON_LABEL, CHOICE_LABEL, Choice, shorten
from bot.kit.cards.shortening import end_at_word
from bot.patterns import compile_later

_CHINESE = "zh"
_HAN = compile_later("[\u4e00-\u9fff]")


def add_colon(label: str, language: str = "") -> str:
    """A label with the colon before its value: on a Chinese card a wide one, without a space after it.

    ``language`` is the card's; without one, as for a text by itself, the label alone tells. A label without Chinese at
    its ends has the narrow colon on every card: it is a name, or a sentence that is still English.
    """
    letters = "".join(filter(str.isalpha, label))
    is_wide = (language or _CHINESE).startswith(_CHINESE) and _HAN.search(letters[:1] + letters[-1:])
    return f"{label}：" if is_wide else f"{label}: "


def cut_middle(text: str, limit: int) -> str:
    """``text`` cut between words in its middle, to a cost of at most ``limit`` characters with the ellipsis there."""
    if measure_cost(text) <= limit:
        return text
    end = _take_last(text, (limit - 1) // 2)
    end = end_at_word(end[::-1], text[: len(text) - len(end)][::-1])[::-1]
    beginning = _take_first(text, limit - 1 - measure_cost(end))
    return end_at_word(beginning, text[len(beginning) :]).rstrip() + "…" + end.lstrip()


def tell_apart(texts: Iterable[str], limit: int) -> Mapping[str, str]:
    """A unique label for each text, at a cost of at most ``limit`` characters (8 or more)."""
    left, labels = list(dict.fromkeys(texts)), dict[str, str]()
    for cut in (shorten, cut_middle, partial(_cut_around, among=sorted(left))):
        made = {text: cut(text, limit) for text in left}
        shared = Counter([*labels.values(), *made.values()])
        labels |= {text: label for text, label in made.items() if shared[label] == 1}
        left = [text for text in left if text not in labels]
    taken = set(labels.values())
    for text in left:
        labels[text] = next(label for label in _number_labels(text, limit, len(taken)) if label not in taken)
        taken.add(labels[text])
    return labels


def fit_labels(titles: Sequence[str], write: Callable[[str], str]) -> tuple[str, ...]:
    """The labels of buttons that ``write`` makes of titles. Different titles get different labels."""
    short = tell_apart(titles, BUTTON_LABEL - measure_cost(write("")))
    return tuple(write(short[title]) for title in titles)


def make_choices(named: Iterable[tuple[str, str]]) -> tuple[Choice, ...]:
    """The entries of a menu from pairs of value and name. Different names get different labels."""
    pairs = tuple(named)
    labels = tell_apart((name for _, name in pairs), CHOICE_LABEL)
    return tuple(Choice(value, labels[name]) for value, name in pairs)


def _cut_around(text: str, limit: int, among: list[str]) -> str:
    """Cut out the part that ``text`` shares with its neighbors in the sorted list."""
    place = bisect_left(among, text)
    neighbors = among[max(place - 1, 0) : place] + among[place + 1 : place + 2]
    shared = max((_count_shared(text, other) for other in neighbors), default=0)
    beginning = _take_first(text, limit // 4).rstrip() + "…"
    return beginning + shorten(text[max(shared - 1, 0) :], limit - measure_cost(beginning))


def _count_shared(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _number_labels(text: str, limit: int, taken: int) -> Iterator[str]:
    for number in range(2, taken + 3):
        mark = f" ({number})"
        yield cut_middle(text, limit - measure_cost(mark)) + mark


def _take_first(text: str, limit: int) -> str:
    return text[: sum(1 for total in accumulate(map(measure_cost, text)) if total <= limit)]


def _take_last(text: str, limit: int) -> str:
    kept = len(_take_first(text[::-1], limit))
    return text[len(text) - kept :]
