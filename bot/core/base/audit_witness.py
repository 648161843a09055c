"""What a file beside the key has seen of the audit trail: so that a trail that was cut short is found to be.

The database alone can't tell: whoever takes its last entries away moves its head as well. So each entry is noted here
before it is saved, and once it is known to be saved. A line that isn't sealed with the deployment's key says nothing.
"""

import fcntl
import hmac
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from bot.core.base.keys import Keys
from bot.errors import ConfigError, Problem

FILE = "callboard.audit"


class Note(StrEnum):
    """What a line says of the trail's end."""

    BEGUN = "begun"  # an entry is about to be saved, and may never be: its transaction can fail
    SAVED = "saved"  # the trail has so many entries, the last with this seal
    RESTORED = "restored"  # a backup took the database's place: what was saved before it may be gone


@dataclass(frozen=True, slots=True)
class Witness:
    """How many entries were certainly ``saved``, and their seals where known; ``begun`` is the last that was begun."""

    saved: int = 0
    begun: int = 0
    seals: dict[int, frozenset[bytes]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seals:
    """The key that seals the trail's entries, and the file that witnesses them."""

    key: bytes
    file: "WitnessFile"


def seals_in(folder: Path, keys: Keys) -> Seals:
    """Return what seals the audit trail, with the file in ``folder`` that witnesses it."""
    return Seals(keys.audit, WitnessFile(folder, keys.witness))


class WitnessFile:
    """The file ``callboard.audit`` in ``folder``, readable by its owner alone; several processes may add to it."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._path = folder / FILE
        self._key = key

    @property
    def exists(self) -> bool:
        """Whether anything was ever noted."""
        return self._path.exists()

    def note(self, *lines: tuple[Note, int, bytes]) -> None:
        """Add what is known of entries, by number and seal, and return once it is durable.

        Raises ConfigError where the file can't be written: nothing may be done then that it would have to witness.
        """
        try:
            self._append(lines)
        except OSError as error:
            sentence = f"This file can't be written: {error.strerror}. It witnesses the audit trail."
            raise ConfigError((Problem(str(self._path), 0, 0, sentence),)) from error

    def _append(self, lines: Iterable[tuple[Note, int, bytes]]) -> None:
        text = "".join(f"{kind} {seq} {seal.hex() or '-'} {self._sign(kind, seq, seal)}\n" for kind, seq, seal in lines)
        descriptor = os.open(self._path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            os.write(descriptor, text.encode("ascii"))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def read(self) -> Witness:
        """Return what the file tells; a line that a crash left half-written, or somebody else wrote, tells nothing."""
        if not self._path.exists():
            return Witness()
        saved, begun, seals = 0, 0, dict[int, frozenset[bytes]]()
        for kind, seq, seal in self._lines(self._path.read_text("ascii", errors="replace").splitlines()):
            if kind is Note.RESTORED:
                saved = begun = seq
                seals = {at: some for at, some in seals.items() if at < seq} | {seq: frozenset((seal,))}
            elif kind is Note.BEGUN and seq > saved:  # else the saved one was taken away
                # One that was begun under a number again was never saved under it before.
                begun, seals[seq] = seq, seals.get(seq, frozenset()) | {seal}
            elif kind is Note.BEGUN:
                continue
            else:
                saved, seals[seq] = max(saved, seq), frozenset((seal,))
                begun = max(begun, seq)
        return Witness(saved, begun, seals)

    def _lines(self, lines: Iterable[str]) -> Iterable[tuple[Note, int, bytes]]:
        for line in lines:
            words = line.split()
            if len(words) != 4 or words[0] not in set(Note) or not words[1].isdecimal():
                continue
            try:
                kind, seq, seal = Note(words[0]), int(words[1]), bytes.fromhex(words[2].strip("-"))
            except ValueError:
                continue
            if hmac.compare_digest(words[3].encode(), self._sign(kind, seq, seal).encode()):
                yield kind, seq, seal

    def _sign(self, kind: Note, seq: int, seal: bytes) -> str:
        return hmac.digest(self._key, f"{kind} {seq} {seal.hex()}".encode(), sha256).hex()
