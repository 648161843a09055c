"""The slots an account used on a day, recovered from the hashes in `bot.core.people.past`."""

from collections.abc import Iterator

from bot.core.guidance.targets import Targets
from bot.core.people.past.past_entries import NO_SLOT, Past, Rank
from bot.store.statement import Row


def find_past_slots(past: Past, targets: Targets, campaign: str, day: str) -> Iterator[tuple[str, Rank]]:
    """Each slot used on a day: the matching slot of ``targets``, or a unique made-up name if none matches."""
    for row in past.rows:
        if row.slot != NO_SLOT and row.day == past.hash_for(row, campaign, day):
            slot = _match_target(past, row, targets, campaign, day)
            yield slot or f"past {bytes(row.entry).hex()}", Rank(row.rank)


def _match_target(past: Past, row: Row, targets: Targets, campaign: str, day: str) -> str | None:
    """Do what `Targets.resolve_slot` does, for a slot known only by its hash."""
    hashes = {target.slot: past.hash_for(row, campaign, day, target.slot) for target in targets.all}
    if same := next((slot for slot, one in hashes.items() if one == row.slot), None):
        return same
    for target in targets.all:
        if target.generic and past.hash_for(row, campaign, day, target.generic) in (
            row.slot,
            row.seat if target.generic == target.slot else None,
        ):
            return target.slot
    return None
