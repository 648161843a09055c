"""Finds what somebody nearly typed among what core offers: "padila" is Alex Padilla."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import permutations

from msgspec import Struct

from bot.kit.cards.reply import Choice
from bot.kit.invocation import Invocation
from bot.kit.options import Option
from bot.kit.registry import Registry
from bot.kit.words.free import MOST, list_runs, replace_run
from bot.likeness import find_like, measure_likeness
from bot.text import find_nearest, fold, squash

_MARKED = 4  # ASCII letters; shorter words are like too many others
_MOST_OFFERED = 5  # choices that are near
_MOST_SPLIT = 12  # words that may be two names
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


async def find_near_pair(
    registry: Registry, inv: Invocation, options: Sequence[Option], splits: Sequence[tuple[str, str]]
) -> Mapping[str, str]:
    """The likest way to read one of ``splits`` as the names of two options, by option; empty if there is none.

    Each part is nearly a name that its option offers, so the answer can ask about both at once.
    """
    offered = {one.name: await list_offered(registry, one, inv) for one in options if one.accepts and not one.keyed}
    readings = [dict(zip(names, split, strict=True)) for names in permutations(offered, 2) for split in splits]
    likeness = [_measure_reading(one, offered) for one in readings]
    best = max(likeness, default=0.0)
    return readings[likeness.index(best)] if best else {}


def list_splits(units: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Every way to part a few words in two."""
    if len(units) > _MOST_SPLIT:
        return ()
    return tuple((" ".join(units[:at]), " ".join(units[at:])) for at in range(1, len(units)))


def _measure_reading(reading: Mapping[str, str], offered: Mapping[str, Sequence[Choice]]) -> float:
    """How alike the words of ``reading`` and the nearest names are, at most 2; 0 if some are near none."""
    likeness = 0.0
    for option, typed in reading.items():
        near = find_near_choices(typed, offered[option])
        if not near:
            return 0.0
        likeness += measure_likeness((squash(near[0].label), squash(near[0].value)), typed)
    return likeness


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
