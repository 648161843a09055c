"""An account's used slots and entry times that outlive its person: kept as keyed hashes after forget or unlink.

Without them, deleting one's data or unlinking accounts would reopen a day's slots. A row reveals no office, campaign
or day: each value is a hash salted with the entry's own, so no two rows can be compared. Rows expire after `KEPT`,
used slots once their day can no longer be logged (`SLOT_KEPT`).
"""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from typing import Any, cast

from msgspec import Struct

from bot.core.base.keys.keys import Keys
from bot.core.directory.members import JUNIOR, REPRESENTATIVE, SENIOR, Title
from bot.core.directory.offices.generic_offices import find_governor_word
from bot.core.people.past.entries import LINK
from bot.core.statehouse.chambers import Chamber
from bot.core.times.clock import DAY, HOUR
from bot.core.totals.counting import Outcome
from bot.store.engine import Tx
from bot.store.sql import Executable, bindparam, delete, select, update
from bot.store.statement import Row, Statement
from bot.store.tables import members, past_entries, state_members

KEPT = DAY
# Counted from the log: people can log a day until the next one ends, and one of the two can have 25 hours.
SLOT_KEPT = 2 * DAY + HOUR
NO_SLOT = b""  # for an entry that only counts toward the limits

Account = tuple[str, str]  # platform and the platform's id


class Rank(IntEnum):
    """What became of an entry: undone, an attempt, or a completed call."""

    TAKEN_BACK = 0
    TRIED = 1
    DONE = 2


class Past(Struct, frozen=True):
    """An account's past entries; ``keys`` recompute the hashes to compare them with."""

    keys: Keys | None
    rows: tuple[Row, ...]

    @property
    def times(self) -> tuple[int, ...]:
        """When each entry was made, UTC microseconds."""
        return tuple(row.at for row in self.rows)

    def exclude(self, calls: Iterable[str]) -> "Past":
        """A copy without the entries of the calls with these ids."""
        if self.keys is None or not self.rows:
            return self
        known = {hashed for call in calls for hashed in hash_entry_by_all(self.keys, call)}
        return Past(self.keys, tuple(row for row in self.rows if bytes(row.entry) not in known))

    def has_counted(self, campaign: str) -> bool:
        """Whether the entries include a completed call of the campaign."""
        return any(row.rank == Rank.DONE and row.campaign == self.hash_for(row, campaign) for row in self.rows)

    def hash_for(self, row: Row, *parts: str) -> bytes:
        """The hash in a row that is for ``parts``."""
        assert self.keys is not None, "rows come with the keys that made them"
        return hash_parts(self.keys, bytes(row.entry), *parts)


NO_PAST = Past(None, ())
_ACCOUNT = "past account"  # the kind of hash; nothing else in the database uses it


def hash_past_account(keys: Keys, account: Account) -> bytes:
    """The keyed hash that finds an account's past. Nothing else in the database uses it."""
    return keys.index(_ACCOUNT, *account)


def hash_past_account_formerly(keys: Keys, account: Account) -> tuple[bytes, ...]:
    """The same by former keys."""
    return keys.index_former(_ACCOUNT, *account)


def hash_entry(keys: Keys, call: str) -> bytes:
    """The keyed hash of one entry."""
    return keys.index("past entry", call)


def hash_entry_by_all(keys: Keys, call: str) -> tuple[bytes, ...]:
    """The hashes of one entry by the current key and by former ones."""
    return keys.index_all("past entry", call)


def hash_parts(keys: Keys, entry: bytes, *parts: str) -> bytes:
    """The keyed hash of what an entry was for, by the key that hashed the entry."""
    return keys.index_like(entry, "past", entry.hex(), *parts)


_OF = Statement(
    select(past_entries).where(
        past_entries.c.account == bindparam("whose"), past_entries.c.expires_at > bindparam("now")
    )
)
ADD_PAST = Statement(lambda insert: insert(past_entries).on_conflict_do_nothing())
_OTHER = past_entries.alias()
COMPANIONS = Statement(
    select(_OTHER.c.account)
    .distinct()
    .where(
        past_entries.c.account == bindparam("whose"),
        past_entries.c.expires_at > bindparam("now"),
        _OTHER.c.entry == past_entries.c.entry,
        _OTHER.c.account != past_entries.c.account,
    )
)


def _upsert(insert: Any) -> Executable:
    new = insert(past_entries)
    return cast(
        Executable,
        new.on_conflict_do_update(index_elements=["account", "entry"], set_={"rank": new.excluded.rank}),
    )


_SHARE = Statement(_upsert)
_TAKE_BACK = Statement(
    update(past_entries).where(past_entries.c.entry == bindparam("removed")).values(rank=int(Rank.TAKEN_BACK))
)
_ADOPT = Statement(
    update(past_entries).where(past_entries.c.account == bindparam("old")).values(account=bindparam("new"))
)
_DROP = Statement(delete(past_entries).where(past_entries.c.expires_at <= bindparam("now")))

_MEMBER = Statement(select(members.c.title, members.c.rank).where(members.c.id == bindparam("member")))
_LEGISLATOR = Statement(select(state_members.c.chamber).where(state_members.c.id == bindparam("member")))


async def read_past(tx: Tx, keys: Keys, account: Account, at: int) -> Past:
    """An account's past entries that have not expired."""
    hashes = (hash_past_account(keys, account), *hash_past_account_formerly(keys, account))
    return Past(keys, tuple([row for whose in hashes for row in await tx.all(_OF, whose=whose, now=at)]))


async def adopt_past(tx: Tx, keys: Keys, account: Account) -> None:
    """Find the past of an account that came back by the current key from now on, not by a former one."""
    new = hash_past_account(keys, account)
    for old in hash_past_account_formerly(keys, account):
        await tx.run(_ADOPT, old=old, new=new)


async def save_past(
    tx: Tx, keys: Keys, accounts: Collection[Account], entries: Sequence[Row], at: int, *, share: bool = False
) -> None:
    """Save a person's entries, as `entries.fetch_recent_entries` returns them, under each of their accounts.

    Each account also gets the other accounts' past, with its old expiry. With ``share`` they have a common past from
    then on, so `share_entry` finds them.
    """
    rows = [row for account in accounts for row in (await read_past(tx, keys, account, at)).rows]
    seats = {row.slot: await find_seat(tx, row.slot) for row in entries}
    known = [row._asdict() for row in rows] + list(_hash_entries(keys, entries, seats, at))
    if share and not known:
        known = [_make_placeholder(at + KEPT)]
    for account in accounts:
        await tx.many(ADD_PAST, [{**row, "account": hash_past_account(keys, account)} for row in known])


async def share_entry(tx: Tx, keys: Keys, account: Account, entry: Row, at: int) -> None:
    """Copy a new entry to the accounts that were unlinked from this one and share its past."""
    others = await tx.all(COMPANIONS, whose=hash_past_account(keys, account), now=at)
    seats = {entry.slot: await find_seat(tx, entry.slot)}
    [row] = _hash_entries(keys, (entry,), seats, at)
    await tx.many(_SHARE, [{**row, "account": bytes(one.account)} for one in others])


async def mark_taken_back(tx: Tx, keys: Keys, calls: Iterable[str]) -> None:
    """Record that calls were removed, under every account that has a copy of their entries."""
    await tx.many(_TAKE_BACK, [{"removed": hashed} for call in calls for hashed in hash_entry_by_all(keys, call)])


async def drop_past(tx: Tx, at: int) -> None:
    """Delete expired entries."""
    await tx.run(_DROP, now=at)


def _make_placeholder(until: int) -> dict[str, Any]:
    """A placeholder row for accounts that share a past without entries."""
    hashes = dict.fromkeys(("campaign", "day", "slot", "seat"), NO_SLOT)
    return {"entry": os.urandom(32), **hashes, "rank": int(Rank.TAKEN_BACK), "at": 0, "expires_at": until}


async def find_seat(tx: Tx, slot: str) -> str:
    """The generic slot of a member or state legislator: what a caller without a known district logs for them."""
    row = await tx.one(_MEMBER, member=slot)
    if row is None:
        legislator = await tx.one(_LEGISLATOR, member=slot)
        return Chamber(legislator.chamber).generic if legislator else find_governor_word(slot) or slot
    if Title(row.title) is not Title.SENATOR:
        return REPRESENTATIVE
    return SENIOR if row.rank == "senior" else JUNIOR


def _hash_entries(keys: Keys, entries: Sequence[Row], seats: Mapping[str, str], at: int) -> Iterator[dict[str, Any]]:
    # The best entry of a slot decides what became of it. The others only count toward the limits.
    best = {(row.campaign_id, row.day, row.slot): row for row in sorted(entries, key=_rank) if row.removed_as != LINK}
    for row in entries:
        entry, where = hash_entry(keys, row.id), (row.campaign_id, row.day)
        named = best.get((*where, row.slot)) is row
        yield {
            "entry": entry,
            "campaign": hash_parts(keys, entry, row.campaign_id),
            "day": hash_parts(keys, entry, *where) if named else NO_SLOT,
            "slot": hash_parts(keys, entry, *where, row.slot) if named else NO_SLOT,
            "seat": hash_parts(keys, entry, *where, seats[row.slot]) if named else NO_SLOT,
            "rank": int(_rank(row)),
            "at": row.logged_at,
            "expires_at": max(at + KEPT, row.logged_at + SLOT_KEPT) if named else at + KEPT,
        }


def _rank(row: Row) -> Rank:
    if row.removed_at is not None:
        return Rank.TAKEN_BACK
    return Rank.DONE if Outcome(row.outcome).completed else Rank.TRIED
