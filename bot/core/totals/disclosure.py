"""Which groups' totals may be shown across orgs, as plain functions.

Boards group the same calls by org, place and period, so readers can subtract one number from another. It is not enough
to fold groups with few people: the difference between two numbers must also be zero, or come from enough people.
`docs/privacy.md` says what this protects and what it can't protect.

The coalition's totals are open, and each reader knows every number of their own org. So a set of groups is safe in a
slice of time if, for every reader, the calls of all *others* in it are none, or come from at least ``least`` people.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

FORGOTTEN = ""  # the owner of forgotten people's calls whose org is no longer known
STRANGERS = "strangers"  # the owner of calls by people of no org, who know only their own calls


class Slice(StrEnum):
    """A campaign's calls by time: the three periods of boards, and the differences between them."""

    CAMPAIGN = "campaign"
    WEEK = "week"
    TODAY = "today"
    OTHER_WEEKS = "other_weeks"
    OTHER_DAYS = "other_days"  # of this week


class GroupPart(NamedTuple):
    """One org's share of a group: completed calls, the least number of people who made them, and the time of the last
    (UTC microseconds, 0 if unknown)."""

    calls: int = 0
    people: int = 0
    last_at: int = 0

    def add(self, other: "GroupPart") -> "GroupPart":
        """Add two parts made by different people."""
        return GroupPart(self.calls + other.calls, self.people + other.people, max(self.last_at, other.last_at))


PartsByOrg = Mapping[str, GroupPart]  # by org, or FORGOTTEN, or STRANGERS
Cells = Mapping[Slice, PartsByOrg]  # one group


class Layer(NamedTuple):
    """One period of boards, and the slice by which it differs from the next longer one."""

    period: Slice
    rest: Slice | None

    @property
    def slices(self) -> tuple[Slice, ...]:
        """The slices whose totals a reader can work out."""
        return (self.period, self.rest) if self.rest else (self.period,)


LAYERS = (Layer(Slice.CAMPAIGN, None), Layer(Slice.WEEK, Slice.OTHER_WEEKS), Layer(Slice.TODAY, Slice.OTHER_DAYS))


def add_up(groups: Iterable[Cells], slice_: Slice) -> dict[str, GroupPart]:
    """The parts of several groups together."""
    calls, people = dict[str, int](), dict[str, int]()  # apart, because a report adds up thousands of parts
    for cells in groups:
        for org, part in cells.get(slice_, {}).items():
            calls[org] = calls.get(org, 0) + part.calls
            people[org] = people.get(org, 0) + part.people
    return {org: GroupPart(n, people[org]) for org, n in calls.items()}


def is_safe(parts: PartsByOrg, least: int) -> bool:
    """Whether no reader can work out, from the total of ``parts``, the calls of fewer than ``least`` others."""
    known = [part for part in parts.values() if part.calls]
    if not known:
        return True
    calls, people = sum([part.calls for part in known]), sum([part.people for part in parts.values()])
    if people < least:
        return False
    return all(_is_hidden_from(org, part, calls, people, least) for org, part in parts.items() if part.calls)


def _is_hidden_from(org: str, part: GroupPart, calls: int, people: int, least: int) -> bool:
    """Whether a reader who knows the ``part`` of ``org`` learns nothing about a small group."""
    if org == FORGOTTEN:
        return True  # no reader owns it
    if org == STRANGERS:
        return people - 1 >= least  # each of them knows only their own calls
    return calls == part.calls or people - part.people >= least


def fold(groups: Mapping[str, Cells], whole: Cells, least: int, upto: Slice) -> tuple[frozenset[str], ...]:
    """The keys of the groups to fold on each period's board, from the campaign's to ``upto``.

    The ``groups`` split the calls of ``whole`` among them. A group folded in one period stays folded in the shorter
    ones, because otherwise the rest of the fold would reveal it.
    """
    folds, folded = list[frozenset[str]](), frozenset[str]()
    for layer in LAYERS:
        folded |= _fold_layer(groups, whole, folded, layer, least)
        folds.append(folded)
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
    """Like `fold`, for the groups inside each of the ``outer`` groups.

    A folded outer group folds all of its inner groups. In one that is shown, what remains must be safe by itself.
    """
    folds: list[set[str]] = [set() for _ in outer_folds]
    for name, groups in inner.items():
        own = fold(groups, outer.get(name, {}), least, upto)
        for at, closed in enumerate(outer_folds):
            folds[at] |= groups.keys() if name in closed else own[at]
    return tuple(frozenset(one) for one in folds)


def _fold_layer(
    groups: Mapping[str, Cells], whole: Cells, folded: frozenset[str], layer: Layer, least: int
) -> frozenset[str]:
    """The groups to fold in one period in addition to ``folded``, which the longer period folds."""
    rest = [key for key in groups if key not in folded]
    more = {key for key in rest if not all(is_safe(groups[key].get(one, {}), least) for one in layer.slices)}
    if more and not all(is_safe(add_up(groups.values(), one), least) for one in layer.slices):
        return frozenset(groups) - folded  # all groups together have too few people
    rest = sorted((key for key in rest if key not in more), key=lambda key: (*_measure(groups[key], layer), key))
    while unsafe := _find_unsafe_slices(groups, whole, folded, more, layer, least):
        following = next((key for key in rest if any(_count_calls((groups[key],), one) for one in unsafe)), None)
        if following is None:
            return frozenset(groups) - folded  # a single line would show the total, which is open anyway
        rest.remove(following)
        more.add(following)
    return frozenset(more)


def _find_unsafe_slices(
    groups: Mapping[str, Cells], whole: Cells, folded: frozenset[str], more: Collection[str], layer: Layer, least: int
) -> tuple[Slice, ...]:
    """The slices in which the fold reveals a small group."""
    folds = [frozenset((*folded, *more))]
    # The total of the longer period's fold is known. If all of its calls are from this period, it can be subtracted.
    if folded and more and layer.rest and not _count_calls((groups[key] for key in folded), layer.rest):
        folds.append(frozenset(more))
    return tuple(
        one for one in layer.slices for fold_ in folds if not is_safe(_sum_fold(groups, whole, fold_, one), least)
    )


def _sum_fold(groups: Mapping[str, Cells], whole: Cells, keys: Collection[str], slice_: Slice) -> PartsByOrg:
    """The parts of a fold. A person in several of its groups counts once."""
    found = add_up((groups[key] for key in keys), slice_)
    if slice_ not in (layer.period for layer in LAYERS):
        return found  # for a difference, only a minimum of people is known
    shown = add_up((cells for key, cells in groups.items() if key not in keys), slice_)
    totals = whole.get(slice_, {})
    return {
        org: part._replace(people=max(0, min(part.people, totals[org].people - shown.get(org, GroupPart()).people)))
        if org in totals
        else part
        for org, part in found.items()
    }


def _count_calls(groups: Iterable[Cells], slice_: Slice) -> int:
    return sum(part.calls for cells in groups for part in cells.get(slice_, {}).values())


def _measure(cells: Cells, layer: Layer) -> tuple[int, int]:
    parts = cells.get(layer.period, {}).values()
    return sum(part.people for part in parts), sum(part.calls for part in parts)
