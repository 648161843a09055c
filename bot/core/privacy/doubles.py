"""What two people have twice when they turn out to be one: decided without a database."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from bot.core.people.people import Profile
from bot.core.totals.counting import Outcome
from bot.store.statement import Row


@dataclass(frozen=True, slots=True)
class Double:
    """Two calls of one slot and day: the first stands with the better outcome, the later gives way."""

    first: Row
    later: Row

    @property
    def outcome(self) -> Outcome:
        """The better of both."""
        first, later = Outcome(self.first.outcome), Outcome(self.later.outcome)
        return later if later.is_better_than(first) else first

    @property
    def counted_at(self) -> int | None:
        """Since when it counts: its own first completed call, else the later one's."""
        first: int | None = self.first.counted_at
        later: int | None = self.later.counted_at
        return first or later


def doubles(stays: Iterable[Row], goes: Iterable[Row], *, own: Mapping[str, str]) -> tuple[Double, ...]:
    """Return the calls that two people both have standing for one slot and day, in the order of logging.

    ``own`` says who their own members are, so that a call to "your representative" is one to theirs.
    """

    def key(row: Row) -> tuple[str, str, str]:
        return row.campaign_id, own.get(row.slot, row.slot), row.day

    held = {key(row): row for row in stays}
    pairs = [(held[key(row)], row) for row in goes if key(row) in held]
    return tuple(Double(*sorted(pair, key=lambda row: (row.logged_at, row.id))) for pair in pairs)


def filled(profile: Profile, other: Profile) -> tuple[Profile, dict[str, str]]:
    """Return a profile with its gaps filled from another's, and what filled them."""
    own, others = asdict(profile), asdict(other)
    gave = {name: value for name, value in others.items() if value and not own[name]}
    return Profile(**{**own, **gave}), gave
