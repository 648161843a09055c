"""Finds what somebody nearly typed among what core offers: "padila" is Alex Padilla."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from bot.kit.cards.reply import Choice
from bot.kit.invocation import Invocation
from bot.kit.options import Option
from bot.kit.registry import Registry
from bot.kit.words.free import MOST, list_runs, replace_run
from bot.text import find_nearest, fold

_MARKED = 4  # ASCII letters; shorter words are like too many others
_MOST_RUNS = 6  # words of a label that are compared one by one and together


class NearChoice(Struct, frozen=True):
    """Words that somebody typed, and the choice of an option that they are most like."""

    option: str
    typed: str
    choice: Choice


def find_near_choice(typed: str, choices: Iterable[Choice]) -> Choice | None:
    """The choice whose value, label or some of its label's words in a row are spelled almost like ``typed``."""
    spelled = dict[str, Choice]()
    for choice in choices:
        for spelling in (choice.value, choice.label, *_list_label_runs(choice.label)):
            spelled.setdefault(fold(spelling), choice)
    if exact := spelled.get(fold(typed)):
        return exact
    near = find_nearest(typed, filter(_is_marked, spelled), part=False) if _is_marked(typed) else None
    return spelled[near] if near else None


async def place_near_choices(
    registry: Registry, inv: Invocation, options: Sequence[Option], strays: Sequence[str]
) -> tuple[tuple[NearChoice, ...], tuple[str, ...]]:
    """What ``strays``, words that nothing accepts, nearly name of ``options``; and the words that remain."""
    found, left = list[NearChoice](), tuple(strays)
    for option in options:
        choices = await list_offered(registry, option, inv) if option.accepts else []
        if near := _find_longest(left, option, choices):
            found.append(near)
            left = replace_run(left, near.typed, "")
    return tuple(found), left


async def list_offered(registry: Registry, option: Option, inv: Invocation) -> list[Choice]:
    """What the caller is offered for an option."""
    offered = await registry.suggestions[option.suggest](inv, "") if option.suggest else ()
    closed = (Choice(word, inv.words.label(option.kind, word)) for word in option.words)
    return [*offered, *closed, *(Choice(word, word) for word in option.known)]


def _find_longest(words: Sequence[str], option: Option, choices: Sequence[Choice]) -> NearChoice | None:
    """The longest run of ``words`` that nearly names a choice."""
    for run in sorted(list_runs(words[:MOST]), key=len, reverse=True):
        if choice := find_near_choice(run, choices):
            return NearChoice(option.name, run, choice)
    return None


def _list_label_runs(label: str) -> Iterable[str]:
    words = [word.strip(",.()") for word in label.split()[:_MOST_RUNS]]
    return (" ".join(words[start:end]) for start in range(len(words)) for end in range(start + 1, len(words) + 1))


def _is_marked(typed: str) -> bool:
    folded = fold(typed)
    return len(folded) >= _MARKED or not folded.isascii()
