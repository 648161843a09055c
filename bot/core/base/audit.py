"""Who did what to what, when, and how it ended: only ever added to, each row sealed to the one before it.

No text that somebody wrote and no volunteer's call stands in it. Actors are random ids; forgetting a person
deletes what ties the id to them and leaves the trail whole.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass, field
from uuid import uuid4

from sqlalchemy import bindparam, desc, insert, select, update

from bot.core.base.audit_witness import Note, Seals, Witness
from bot.core.base.clock import SECOND, Clock
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
    """Whether the trail is whole: how many entries hold, and the first that doesn't, None when all do.

    ``why`` says what is wrong, as a sentence for an admin; it is empty where nothing is.
    """

    sound: int
    broken: int | None
    why: str = field(default="", compare=False)


SEAL = "audit.seal"  # what an earlier version wrote ends here; from here on the key seals
RESUME = "audit.resume"  # an entry was begun and not saved
_SURELY = 60 * SECOND  # a transaction that was begun so long ago has ended
_CHANGED = "Entry {seq} is not as it was written."
_REPLACED = "Entry {seq} is not the one that was saved: callboard.audit has seen another."
_CUT = "The trail was cut or lengthened at entry {seq}: its end is not the one that was noted."
_UNSEALED = "No entry is sealed with this deployment's key, though the trail was: all of it was written anew."
_GONE = "Entry {seq} is missing: {saved} had been saved. The end of the trail was taken away."
_LOST = "Entry {seq} was begun and isn't there. Callboard was ended just then, or the entry was taken away."

_HEAD = "audit"
_SEALED = "audit_sealed"
_BEGIN = Statement(lambda insert: insert(meta).on_conflict_do_nothing())
_LOCK = Statement(select(meta.c.value).where(meta.c.name == bindparam("name")).with_for_update())
_HEAD_OF = Statement(select(meta.c.value).where(meta.c.name == bindparam("name")))
_MOVE = Statement(update(meta).where(meta.c.name == bindparam("head")).values(value=bindparam("hash")))
_END = Statement(select(audit.c.seq, audit.c.hash).order_by(desc(audit.c.seq)).limit(1))
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


def sealed(previous: bytes, seq: int, entry: Entry, key: bytes | None = None) -> bytes:
    """Return what ties an entry to the one before it: an HMAC-SHA256, or without a key, as it once was, a SHA-256."""
    told = [seq, entry.at, entry.actor, entry.action, entry.object, entry.org, entry.result]
    text = previous + json.dumps(told, ensure_ascii=False).encode()
    return hmac.digest(key, text, "sha256") if key else hashlib.sha256(text).digest()


class Audit:
    """The trail, sealed with the deployment's key and witnessed outside the database where it has ``seals``."""

    def __init__(self, store: Store, clock: Clock, seals: Seals | None = None) -> None:
        self._store = store
        self._clock = clock
        self._key = seals.key if seals else None
        self._file = seals.file if seals else None
        self._noted = (0, b"", 0)  # the last entry that was begun here, and when

    async def prepare(self) -> None:
        """Seal over a trail that an earlier version wrote, and note what is saved."""
        if self._file is None:
            return
        await self._store.write(self._seal_over)
        seen = self._file.read()
        last = await self._store.read(lambda tx: tx.one(_END))
        if seen.saved <= (last.seq if last else 0) < seen.begun:  # Callboard ended while an entry was being saved
            await self._store.write(lambda tx: self.record(tx, None, RESUME, str(seen.begun), None, "lost"))
        await self.confirm()

    async def confirm(self) -> None:
        """Note that the entries there are were saved: from then on none of them can go unnoticed."""
        last = await self._store.read(lambda tx: tx.one(_END))
        if self._file and last and last.seq > self._file.read().saved:
            self._file.note((Note.SAVED, last.seq, bytes(last.hash)))

    async def _seal_over(self, tx: Tx) -> None:
        if not await tx.run(_BEGIN, name=_SEALED, value=_START):
            return
        last = await tx.one(_END)
        if last:
            verdict = await self._verify(tx, None)
            result = "ok" if verdict.broken is None else f"broken at {verdict.broken}"
            await self.record(tx, None, SEAL, str(last.seq), None, result)

    async def record(
        self, tx: Tx, person_id: str | None, action: str, what: str, org: str | None, result: str = "ok"
    ) -> None:
        """Add an entry in the transaction of what it tells of; ``what`` is an id, never somebody's words."""
        head = await self._take_turn(tx)
        last = await tx.one(_LAST)
        seq = last.seq + 1 if last else 1
        actor = await self.actor(tx, person_id) if person_id else ""
        entry = Entry(self._clock(), actor, action, what, org, result)
        seal = sealed(bytes(head.value), seq, entry, self._key)
        self._witness(seq, seal, bytes(head.value))
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

    def _witness(self, seq: int, seal: bytes, previous: bytes) -> None:
        """Note an entry before it is saved, and the one before it once that is surely saved."""
        if self._file is None:
            return
        noted, noted_seal, at = self._noted
        lines = [(Note.BEGUN, seq, seal)]
        if (noted, noted_seal) == (seq - 1, previous) and self._clock() - at > _SURELY:
            lines.insert(0, (Note.SAVED, noted, noted_seal))
        self._file.note(*lines)
        self._noted = (seq, seal, self._clock())

    async def newest(self, reach: Reach) -> tuple[Entry, ...]:
        """Return the last entries that somebody may see: an admin all, a coordinator their own org's."""

        async def read(tx: Tx) -> list[Row]:
            if reach.role is Role.ADMIN:
                return await tx.all(_OF_ALL)
            found = [row for org in reach.orgs for row in await tx.all(_OF_ORG, org=org)]
            return sorted(found, key=lambda row: -row.seq)[:SHOWN]

        return tuple(_entry(row) for row in await self._store.read(read))

    async def verify(self, witness: Witness | None = None) -> Verdict:
        """Recompute every seal, from the first entry to the head, and ask what the ``witness`` outside has seen.

        It must have been read before the database was: an entry may be saved at any time.
        """

        async def read(tx: Tx) -> Verdict:
            verdict = await self._verify(tx, self._key, witness)
            return _witnessed(verdict, witness) if witness and verdict.broken is None else verdict

        return await self._store.read(read)

    async def _verify(self, tx: Tx, key: bytes | None, witness: Witness | None = None) -> Verdict:
        previous, sound = _START, 0
        keyed = key is not None  # until its first seal, what an earlier version wrote has none
        seals = witness.seals if witness else {}
        while rows := await tx.all(_FOLLOWING, after=sound):
            for row in rows:
                entry, held = _entry(row), bytes(row.hash)
                with_key, without = (sealed(previous, row.seq, entry, some) for some in (key, None))
                if not sound and held == without:
                    keyed = False
                if not keyed and key and entry.action == SEAL and held == with_key and entry.object == str(sound):
                    keyed = True
                if row.seq != sound + 1 or held != (with_key if keyed else without):
                    return Verdict(sound, sound + 1, _CHANGED.format(seq=sound + 1))
                if sound + 1 in seals and held not in seals[sound + 1]:
                    return Verdict(sound, sound + 1, _REPLACED.format(seq=sound + 1))
                sound, previous = sound + 1, held
        head = await tx.one(_HEAD_OF, name=_HEAD)
        if bytes(head.value) != previous if head else sound:
            return Verdict(sound, sound + 1, _CUT.format(seq=sound + 1))
        if sound and key and not keyed and ((witness and witness.saved) or await tx.one(_HEAD_OF, name=_SEALED)):
            return Verdict(0, 1, _UNSEALED)
        return Verdict(sound, None)

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


async def end_of_trail(tx: Tx) -> tuple[int, bytes]:
    """Return the number and the seal of the last entry, 0 where there is none."""
    last = await tx.one(_END)
    return (last.seq, bytes(last.hash)) if last else (0, b"")


def _witnessed(verdict: Verdict, witness: Witness) -> Verdict:
    """Return the verdict on a trail that is whole by itself, by what a file outside the database has seen."""
    seq = verdict.sound + 1
    if verdict.sound < witness.saved:
        return Verdict(verdict.sound, seq, _GONE.format(seq=seq, saved=witness.saved))
    if verdict.sound < witness.begun:
        return Verdict(verdict.sound, seq, _LOST.format(seq=seq))
    return verdict


def _entry(row: Row) -> Entry:
    return Entry(row.at, row.actor, row.action, row.object, row.org_id, row.result)
