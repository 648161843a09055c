"""What the slots of one day were used for, and which are still open: decided without a database.

Somebody has as many slots a day as the campaign has targets for one person. Another district moves those that are
open; it never adds to those used. A call that was taken back keeps its slot, for the same office alone.
"""

from collections.abc import Iterable

from msgspec import Struct

from bot.core.calls.past_slots import find_past_slots
from bot.core.guidance.targets import Targets
from bot.core.people.entries import LINK
from bot.core.people.past import NO_PAST, Past, Rank
from bot.core.totals.counting import Outcome
from bot.store.statement import Row


class DaySlots(Struct, frozen=True):
    """One person's slots of a campaign's day, as they were logged.

    ``standing`` are those of ``used`` with a call that wasn't taken back, ``done`` those of them with a completed one.
    ``past`` says which of them the person's own calls no longer tell of; see `bot.core.people.past`.
    """

    targets: Targets
    used: frozenset[str] = frozenset()
    standing: frozenset[str] = frozenset()
    done: frozenset[str] = frozenset()
    past: frozenset[str] = frozenset()

    @property
    def done_targets(self) -> frozenset[str]:
        """The slots done, as they count now."""
        return self._now(self.done)

    def next_after(self, slot: str | None = None) -> str | None:
        """Return the first target that is still to call, None when there is none.

        With ``slot`` the search begins behind that one, which it leaves out, and goes on at the row's beginning.
        """
        turned = self.targets.slots
        if slot in turned:
            place = turned.index(slot)
            turned = (*turned[place + 1 :], *turned[:place])
        return next((one for one in turned if self.is_open(one)), None)

    @property
    def left(self) -> int:
        """How many targets can still be called."""
        done, standing, used = self.done_targets, self._now(self.standing), self._now(self.used)
        tried = sum(slot in standing and slot not in done for slot in self.targets.slots)
        again = sum(slot in used and slot not in standing for slot in self.targets.slots)
        fresh = sum(slot not in used for slot in self.targets.slots)
        room = max(0, self.most - len(self.used))
        return tried + min(max(0, self.most - len(self.standing)), again + min(room, fresh))

    @property
    def most(self) -> int:
        """How many slots one person has that day."""
        return len(self.targets.row)

    def is_open(self, slot: str) -> bool:
        """Say whether a completed call to ``slot`` would still count."""
        if slot in self.done_targets:
            return False
        return slot in self._now(self.standing) or self.has_room(slot)

    def has_room(self, slot: str) -> bool:
        """Say whether one more call can be entered for ``slot``."""
        if len(self.standing) >= self.most:
            return False
        return len(self.used) < self.most or slot in self._now(self.used)

    def is_counted(self, slot: str, outcome: Outcome) -> bool:
        """Say whether a call like this one stands already that is none of the person's own any more."""
        held = self.done if outcome.completed else self.standing
        return slot in self._now(held & self.past)

    def plus(self, slot: str, outcome: Outcome) -> "DaySlots":
        """Return the slots with a call to ``slot`` that stands."""
        mine = frozenset((next((one for one in self.used if self.targets.stands_for(one) == slot), slot),))
        done = self.done | mine if outcome.completed else self.done
        return DaySlots(self.targets, self.used | mine, self.standing | mine, done, self.past)

    def _now(self, kept: frozenset[str]) -> frozenset[str]:
        return frozenset(map(self.targets.stands_for, kept))


def slots_of_day(
    targets: Targets, campaign: str, day: str, live: Iterable[Row], entries: Iterable[Row], past: Past = NO_PAST
) -> DaySlots:
    """Return what a day's slots were used for.

    ``live`` are the person's standing calls of the campaign, ``entries`` their last ones anywhere.
    """
    standing = [row for row in live if row.day == day]
    used = {row.slot for row in standing}
    used.update(
        row.slot
        for row in entries
        if row.removed_at is not None and (row.campaign_id, row.day) == (campaign, day) and row.removed_as != LINK
    )
    done = {row.slot for row in standing if Outcome(row.outcome).completed}
    own = DaySlots(targets, frozenset(used), frozenset(row.slot for row in standing), frozenset(done))
    return _with_past(own, past, campaign, day) if past.rows else own


def _with_past(own: DaySlots, past: Past, campaign: str, day: str) -> DaySlots:
    kept = {own.targets.stands_for(slot): slot for slot in own.used}
    before: dict[str, Rank] = {}
    for slot, rank in find_past_slots(past, own.targets, campaign, day):
        name = kept.get(slot, slot)
        before[name] = max(rank, before.get(name, rank))
    return DaySlots(
        own.targets,
        own.used | before.keys(),
        own.standing | {slot for slot, rank in before.items() if rank >= Rank.TRIED},
        own.done | {slot for slot, rank in before.items() if rank >= Rank.DONE},
        frozenset(before),
    )
