"""How groups rank on a board: competition ranking, ties in the order of the last call that still counts."""

from collections.abc import Iterable
from itertools import groupby

from msgspec import Struct

from bot.text import make_sort_key


class Group(Struct, frozen=True):
    """One group's total from the database: ``people`` made its ``n`` calls."""

    name: str
    n: int
    people: int
    last_at: int
    placeholder: bool = False


class BoardLine(Struct, frozen=True):
    """One line of a board. ``rank`` is None for a placeholder, which comes last."""

    rank: int | None
    name: str
    n: int
    placeholder: bool = False


def rank_groups(groups: Iterable[Group]) -> tuple[BoardLine, ...]:
    """Rank groups as competitions do (1, 2, 2, 4). Ties are ordered by the last call that still counts."""
    order = sorted(groups, key=lambda group: (group.placeholder, -group.n, group.last_at, make_sort_key(group.name)))
    real = [group for group in order if not group.placeholder]
    lines: list[BoardLine] = []
    for n, ties in groupby(real, key=lambda group: group.n):
        rank = len(lines) + 1
        lines += [BoardLine(rank, group.name, n) for group in ties]
    return (*lines, *(BoardLine(None, group.name, group.n, True) for group in order if group.placeholder))
