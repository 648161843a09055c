"""Which totals of groups may be shown across orgs, decided without a database.

Boards cut the same calls by org, by place and by period, so one number can be subtracted from another. Folding the
groups with few people is not enough: what is left after a subtraction must be nobody's, or of enough people, too.
`docs/privacy.md` says what this protects and what it can't.

The totals of the coalition are open, and somebody knows every number of their own org. So a set of groups is safe in
a slice of time when, whoever reads it, the calls of all *others* in it are none, or of at least ``least`` people.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

FORGOTTEN = ""  # whose calls those of forgotten people are, where their org is not known any more
STRANGERS = "strangers"  # people of no org, who know nothing of each other


class Slice(StrEnum):
    """Calls of a campaign by time: the three periods of boards, and what two of them differ by."""

    CAMPAIGN = "campaign"
    WEEK = "week"
    TODAY = "today"
    OTHER_WEEKS = "other_weeks"
    OTHER_DAYS = "other_days"  # of this week


class Part(NamedTuple):
    """What one org's people have in a group: completed calls, of at least so many people."""

    calls: int = 0
    people: int = 0

    def plus(self, other: "Part") -> "Part":
        """Return both together, which are of different people."""
        return Part(self.calls + other.calls, self.people + other.people)


Parts = Mapping[str, Part]  # by org, or FORGOTTEN, or STRANGERS
Cells = Mapping[Slice, Parts]  # one group's


class Layer(NamedTuple):
    """One period of boards: what its numbers tell together with those of the next longer period."""

    period: Slice
    rest: Slice | None

    @property
    def slices(self) -> tuple[Slice, ...]:
        """The slices whose totals can be worked out."""
        return (self.period, self.rest) if self.rest else (self.period,)


LAYERS = (Layer(Slice.CAMPAIGN, None), Layer(Slice.WEEK, Slice.OTHER_WEEKS), Layer(Slice.TODAY, Slice.OTHER_DAYS))


def add_up(groups: Iterable[Cells], slice_: Slice) -> dict[str, Part]:
    """Return the parts of several groups together."""
    found: dict[str, Part] = {}
    for cells in groups:
        for org, part in cells.get(slice_, {}).items():
            found[org] = found.get(org, Part()).plus(part)
    return found


def is_safe(parts: Parts, least: int) -> bool:
    """Say whether no reader can work out the calls of fewer than ``least`` others from the total of ``parts``."""
    calls, people = sum(part.calls for part in parts.values()), sum(part.people for part in parts.values())
    if not calls:
        return True
    return people >= least and all(
        _is_hidden_from(org, part, calls, people, least) for org, part in parts.items() if part.calls
    )


def _is_hidden_from(org: str, part: Part, calls: int, people: int, least: int) -> bool:
    """Say whether a reader of ``org``, who knows its ``part`` of the total, learns nothing of a small group."""
    if org == FORGOTTEN:
        return True  # nobody's own
    if org == STRANGERS:
        return people - 1 >= least  # one of them knows their own calls alone
    return calls == part.calls or people - part.people >= least


def fold(groups: Mapping[str, Cells], whole: Cells, least: int, upto: Slice) -> tuple[frozenset[str], ...]:
    """Return the keys of the groups to fold on the board of each period, from the campaign's to ``upto``.

    ``groups`` part the calls of ``whole`` between them. A group that is folded in one period is folded in the shorter
    ones, or what is left of a fold would tell of it.
    """
    folds, held = list[frozenset[str]](), frozenset[str]()
    for layer in LAYERS:
        held |= _fold_layer(groups, whole, held, layer, least)
        folds.append(held)
        if layer.period is upto:
            break
    return tuple(folds)


def fold_within(
    inner: Mapping[str, Mapping[str, Cells]],
    outer: Mapping[str, Cells],
    outer_folds: Sequence[Collection[str]],
    least: int,
    upto: Slice,
) -> tuple[frozenset[str], ...]:
    """Return what `fold` does for the groups that each of the ``outer`` ones is parted into.

    What belongs to a folded one is folded with it; what is left of one that is shown must be safe by itself.
    """
    folds: list[set[str]] = [set() for _ in outer_folds]
    for name, groups in inner.items():
        own = fold(groups, outer.get(name, {}), least, upto)
        for at, closed in enumerate(outer_folds):
            folds[at] |= groups.keys() if name in closed else own[at]
    return tuple(frozenset(one) for one in folds)


def _fold_layer(
    groups: Mapping[str, Cells], whole: Cells, held: frozenset[str], layer: Layer, least: int
) -> frozenset[str]:
    """Return the groups to fold in one period besides ``held``, those of the longer one."""
    rest = [key for key in groups if key not in held]
    more = {key for key in rest if not all(is_safe(groups[key].get(one, {}), least) for one in layer.slices)}
    if more and not all(is_safe(add_up(groups.values(), one), least) for one in layer.slices):
        return frozenset(groups) - held  # however much is folded with them, too few people are left
    rest = sorted((key for key in rest if key not in more), key=lambda key: (*_size(groups[key], layer), key))
    while unsafe := _unsafe(groups, whole, held, more, layer, least):
        following = next((key for key in rest if any(_calls((groups[key],), one) for one in unsafe)), None)
        if following is None:
            return frozenset(groups) - held  # one line would be the whole: it says no more than the open total
        rest.remove(following)
        more.add(following)
    return frozenset(more)


def _unsafe(
    groups: Mapping[str, Cells], whole: Cells, held: frozenset[str], more: Collection[str], layer: Layer, least: int
) -> tuple[Slice, ...]:
    """Return the slices in which the fold tells of a small group."""
    folds = [frozenset((*held, *more))]
    # The number of what is folded in the longer period is known; where none of it is from outside this
    # period, it can be subtracted.
    if held and more and layer.rest and not _calls((groups[key] for key in held), layer.rest):
        folds.append(frozenset(more))
    return tuple(
        one for one in layer.slices for fold_ in folds if not is_safe(_folded(groups, whole, fold_, one), least)
    )


def _folded(groups: Mapping[str, Cells], whole: Cells, keys: Collection[str], slice_: Slice) -> Parts:
    """Return the parts of a fold. Somebody who is in several of its groups is one of its people."""
    found = add_up((groups[key] for key in keys), slice_)
    if slice_ not in (layer.period for layer in LAYERS):
        return found  # of a difference only the least number of people is known
    shown = add_up((cells for key, cells in groups.items() if key not in keys), slice_)
    held = whole.get(slice_, {})
    return {
        org: part._replace(people=max(0, min(part.people, held[org].people - shown.get(org, Part()).people)))
        if org in held
        else part
        for org, part in found.items()
    }


def _calls(groups: Iterable[Cells], slice_: Slice) -> int:
    return sum(part.calls for cells in groups for part in cells.get(slice_, {}).values())


def _size(cells: Cells, layer: Layer) -> tuple[int, int]:
    parts = cells.get(layer.period, {}).values()
    return sum(part.people for part in parts), sum(part.calls for part in parts)
