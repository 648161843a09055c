"""The slots of one day: used or open. Plain functions, no database.

A person has as many slots a day as the campaign has targets for them. A new district moves open slots and never
adds to those used. An undone call keeps its slot, reserved for the same office.
"""

from collections.abc import Iterable

from msgspec import Struct

from bot.core.guidance.targets import Targets
from bot.core.people.past.entries import LINK
from bot.core.people.past.past_entries import NO_PAST, Past, Rank
from bot.core.slots.past_slots import find_past_slots
from bot.core.totals.counting import Outcome
from bot.store.statement import Row


class DaySlots(Struct, frozen=True):
    """One person's slots of a campaign's day, under the names they were logged with.

    ``live`` holds the used slots whose call was not undone or voided, ``done`` those with a completed call.
    ``past`` holds those known only from `bot.core.people.past`.
    """

    targets: Targets
    used: frozenset[str] = frozenset()
    live: frozenset[str] = frozenset()
    done: frozenset[str] = frozenset()
    past: frozenset[str] = frozenset()

    @property
    def reached(self) -> tuple[str, ...]:
        """The targets with a completed call, in the campaign's order.

        If nobody is left to call and these aren't all targets, slots of an earlier district used up the day.
        """
        done = self._match(self.done)
        return tuple([slot for slot in self.targets.slots if slot in done])

    def find_next_after(self, slot: str | None = None) -> str | None:
        """The first open target, or None. With ``slot``, search after it, wrap around, and skip it."""
        turned = self.targets.slots
        if slot in turned:
            place = turned.index(slot)
            turned = (*turned[place + 1 :], *turned[:place])
        still_open = self._find_open()
        return next((one for one in turned if one in still_open), None)

    def _find_open(self) -> frozenset[str]:
        slots = frozenset(self.targets.slots) - self._match(self.done)
        if len(self.live) >= self.capacity:
            return slots & self._match(self.live - self.past)  # an own attempt can be upgraded, a past one can't
        if len(self.used) >= self.capacity:
            return slots & self._match(self.used)  # includes the live ones
        return slots

    @property
    def open_count(self) -> int:
        """How many targets can still be called."""
        slots, used, live = frozenset(self.targets.slots), self._match(self.used), self._match(self.live)
        tried, again, fresh = live & self._find_open(), slots & used - live, slots - used
        room = max(0, self.capacity - len(self.used))
        return len(tried) + min(max(0, self.capacity - len(self.live)), len(again) + min(room, len(fresh)))

    @property
    def capacity(self) -> int:
        """How many slots one person has that day."""
        return len(self.targets.slots)

    def has_room(self, slot: str) -> bool:
        """Whether one more call can be entered for ``slot``."""
        if len(self.live) >= self.capacity:
            return False
        return len(self.used) < self.capacity or slot in self._match(self.used)

    def is_counted(self, slot: str, outcome: Outcome) -> bool:
        """Whether a forgotten or unlinked entry of the same account already covers a call with this outcome."""
        calls = self.done if outcome.completed else self.live
        return slot in self._match(calls & self.past)

    def add(self, slot: str, outcome: Outcome) -> "DaySlots":
        """A copy with a live call to ``slot``."""
        mine = frozenset((next((one for one in self.used if self.targets.resolve_slot(one) == slot), slot),))
        done = self.done | mine if outcome.completed else self.done
        return DaySlots(self.targets, self.used | mine, self.live | mine, done, self.past)

    def _match(self, slots: frozenset[str]) -> frozenset[str]:
        return frozenset(map(self.targets.resolve_slot, slots)) if slots else slots


def find_day_slots(
    targets: Targets, campaign: str, day: str, live: Iterable[Row], entries: Iterable[Row], past: Past = NO_PAST
) -> DaySlots:
    """The slots of one day.

    ``live`` holds the person's live calls of the campaign, ``entries`` their recent entries in all campaigns.
    """
    calls = [row for row in live if row.day == day]
    called = [row.slot for row in calls]
    undone = [
        row.slot
        for row in entries
        if row.removed_at is not None and (row.campaign_id, row.day) == (campaign, day) and row.removed_as != LINK
    ]
    # An undone call to "your representative" is the same slot as one to them by name, once the district is known.
    used = {*{targets.resolve_slot(slot): slot for slot in (*undone, *called)}.values(), *called}
    done = {row.slot for row in calls if Outcome(row.outcome).completed}
    own = DaySlots(targets, frozenset(used), frozenset(called), frozenset(done))
    return _add_past(own, past, campaign, day) if past.rows else own


def _add_past(own: DaySlots, past: Past, campaign: str, day: str) -> DaySlots:
    names = {own.targets.resolve_slot(slot): slot for slot in own.used}
    ranks: dict[str, Rank] = {}
    for slot, rank in find_past_slots(past, own.targets, campaign, day):
        name = names.get(slot, slot)
        ranks[name] = max(rank, ranks.get(name, rank))
    return DaySlots(
        own.targets,
        own.used | ranks.keys(),
        own.live | {slot for slot, rank in ranks.items() if rank >= Rank.TRIED},
        own.done | {slot for slot, rank in ranks.items() if rank >= Rank.DONE},
        frozenset(ranks),
    )
