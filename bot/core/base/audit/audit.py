"""The audit trail: who did what to which object, when, and the result. Entries are append-only, in a hash chain.

It contains no text that people wrote and no volunteer's calls. Actors are random ids. When a person is forgotten, the
row that links the id to them is deleted, and the trail stays whole.
"""

from copy import copy
from dataclasses import replace
from uuid import uuid4

from bot.core.base.audit.audit_chain import (
    ENTRY,
    HEAD,
    ROTATE,
    SEAL,
    SEALED,
    START,
    AuditEntry,
    Verdict,
    digest_trail,
    make_entry,
    seal_entry,
    verify_chain,
)
from bot.core.base.audit.audit_witness import Note, Seals, Witness
from bot.core.base.keys.key_state import ensure_current_now
from bot.core.base.keys.keys import Keys
from bot.core.times.clock import SECOND, Clock
from bot.roles import Reach, Role
from bot.store.engine import Store, Tx
from bot.store.sql import bindparam, desc, insert, select, update
from bot.store.statement import Row, Statement
from bot.store.tables import actors, audit, meta

SHOWN = 20  # entries on a card


RESUME = "audit.resume"  # Callboard ended after it began an entry and before it saved it
BROKEN = "broken at "  # the result of a seal over entries that had been changed, before the first one's number
_SURELY = 60 * SECOND  # no transaction lasts this long
_GONE = "Entry {seq} is missing: {saved} had been saved. The end of the trail was taken away."

_INSERT_META = Statement(lambda insert: insert(meta).on_conflict_do_nothing())
_LOCK = Statement(select(meta.c.value).where(meta.c.name == bindparam("name")).with_for_update())
_HEAD_OF = Statement(select(meta.c.value).where(meta.c.name == bindparam("name")))
_SET_HEAD = Statement(update(meta).where(meta.c.name == bindparam("head")).values(value=bindparam("hash")))
_LAST_SEAL = Statement(select(audit.c.seq, audit.c.hash).order_by(desc(audit.c.seq)).limit(1))
_LAST = Statement(select(audit.c.seq).order_by(desc(audit.c.seq)).limit(1))
_LAST_ROTATION = Statement(
    select(audit.c.seq, audit.c.object, audit.c.hash)
    .where(audit.c.action == ROTATE)
    .order_by(desc(audit.c.seq))
    .limit(1)
)
_ADD = Statement(insert(audit))
_ACTOR = Statement(select(actors.c.id).where(actors.c.person_id == bindparam("person")))
_ADD_ACTOR = Statement(insert(actors))
_NEWEST = select(*ENTRY).order_by(desc(audit.c.seq)).limit(SHOWN)
_OF_ALL = Statement(_NEWEST)
_OF_ORG = Statement(_NEWEST.where(audit.c.org_id == bindparam("org")))


class Audit:
    """Writes, reads and verifies the trail. ``seals`` adds the deployment's key and a witness file."""

    def __init__(self, store: Store, clock: Clock, seals: Seals | None = None) -> None:
        self._store, self._clock = store, clock
        self._keys = seals.keys if seals else None
        self._file = seals.file if seals else None
        self._noted = (0, b"", 0)  # number, seal and time of the last entry this process began
        self._confirmed = 0  # number of the last entry this process found saved, in the database and in the file

    async def prepare(self) -> None:
        """At start: seal entries from an earlier version, and bring the witness file up to date."""
        if self._file is None:
            return
        await self._store.write(self._seal_over)
        await self.note_key()
        seen = self._file.read()
        last = await self._store.read(lambda tx: tx.one(_LAST_SEAL))
        if seen.saved <= (last.seq if last else 0) < seen.begun:  # it ended while saving an entry
            await self._store.write(lambda tx: self.record(tx, None, RESUME, str(seen.begun), None, "lost"))
        await self.confirm()

    async def confirm(self) -> None:
        """Note in the witness file that all entries are saved. From then on, none can vanish unnoticed.

        Cheap when there is no new entry: the file is read only for one that this process hasn't confirmed.
        """
        last = await self._store.read(lambda tx: tx.one(_LAST_SEAL))
        if self._file is None or last is None or last.seq == self._confirmed:
            return
        if last.seq > self._file.read().saved:
            self._file.note((Note.SAVED, last.seq, bytes(last.hash)))
        self._confirmed = last.seq

    async def _seal_over(self, tx: Tx) -> None:
        if not await tx.run(_INSERT_META, name=SEALED, value=START):
            return
        last = await tx.one(_LAST_SEAL)
        if last:
            verdict = await verify_chain(tx, None)
            result = "ok" if verdict.broken is None else f"{BROKEN}{verdict.broken}"
            await self.record(tx, None, SEAL, str(last.seq), None, result)

    async def record(
        self, tx: Tx, person_id: str | None, action: str, what: str, org: str | None, result: str = "ok"
    ) -> None:
        """Add an entry, in the transaction of the act. ``what`` is an id, never text from people."""
        head = await self._take_turn(tx)
        if self._keys:
            await ensure_current_now(tx, self._keys)  # a rotation takes its turn too
        last = await tx.one(_LAST)
        seq = last.seq + 1 if last else 1
        actor = await self.ensure_actor(tx, person_id) if person_id else ""
        entry = AuditEntry(self._clock(), actor, action, what, org, result)
        seal = seal_entry(bytes(head.value), seq, entry, self._keys.audit if self._keys else None)
        self._note_begun(seq, seal, bytes(head.value))
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
        await tx.run(_SET_HEAD, head=HEAD, hash=seal)

    def with_keys(self, keys: Keys) -> "Audit":
        """The same trail, whose entries are sealed by the current one of these ``keys``."""
        other = copy(self)
        other._keys = keys if self._keys else None
        other._file = self._file.with_keys(keys) if self._file else None
        return other

    async def record_key(self, tx: Tx, before: str, now: str) -> None:
        """Add the entry of a new key, by which it is sealed. ``before`` and ``now`` are ids."""
        await self._take_turn(tx)
        await self.record(tx, None, ROTATE, f"{before} {now} {await digest_trail(tx)}", None)

    async def note_key(self) -> None:
        """Note in the witness file that the current key's entry is saved. Cheap once it is noted."""
        last = await self._store.read(lambda tx: tx.one(_LAST_ROTATION))
        if last and self._file and self._keys and last.object.split()[1:2] == [self._keys.id]:
            self._file.note_key(last.seq, bytes(last.hash))

    async def _take_turn(self, tx: Tx) -> Row:
        """Lock the head for this transaction and return it. Entries take turns."""
        await tx.run(_INSERT_META, name=HEAD, value=START)
        [head] = await tx.all(_LOCK, name=HEAD)
        return head

    def _note_begun(self, seq: int, seal: bytes, previous: bytes) -> None:
        """Note an entry before it is saved, and the previous one once it must be saved."""
        if self._file is None:
            return
        noted, noted_seal, at = self._noted
        lines = [(Note.BEGUN, seq, seal)]
        if (noted, noted_seal) == (seq - 1, previous) and self._clock() - at > _SURELY:
            lines.insert(0, (Note.SAVED, noted, noted_seal))
        self._file.note(*lines)
        self._noted = (seq, seal, self._clock())

    async def load_newest(self, reach: Reach) -> tuple[AuditEntry, ...]:
        """The newest entries within ``reach``: all of them for an admin, their own orgs' for a coordinator."""

        async def read(tx: Tx) -> list[Row]:
            if reach.role is Role.ADMIN:
                return await tx.all(_OF_ALL)
            found = [row for org in reach.orgs for row in await tx.all(_OF_ORG, org=org)]
            return sorted(found, key=lambda row: -row.seq)[:SHOWN]

        return tuple(make_entry(row) for row in await self._store.read(read))

    async def verify(self, witness: Witness | None = None) -> Verdict:
        """Recompute every seal from the first entry to the head, and compare with the ``witness``.

        Read the witness before you call this: entries may be saved at any time.
        """
        return await self._store.read(lambda tx: self.verify_in(tx, witness))

    async def verify_in(self, tx: Tx, witness: Witness | None = None) -> Verdict:
        """The verdict on the trail that ``tx`` reads; see `verify`."""
        verdict = await verify_chain(tx, self._keys, witness)
        return _judge_by_witness(verdict, witness) if witness and verdict.broken is None else verdict

    async def ensure_actor(self, tx: Tx, person_id: str) -> str:
        """A person's random id in the trail, created at the first use."""
        row = await tx.one(_ACTOR, person=person_id)
        if row is None:
            await self._take_turn(tx)  # take the lock in the order of `record`, to avoid a deadlock
            row = await tx.one(_ACTOR, person=person_id)
        if row:
            return str(row.id)
        actor = str(uuid4())
        await tx.run(_ADD_ACTOR, person_id=person_id, id=actor)
        return actor


async def load_trail_end(tx: Tx) -> tuple[int, bytes]:
    """The number and seal of the last entry; 0 and empty if there is none."""
    last = await tx.one(_LAST_SEAL)
    return (last.seq, bytes(last.hash)) if last else (0, b"")


def _judge_by_witness(verdict: Verdict, witness: Witness) -> Verdict:
    """The verdict on a trail that is whole by itself, now compared with the witness file."""
    seq = verdict.sound + 1
    if verdict.sound < witness.saved:
        return Verdict(verdict.sound, seq, _GONE.format(seq=seq, saved=witness.saved))
    return replace(verdict, unsaved=max(0, witness.begun - verdict.sound))
