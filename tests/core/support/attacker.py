"""An attacker who reads every shown number, knows all of their own org's, and solves the equations."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

_PRIME = (1 << 61) - 1  # exact, and larger than any sum here

SLICES = ("today", "this week before", "before this week")
PERIODS = {"today": SLICES[:1], "week": SLICES[:2], "campaign": SLICES}
_SPANS = [span for n in (1, 2, 3) for span in combinations(SLICES, n)]

Cell = tuple[str, str, str]  # org, or one person without an org; place; time slice
Selects = Callable[[Cell], bool]


@dataclass(frozen=True)
class Made:
    """One completed call: its person, org ("" for none), place and time slice."""

    who: str
    org: str
    place: str
    slice: str

    @property
    def owner(self) -> str:
        """Who knows this call as their own: the org, or a person without an org."""
        return self.org or self.who

    @property
    def cell(self) -> Cell:
        """The unknown that it is part of."""
        return self.owner, self.place, self.slice


@dataclass(frozen=True)
class Told:
    """A number that is shown: the calls in the cells that it selects."""

    what: str
    selects: Selects
    calls: int


class Equations:
    """What a reader can derive: the span of everything they read, in a basis in reduced echelon form."""

    def __init__(self, cells: Sequence[Cell], numbers: Iterable[Told]) -> None:
        self._cells = cells
        self._basis: dict[int, list[int]] = {}
        for number in numbers:
            self._add(self._reduced(self._row(number.selects)))

    def knows(self, selects: Selects) -> bool:
        """Say whether the sum over some cells follows from what was read."""
        return not any(self._reduced(self._row(selects)))

    def _row(self, selects: Selects) -> list[int]:
        return [int(selects(cell)) for cell in self._cells]

    def _reduced(self, row: list[int]) -> list[int]:
        for pivot, known in self._basis.items():
            if factor := row[pivot]:
                row = [(a - factor * b) % _PRIME for a, b in zip(row, known, strict=True)]
        return row

    def _add(self, row: list[int]) -> None:
        pivot = next((at for at, value in enumerate(row) if value), None)
        if pivot is None:
            return
        inverse = pow(row[pivot], -1, _PRIME)
        row = [value * inverse % _PRIME for value in row]
        for at, known in self._basis.items():
            if factor := known[pivot]:
                self._basis[at] = [(a - factor * b) % _PRIME for a, b in zip(known, row, strict=True)]
        self._basis[pivot] = row


def state(place: str) -> str:
    """The state of a place, which may be a district."""
    return place.partition("-")[0]


def find_leaks(
    made: Sequence[Made], reader: str, numbers: Sequence[Told], totals: Sequence[Told], least: int
) -> list[str]:
    """Every group of fewer than ``least`` people whose calls ``reader`` can derive.

    ``reader`` is an org, which knows all of its numbers, or one person without an org. What follows from the open
    ``totals`` alone is no leak: everybody else's calls together are the rest of the total.
    """
    others = [one for one in made if one.owner != reader]
    cells = _cells(others)
    every, open_ = Equations(cells, [*numbers, *totals]), Equations(cells, totals)
    found = []
    for name, group in _groups(others):
        for span in _SPANS:
            people = {one.who for one in others if group(one.cell) and one.slice in span}
            if 0 < len(people) < least:
                both = _within(group, span)
                if every.knows(both) and not open_.knows(both):
                    found.append(f"{reader} reads of {name}, {' and '.join(span)}: {len(people)} people")
    return found


def _cells(others: Sequence[Made]) -> list[Cell]:
    """All possible cells. Readers don't know which ones are empty."""
    owners, places = {one.owner for one in others}, {one.place for one in others}
    return [(owner, place, span) for owner in sorted(owners) for place in sorted(places) for span in SLICES]


def _groups(others: Sequence[Made]) -> list[tuple[str, Selects]]:
    """The groups to look for: orgs, places, their intersections, pairs, and all but one."""
    owners = {one.owner for one in others}
    owned = [(owner, _by(lambda cell: cell[0], owner)) for owner in sorted(owners)]
    placed = [(place, _by(lambda cell: cell[1], place)) for place in sorted({one.place for one in others})]
    stated = [
        (f"all of {name}", _by(lambda cell: state(cell[1]), name)) for name in sorted({state(p) for p, _ in placed})
    ]
    single = [*owned, *placed, *stated]
    pairs = [(f"{a} in {b}", _and(f, g)) for a, f in owned for b, g in (*placed, *stated)]
    pairs += [(f"{a} or {b}", _or(f, g)) for kind in (owned, placed) for (a, f), (b, g) in combinations(kind, 2)]
    pairs += [(f"{a} without {b}", _less(f, g)) for a, f in stated for b, g in (*placed, *owned)]
    pairs += [(f"{a} without {b}", _less(f, g)) for a, f in owned for b, g in stated]
    return [*single, *pairs, *((f"all but {name}", _not(group)) for name, group in single)]


def _by(read: Callable[[Cell], str], value: str) -> Selects:
    return lambda cell: read(cell) == value


def _and(one: Selects, other: Selects) -> Selects:
    return lambda cell: one(cell) and other(cell)


def _or(one: Selects, other: Selects) -> Selects:
    return lambda cell: one(cell) or other(cell)


def _less(one: Selects, other: Selects) -> Selects:
    return lambda cell: one(cell) and not other(cell)


def _not(one: Selects) -> Selects:
    return lambda cell: not one(cell)


def _within(group: Selects, span: Sequence[str]) -> Selects:
    return lambda cell: group(cell) and cell[2] in span
