"""Which of a campaign's postcards a person can still send: one to each target, also across forgotten accounts."""

from collections.abc import Sequence

from bot.core.guidance.targets import Targets
from bot.core.people.past import Past
from bot.core.people.past_postcards import count_used, has_used
from bot.store.statement import Row


class UsedPostcards:
    """The slots of a campaign that a person's postcards use, also those that no longer name them."""

    def __init__(self, live: Sequence[Row], past: Past, campaign: str, own: Targets) -> None:
        self._own, self._past, self._campaign = own, past, campaign
        self._ids = [row.id for row in live]
        self._slots = {own.resolve_slot(row.slot) for row in live if row.campaign_id == campaign}
        gone = count_used(past, campaign, self._ids)
        self.has_past = gone > 0
        self.room = max(0, len(own.row) - len(self._slots) - gone)

    def is_open(self, slot: str) -> bool:
        """Whether no postcard went to this slot."""
        target = self._own.find(slot)
        generic = target.generic if target else None
        return slot not in self._slots and not has_used(self._past, self._campaign, self._ids, slot, generic)

    def list_left(self) -> tuple[str, ...]:
        """The open slots, as many as there is room for."""
        return tuple(slot for slot in self._own.slots if self.is_open(slot))[: self.room]
