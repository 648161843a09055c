"""The hash chain of the audit trail: what ties an entry to the one before it, and whether all of them still fit.

Each entry is sealed with the key that was current. The entry of a new key names both keys, and holds a digest of every
entry before it. So what an earlier key sealed stays verified once that key is gone, or in the hands of a thief.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from msgspec import Struct

from bot.core.base.audit.audit_witness import Witness
from bot.core.base.keys.keys import Keys
from bot.store.engine import Tx
from bot.store.sql import bindparam, select
from bot.store.statement import Row, Statement
from bot.store.tables import audit, meta


class AuditEntry(Struct, frozen=True):
    """One act. ``actor`` is empty if Callboard acted by itself; ``org`` is None for the coalition."""

    at: int
    actor: str
    action: str
    object: str
    org: str | None
    result: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the trail is whole: the number of ``sound`` entries, and the number of the first ``broken`` one.

    ``broken`` is None and ``why`` is empty for a whole trail. ``why`` is a sentence for an admin. ``unsaved`` entries
    were begun after the last one and are not in the trail: a process ended before the commit, or is about to commit.
    """

    sound: int
    broken: int | None
    why: str = field(default="", compare=False)
    unsaved: int = 0


SEAL = "audit.seal"  # entries before this one are from an earlier version; later ones are sealed with the key
ROTATE = "key.rotate"  # it and later ones are sealed with another key; the object: both ids, and a digest
HEAD, SEALED = "audit", "audit_sealed"  # names in ``meta``
START = b""  # the first entry is sealed to this
_PAGE = 1000  # entries read at a time
_CHANGED = "Entry {seq} is not as it was written."
_REPLACED = "Entry {seq} is not the one that was saved: callboard.audit has seen another."
_CUT = "The trail was cut or lengthened at entry {seq}: its end is not the one that was noted."
_UNSEALED = "No entry is sealed with this deployment's key, though the trail was: all of it was written anew."
_DIGEST = "Entries before {seq} are not as they were when the key was changed."
_OTHER_KEY = "Entry {seq} made another key current than the one in use."

ENTRY = (
    audit.c.seq,
    audit.c.at,
    audit.c.actor,
    audit.c.action,
    audit.c.object,
    audit.c.org_id,
    audit.c.result,
)
_FOLLOWING = Statement(
    select(*ENTRY, audit.c.hash).where(audit.c.seq > bindparam("after")).order_by(audit.c.seq).limit(_PAGE)
)
_ROTATIONS = Statement(select(audit.c.seq, audit.c.object).where(audit.c.action == ROTATE).order_by(audit.c.seq))
_NAMED = Statement(select(meta.c.value).where(meta.c.name == bindparam("name")))


def seal_entry(previous: bytes, seq: int, entry: AuditEntry, key: bytes | None = None) -> bytes:
    """The seal that ties an entry to the previous seal: HMAC-SHA256, or SHA-256 without a key (earlier versions)."""
    fields = [seq, entry.at, entry.actor, entry.action, entry.object, entry.org, entry.result]
    text = previous + json.dumps(fields, ensure_ascii=False).encode()
    return hmac.digest(key, text, "sha256") if key else hashlib.sha256(text).digest()


def make_entry(row: Row) -> AuditEntry:
    """The entry in a row."""
    return AuditEntry(row.at, row.actor, row.action, row.object, row.org_id, row.result)


async def digest_trail(tx: Tx) -> str:
    """A digest of all entries, in hexadecimal."""
    digest, after = hashlib.sha256(), 0
    while rows := await tx.all(_FOLLOWING, after=after):
        for row in rows:
            digest.update(_spell(row))
            after = row.seq
    return digest.hexdigest()


async def verify_chain(tx: Tx, keys: Keys | None, witness: Witness | None = None) -> Verdict:
    """Recompute every seal from the first entry to the head. Without ``keys``, none has one (earlier versions).

    What was sealed with a key that isn't among them is verified by the digest in the next key's entry.
    """
    rotations = {row.seq: row.object.split() for row in await tx.all(_ROTATIONS)} if keys else {}
    if keys and rotations and max(rotations.items())[1][1:2] != [keys.id]:
        seq = max(rotations)
        return Verdict(seq - 1, seq, _OTHER_KEY.format(seq=seq))
    chain = _Chain(keys, rotations, witness.seals if witness else {})
    while rows := await tx.all(_FOLLOWING, after=chain.sound):
        for row in rows:
            if broken := chain.add(row):
                return broken
    sound = chain.sound
    head = await tx.one(_NAMED, name=HEAD)
    if bytes(head.value) != chain.previous if head else sound:
        return Verdict(sound, sound + 1, _CUT.format(seq=sound + 1))
    if sound and keys and not chain.keyed and ((witness and witness.saved) or await tx.one(_NAMED, name=SEALED)):
        return Verdict(0, 1, _UNSEALED)
    return Verdict(sound, None)


class _Chain:
    """The entries that fit so far."""

    def __init__(
        self, keys: Keys | None, rotations: Mapping[int, list[str]], seals: Mapping[int, frozenset[bytes]]
    ) -> None:
        self.previous, self.sound = START, 0
        self.keyed = keys is not None  # entries from an earlier version have no key, up to the `SEAL` entry
        self._known = {one.id: one.audit for one in keys.all_keys} if keys else {}
        self._rotations, self._seals, self._digest = rotations, seals, hashlib.sha256()
        first = rotations[min(rotations)][0] if rotations else keys.id if keys else ""
        self._key = self._known.get(first)
        self._has_key = keys is not None

    def add(self, row: Row) -> Verdict | None:
        """Add the next entry, or say what is broken."""
        sound, entry, seal = self.sound, make_entry(row), bytes(row.hash)
        if row.seq in self._rotations:
            self._key = self._known.get(self._rotations[row.seq][1])
            if self._rotations[row.seq][2:] != [self._digest.hexdigest()]:
                return Verdict(0, 1, _DIGEST.format(seq=row.seq))
        with_key = seal_entry(self.previous, row.seq, entry, self._key) if self._key else seal
        without = seal_entry(self.previous, row.seq, entry)
        if not sound and seal == without:
            self.keyed = False
        is_seal = self._has_key and entry.action == SEAL and entry.object == str(sound)
        self.keyed = self.keyed or (is_seal and seal == with_key)
        if row.seq != sound + 1 or seal != (with_key if self.keyed else without):
            return Verdict(sound, sound + 1, _CHANGED.format(seq=sound + 1))
        if sound + 1 in self._seals and seal not in self._seals[sound + 1]:
            return Verdict(sound, sound + 1, _REPLACED.format(seq=sound + 1))
        self._digest.update(_spell(row))
        self.sound, self.previous = sound + 1, seal
        return None


def _spell(row: Row) -> bytes:
    entry = make_entry(row)
    fields = [
        row.seq,
        entry.at,
        entry.actor,
        entry.action,
        entry.object,
        entry.org,
        entry.result,
        bytes(row.hash).hex(),
    ]
    return json.dumps(fields, ensure_ascii=False).encode()
