"""Who did what to what, when, and how it ended: only ever added to, each row sealed to the one before it.

No text that somebody wrote and no volunteer's call stands in it. Actors are random ids; forgetting a person
deletes what ties the id to them and leaves the trail whole.
"""

import hashlib
import json
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import bindparam, desc, insert, select, update

from bot.core.clock import Clock
from bot.roles import Reach, Role
from bot.store.engine import Store, Tx
from bot.store.statement import Row, Statement
from bot.store.tables import actors, audit, meta

SHOWN = 20  # entries on a card
_PAGE = 1000  # entries read at a time to verify them
_START = b""  # what the first entry is sealed to


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was done. ``actor`` is empty where Callboard did it itself; ``org`` None for the coalition."""

    at: int
    actor: str
    action: str
    object: str
    org: str | None
    result: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the trail is whole: how many entries hold, and the first that doesn't, None when all do."""

    sound: int
    broken: int | None


_HEAD = "audit"
_BEGIN = Statement(lambda insert: insert(meta).on_conflict_do_nothing())
_LOCK = Statement(select(meta.c.value).where(meta.c.name == bindparam("name")).with_for_update())
_HEAD_OF = Statement(select(meta.c.value).where(meta.c.name == bindparam("name")))
_MOVE = Statement(update(meta).where(meta.c.name == bindparam("head")).values(value=bindparam("hash")))
_LAST = Statement(select(audit.c.seq).order_by(desc(audit.c.seq)).limit(1))
_ADD = Statement(insert(audit))
_ACTOR = Statement(select(actors.c.id).where(actors.c.person_id == bindparam("person")))
_ADD_ACTOR = Statement(insert(actors))
_ENTRY = (
    audit.c.seq,
    audit.c.at,
    audit.c.actor,
    audit.c.action,
    audit.c.object,
    audit.c.org_id,
    audit.c.result,
)
_NEWEST = select(*_ENTRY).order_by(desc(audit.c.seq)).limit(SHOWN)
_OF_ALL = Statement(_NEWEST)
_OF_ORG = Statement(_NEWEST.where(audit.c.org_id == bindparam("org")))
_FOLLOWING = Statement(
    select(*_ENTRY, audit.c.hash).where(audit.c.seq > bindparam("after")).order_by(audit.c.seq).limit(_PAGE)
)


def sealed(previous: bytes, seq: int, entry: Entry) -> bytes:
    """Return the SHA-256 that ties an entry to the one before it."""
    told = [seq, entry.at, entry.actor, entry.action, entry.object, entry.org, entry.result]
    return hashlib.sha256(previous + json.dumps(told, ensure_ascii=False).encode()).digest()


class Audit:
    """The trail."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def record(
        self, tx: Tx, person_id: str | None, action: str, what: str, org: str | None, result: str = "ok"
    ) -> None:
        """Add an entry in the transaction of what it tells of; ``what`` is an id, never somebody's words."""
        head = await self._take_turn(tx)
        last = await tx.one(_LAST)
        seq = last.seq + 1 if last else 1
        actor = await self.actor(tx, person_id) if person_id else ""
        entry = Entry(self._clock(), actor, action, what, org, result)
        seal = sealed(bytes(head.value), seq, entry)
        await tx.run(
            _ADD,
            seq=seq,
            at=entry.at,
            actor=actor,
            action=action,
            object=what,
            org_id=org,
            result=result,
            hash=seal,
        )
        await tx.run(_MOVE, head=_HEAD, hash=seal)

    async def _take_turn(self, tx: Tx) -> Row:
        """Return the head once it is this transaction's: entries take turns."""
        await tx.run(_BEGIN, name=_HEAD, value=_START)
        [head] = await tx.all(_LOCK, name=_HEAD)
        return head

    async def newest(self, reach: Reach) -> tuple[Entry, ...]:
        """Return the last entries that somebody may see: an admin all, a coordinator their own org's."""

        async def read(tx: Tx) -> list[Row]:
            if reach.role is Role.ADMIN:
                return await tx.all(_OF_ALL)
            found = [row for org in reach.orgs for row in await tx.all(_OF_ORG, org=org)]
            return sorted(found, key=lambda row: -row.seq)[:SHOWN]

        return tuple(_entry(row) for row in await self._store.read(read))

    async def verify(self) -> Verdict:
        """Recompute every seal, from the first entry to the head."""
        return await self._store.read(self._verify)

    async def _verify(self, tx: Tx) -> Verdict:
        previous, sound = _START, 0
        while rows := await tx.all(_FOLLOWING, after=sound):
            for row in rows:
                previous = sealed(previous, row.seq, _entry(row))
                if row.seq != sound + 1 or previous != bytes(row.hash):
                    return Verdict(sound, sound + 1)
                sound += 1
        head = await tx.one(_HEAD_OF, name=_HEAD)
        whole = bytes(head.value) == previous if head else not sound
        return Verdict(sound, None if whole else sound + 1)

    async def actor(self, tx: Tx, person_id: str) -> str:
        """Return the id that stands for a person in the trail, made at the first need."""
        row = await tx.one(_ACTOR, person=person_id)
        if row is None:
            await self._take_turn(tx)  # first, as `record` does: else two who meet the same person wait for each other
            row = await tx.one(_ACTOR, person=person_id)
        if row:
            return str(row.id)
        actor = str(uuid4())
        await tx.run(_ADD_ACTOR, person_id=person_id, id=actor)
        return actor


def _entry(row: Row) -> Entry:
    return Entry(row.at, row.actor, row.action, row.object, row.org_id, row.result)
