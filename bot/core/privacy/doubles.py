"""Finds what two people have in common when a link makes them one. Plain functions, no database."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from msgspec import Struct

from bot.core.people.profiles.profiles import Profile, live_in
from bot.core.totals.counting import Outcome
from bot.store.statement import Row


class Double(Struct, frozen=True):
    """Two calls of one slot and day. The first stays live with the better outcome; the later one is removed."""

    first: Row
    later: Row

    @property
    def outcome(self) -> Outcome:
        """The better of both."""
        first, later = Outcome(self.first.outcome), Outcome(self.later.outcome)
        return later if later.is_better_than(first) else first

    @property
    def counted_at(self) -> int | None:
        """When it began to count: the time of the first completed call, or else of the later one."""
        first: int | None = self.first.counted_at
        later: int | None = self.later.counted_at
        return first or later


def find_doubles(stays: Iterable[Row], goes: Iterable[Row], *, own: Mapping[str, str]) -> tuple[Double, ...]:
    """The slots and days for which both people have a live call, each pair in logging order.

    ``own`` maps generic slots to their own members, so a call to "your representative" matches one to that member.
    """

    def make_key(row: Row) -> tuple[str, str, str]:
        return row.campaign_id, own.get(row.slot, row.slot), row.day

    own_calls = {make_key(row): row for row in stays}
    pairs = [(own_calls[make_key(row)], row) for row in goes if make_key(row) in own_calls]
    return tuple(Double(*sorted(pair, key=lambda row: (row.logged_at, row.id))) for pair in pairs)


# They say which map a district is of, so they go where the district goes.
OF_DISTRICT = ("congress", "coming")
_ENTERED = ("district", "lower", "upper", "name", "language", "public_name", "zone")  # what people see of a profile


def fill_gaps(profile: Profile, other: Profile) -> tuple[Profile, dict[str, Any]]:
    """A profile with its gaps filled from another one, and the values that filled them."""
    own, others = asdict(profile), asdict(other)
    if own["district"]:
        others |= dict.fromkeys(OF_DISTRICT)
    gave = {name: value for name, value in others.items() if value and not own[name]}
    filled = Profile(**{**own, **gave})
    merged = live_in(filled)
    return merged, {name: value for name, value in gave.items() if getattr(merged, name) == value}


def list_differences(profile: Profile, other: Profile) -> tuple[str, ...]:
    """The fields that both profiles have, with different values."""
    own, others = asdict(profile), asdict(other)
    return tuple(name for name in _ENTERED if own[name] and others[name] and own[name] != others[name])
