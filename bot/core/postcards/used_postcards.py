"""Which of a campaign's postcards a person can still send: one to each target, also across forgotten accounts."""

from collections.abc import Sequence

from msgspec import Struct

from bot.core.campaigns.campaigns import Campaign
from bot.core.guidance.targets import Targets
from bot.core.people.past.past_entries import Past
from bot.core.people.past.past_postcards import count_used, has_used
from bot.core.people.people import People, Person
from bot.core.postcards.own_postcards import load_postcard_totals
from bot.core.postcards.postcard_rows import LIVE_OF_PERSON
from bot.identity import Caller
from bot.store.engine import Tx
from bot.store.statement import Row


class PostcardProgress(Struct, frozen=True):
    """A campaign's postcards: a person's own, how many they can still send, and everybody's."""

    own: int
    left: int
    everybody: int


class UsedPostcards:
    """The slots of a campaign that a person's postcards use, also those that no longer name them."""

    def __init__(self, live: Sequence[Row], past: Past, campaign: str, own: Targets) -> None:
        self._own, self._past, self._campaign = own, past, campaign
        self._ids = [row.id for row in live]
        self._slots = {own.resolve_slot(row.slot) for row in live if row.campaign_id == campaign}
        gone = count_used(past, campaign, self._ids)
        self.has_past = gone > 0
        self.room = max(0, len(own.all) - len(self._slots) - gone)

    def is_open(self, slot: str) -> bool:
        """Whether no postcard went to this slot."""
        target = self._own.find(slot)
        generic = target.generic if target else None
        return slot not in self._slots and not has_used(self._past, self._campaign, self._ids, slot, generic)

    def list_left(self) -> tuple[str, ...]:
        """The open slots, as many as there is room for."""
        return tuple(slot for slot in self._own.slots if self.is_open(slot))[: self.room]


async def load_used_postcards(
    tx: Tx, people: People, caller: Caller, person: Person | None, campaign: str, own: Targets
) -> UsedPostcards:
    """The slots that somebody's postcards use. ``own`` are their targets in the campaign."""
    live = await tx.all(LIVE_OF_PERSON, person=person.id) if person else []
    return UsedPostcards(live, await people.load_past(tx, caller, person), campaign, own)


async def load_postcard_progress(
    tx: Tx, people: People, caller: Caller, person: Person | None, campaign: Campaign, own: Targets
) -> PostcardProgress | None:
    """How far somebody is with a campaign's postcards, None if it has none here. ``own`` are their targets."""
    if not campaign.file.takes_postcards:
        return None
    used = await load_used_postcards(tx, people, caller, person, campaign.id, own)
    sent, everybody = await load_postcard_totals(tx, campaign.id, person.id if person else "")
    return PostcardProgress(sent, len(used.list_left()), everybody)
