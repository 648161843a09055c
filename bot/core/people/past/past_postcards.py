"""A forgotten or parted account's used postcards, as keyed hashes among its past entries (`bot.core.people.past`).

Their time is 0, so they never count toward the pace of calls, and nothing else about calls matches them.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from bot.core.base.keys.keys import Keys
from bot.core.people.past.past_entries import (
    ADD_PAST,
    COMPANIONS,
    KEPT,
    NO_SLOT,
    Account,
    Past,
    Rank,
    find_seat,
    hash_entry,
    hash_parts,
    hash_past_account,
)
from bot.store.engine import Tx
from bot.store.statement import Row

_KIND = "postcard"


def count_used(past: Past, campaign: str, own: Collection[str]) -> int:
    """How many of a campaign's postcards an account used that are not among its ``own`` (ids)."""
    return len(tuple(_find_rows(past, campaign, own)))


def has_used(past: Past, campaign: str, own: Collection[str], *slots: str | None) -> bool:
    """Whether one of them was for one of these slots."""
    for row in _find_rows(past, campaign, own):
        hashes = {past.hash_for(row, _KIND, campaign, slot) for slot in slots if slot}
        if bytes(row.slot) in hashes or bytes(row.seat) in hashes:
            return True
    return False


def _find_rows(past: Past, campaign: str, own: Collection[str]) -> Iterator[Row]:
    for row in past.exclude(own).rows:
        if row.rank == Rank.DONE and bytes(row.campaign) == past.hash_for(row, _KIND, campaign):
            yield row


async def save_past_postcards(
    tx: Tx, keys: Keys, accounts: Collection[Account], postcards: Sequence[Row], at: int
) -> None:
    """Save a person's live postcards under each of their accounts."""
    for row in postcards:
        entry = await _hash_postcard(tx, keys, row.id, row.campaign_id, row.slot, at)
        for account in accounts:
            await tx.run(ADD_PAST, account=hash_past_account(keys, account), **entry)


async def share_postcard(tx: Tx, keys: Keys, account: Account, new: dict[str, Any], at: int) -> None:
    """Copy a new postcard to the accounts that share a past with this one since they were unlinked."""
    own = hash_past_account(keys, account)
    entry = await _hash_postcard(tx, keys, new["id"], new["campaign_id"], new["slot"], at)
    for other in await tx.all(COMPANIONS, whose=own, now=at):
        await tx.run(ADD_PAST, account=bytes(other.account), **entry)


async def _hash_postcard(tx: Tx, keys: Keys, id: str, campaign: str, slot: str, at: int) -> dict[str, Any]:
    entry = hash_entry(keys, id)
    return {
        "entry": entry,
        "campaign": hash_parts(keys, entry, _KIND, campaign),
        "day": NO_SLOT,
        "slot": hash_parts(keys, entry, _KIND, campaign, slot),
        "seat": hash_parts(keys, entry, _KIND, campaign, await find_seat(tx, slot)),
        "rank": int(Rank.DONE),
        "at": 0,
        "expires_at": at + KEPT,
    }
