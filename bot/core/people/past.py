"""What an account entered lately, once its calls are gone or another's: used slots and allowances, as keyed hashes.

Without it, forgetting oneself or parting two accounts would open a day's slots anew. No office, campaign or day can be
read from a row: each value is a hash that is hash_parts with the entry's own, so not even two rows can be compared. They
are dropped after `KEPT`, a used slot once its day can't be logged any more (`SLOT_KEPT`).
"""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from typing import Any, cast

from msgspec import Struct
from sqlalchemy import Executable, bindparam, delete, select

from bot.core.base.clock import DAY, HOUR
from bot.core.base.keys import Keys
from bot.core.directory.members import JUNIOR, REPRESENTATIVE, SENIOR, Title
from bot.core.people.entries import LINK
from bot.core.totals.counting import Outcome
from bot.store.engine import Tx
from bot.store.statement import Row, Statement
from bot.store.tables import members, past_entries

KEPT = DAY
# From when it was logged on: a day is logged until the next one is over, and one of the two may have 25 hours.
SLOT_KEPT = 2 * DAY + HOUR
NO_SLOT = b""  # of an entry that only fills an allowance

Account = tuple[str, str]  # platform and the platform's id


class Rank(IntEnum):
    """What an entry still is: taken back, an attempt, or a completed call."""

    TAKEN_BACK = 0
    TRIED = 1
    DONE = 2


class Past(Struct, frozen=True):
    """What is kept of an account; ``keys`` make the hashes anew that the rows are compared with."""

    keys: Keys | None
    rows: tuple[Row, ...]

    @property
    def times(self) -> tuple[int, ...]:
        """When each entry was made, UTC microseconds."""
        return tuple(row.at for row in self.rows)

    def without(self, calls: Iterable[str]) -> "Past":
        """Return it without the entries that are the calls with these ids."""
        if self.keys is None or not self.rows:
            return self
        known = {entry_key(self.keys, call) for call in calls}
        return Past(self.keys, tuple(row for row in self.rows if bytes(row.entry) not in known))

    def has_counted(self, campaign: str) -> bool:
        """Say whether a completed call of the campaign stands among them."""
        return any(row.rank == Rank.DONE and row.campaign == self.hash_for(row, campaign) for row in self.rows)

    def hash_for(self, row: Row, *parts: str) -> bytes:
        """The hash that a row would hold if it were for ``parts``."""
        assert self.keys is not None, "rows come with the keys that made them"
        return hash_parts(self.keys, bytes(row.entry), *parts)


NO_PAST = Past(None, ())


def past_key(keys: Keys, account: Account) -> bytes:
    """Return the keyed hash an account's past is found by; nothing else in the database has it."""
    return keys.index("past account", *account)


def entry_key(keys: Keys, call: str) -> bytes:
    """Return the keyed hash of one entry."""
    return keys.index("past entry", call)


def hash_parts(keys: Keys, entry: bytes, *parts: str) -> bytes:
    """Return the keyed hash of what an entry was for."""
    return keys.index("past", entry.hex(), *parts)


_OF = Statement(
    select(past_entries).where(
        past_entries.c.account == bindparam("whose"), past_entries.c.expires_at > bindparam("now")
    )
)
_ADD = Statement(lambda insert: insert(past_entries).on_conflict_do_nothing())
_OTHER = past_entries.alias()
_COMPANIONS = Statement(
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
_DROP = Statement(delete(past_entries).where(past_entries.c.expires_at <= bindparam("now")))

_MEMBER = Statement(select(members.c.title, members.c.rank).where(members.c.id == bindparam("member")))


async def read_past(tx: Tx, keys: Keys, account: Account, at: int) -> Past:
    """Return what is kept of an account."""
    return Past(keys, tuple(await tx.all(_OF, whose=past_key(keys, account), now=at)))


async def save_past(
    tx: Tx, keys: Keys, accounts: Collection[Account], entries: Sequence[Row], at: int, *, share: bool = False
) -> None:
    """Keep, under every account, what somebody entered: ``entries`` as `entries.fetch_recent_entries` gives them.

    What was kept under one of the accounts is kept under all of them, for as long as it was. With ``share`` they have a
    past in common from then on, so that `share_entry` finds them.
    """
    rows = [row for account in accounts for row in (await read_past(tx, keys, account, at)).rows]
    seats = {row.slot: await _seat(tx, row.slot) for row in entries}
    known = [row._asdict() for row in rows] + list(_hash_entries(keys, entries, seats, at))
    if share and not known:
        known = [_nothing(at + KEPT)]
    for account in accounts:
        await tx.many(_ADD, [{**row, "account": past_key(keys, account)} for row in known])


async def share_entry(tx: Tx, keys: Keys, account: Account, entry: Row, at: int) -> None:
    """Let the accounts that share a past with this one, parted from it lately, know what it entered now."""
    others = await tx.all(_COMPANIONS, whose=past_key(keys, account), now=at)
    seats = {entry.slot: await _seat(tx, entry.slot)}
    [row] = _hash_entries(keys, (entry,), seats, at)
    await tx.many(_SHARE, [{**row, "account": bytes(one.account)} for one in others])


async def drop_past(tx: Tx, at: int) -> None:
    """Drop what was kept long enough."""
    await tx.run(_DROP, now=at)


def _nothing(until: int) -> dict[str, Any]:
    """Return the row of accounts that have a past in common and entered nothing."""
    hashes = dict.fromkeys(("campaign", "day", "slot", "seat"), NO_SLOT)
    return {"entry": os.urandom(32), **hashes, "rank": int(Rank.TAKEN_BACK), "at": 0, "expires_at": until}


async def _seat(tx: Tx, slot: str) -> str:
    """Return the word that a member's slot is logged for by somebody whose district isn't known."""
    row = await tx.one(_MEMBER, member=slot)
    if row is None:
        return slot
    if Title(row.title) is not Title.SENATOR:
        return REPRESENTATIVE
    return SENIOR if row.rank == "senior" else JUNIOR


def _hash_entries(keys: Keys, entries: Sequence[Row], seats: Mapping[str, str], at: int) -> Iterator[dict[str, Any]]:
    # Of several entries for one slot the one that counts most says what became of it; the others fill allowances.
    best = {(row.campaign_id, row.day, row.slot): row for row in sorted(entries, key=_rank) if row.removed_as != LINK}
    for row in entries:
        entry, where = entry_key(keys, row.id), (row.campaign_id, row.day)
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
