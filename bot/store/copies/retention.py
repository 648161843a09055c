"""Which scheduled backups are kept: the newest of each of the last days, weeks and months that have one."""

from collections.abc import Callable, Collection
from datetime import datetime

from bot.config.spans import Keep


def choose_kept(made: Collection[datetime], keep: Keep) -> frozenset[datetime]:
    """Of backups made at these times, those to keep. The newest of all is always among them."""
    newest = sorted(made, reverse=True)
    rules: tuple[tuple[int, Callable[[datetime], object]], ...] = (
        (keep.days, datetime.date),
        (keep.weeks, lambda at: at.isocalendar()[:2]),
        (keep.months, lambda at: (at.year, at.month)),
    )
    kept = set(newest[:1])
    for count, find_period in rules:
        newest_of = {find_period(at): at for at in reversed(newest)}  # a later one replaces an earlier one
        kept.update(sorted(newest_of.values(), reverse=True)[:count])
    return frozenset(kept)
