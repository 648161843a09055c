"""Finds what somebody nearly typed among what core offers: "padila" is Alex Padilla."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from bot.kit.cards.reply import Choice
from bot.kit.invocation import Invocation
from bot.kit.options import Option
from bot.kit.registry import Registry
from bot.kit.words.free import MOST, list_runs, replace_run
from bot.likeness import find_like
from bot.text import find_nearest, fold

_MARKED = 4  # ASCII letters; shorter words are like too many others
_MOST_OFFERED = 5  # choices that are near
_MOST_RUNS = 6  # words of a label that are compared one by one and together


class NearChoice(Struct, frozen=True):
    """Words that somebody typed, and the choice of an option that they are most like."""

    option: str
    typed: str
    choice: Choice


def find_near_choices(typed: str, choices: Iterable[Choice]) -> tuple[Choice, ...]:
    """The choice with a value, a label or words of it that are ``typed``; if none has, those spelled almost like it."""
    known = tuple(choices)
    exact = (one for one in known if fold(typed) in map(fold, (one.value, one.label, *_list_label_runs(one.label))))
    if found := next(exact, None):
        return (found,)
    if not _is_marked(typed):
        return ()
    return find_like(typed, ((one, (one.value, one.label)) for one in known), _MOST_OFFERED)


def find_near_label(typed: str, choices: Iterable[Choice]) -> tuple[Choice, ...]:
    """The choice with a label spelled almost like ``typed``, or the only one whose label contains it."""
    known = {fold(one.label): one for one in choices}
    near = find_nearest(typed, known)
    return (known[near],) if near else ()


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
        if near := find_near_choices(run, choices):
            return NearChoice(option.name, run, near[0])
    return None


def _list_label_runs(label: str) -> Iterable[str]:
    words = [word.strip(",.()") for word in label.split()[:_MOST_RUNS]]
    return (" ".join(words[start:end]) for start in range(len(words)) for end in range(start + 1, len(words) + 1))


def _is_marked(typed: str) -> bool:
    folded = fold(typed)
    return len(folded) >= _MARKED or not folded.isascii()
