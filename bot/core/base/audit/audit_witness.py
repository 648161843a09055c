"""The witness: a file beside the key that reveals when the audit trail's last entries were removed.

The database alone can't reveal it, because someone who deletes its last entries can also move its head. So each entry
is noted here before it is saved, and again once it is known to be saved. Lines not signed with the deployment's key
are ignored.
"""

import fcntl
import hmac
import os
from collections.abc import Iterable
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import assert_never

from msgspec import Struct

from bot.core.base.keys.keys import Key, Keys
from bot.errors import make_config_error

FILE = "callboard.audit"


class Note(StrEnum):
    """What a line says about an entry."""

    BEGUN = "begun"  # about to be saved; its transaction can still fail
    SAVED = "saved"  # saved, as is every entry before it
    RESTORED = "restored"  # the last entry of a restored backup; later ones may be gone
    REKEYED = "rekeyed"  # the entry of a key that is current from then on; lines by keys before it count no longer


class Witness(Struct, frozen=True):
    """The number of the last entry known to be ``saved``, the last ``begun``, and the known seals by number."""

    saved: int = 0
    begun: int = 0
    seals: dict[int, frozenset[bytes]] = {}


class Seals(Struct, frozen=True):
    """The keys that seal the trail's entries, and the witness file."""

    keys: Keys
    file: "WitnessFile"


def make_seals(folder: Path, keys: Keys) -> Seals:
    """Make the seals of the audit trail, with the witness file in ``folder``."""
    return Seals(keys, WitnessFile(folder, keys))


class WitnessFile:
    """The file ``callboard.audit`` in ``folder``, readable only by its owner. Several processes may append to it."""

    def __init__(self, folder: Path, keys: Keys) -> None:
        self._path = folder / FILE
        self._keys = keys

    def with_keys(self, keys: Keys) -> "WitnessFile":
        """The same file, whose lines are signed by the current one of these ``keys``."""
        return WitnessFile(self._path.parent, keys)

    @property
    def exists(self) -> bool:
        """Whether the file exists."""
        return self._path.exists()

    def note(self, *lines: tuple[Note, int, bytes]) -> None:
        """Append lines of kind, entry number and seal, and return once they are durable.

        Raises ConfigError if the file can't be written, because an act without a witness must not happen.
        """
        try:
            self._append(lines)
        except OSError as error:
            sentence = f"This file can't be written: {error.strerror}. It witnesses the audit trail."
            raise make_config_error(self._path, sentence) from error

    def _append(self, lines: Iterable[tuple[Note, int, bytes]]) -> None:
        text = "".join(f"{_write_line(self._keys.current, *line)}\n" for line in lines)
        descriptor = os.open(self._path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            os.write(descriptor, text.encode("ascii"))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def read(self) -> Witness:
        """Read the file. Lines cut short by a crash or written by somebody else are ignored."""
        if not self._path.exists():
            return Witness()
        saved, begun, seals = 0, 0, dict[int, frozenset[bytes]]()
        for kind, seq, seal in self._parse_lines(self._path.read_text("ascii", errors="replace").splitlines()):
            match kind:
                case Note.RESTORED:
                    saved = begun = seq
                    seals = {at: some for at, some in seals.items() if at < seq} | {seq: frozenset((seal,))}
                case Note.BEGUN:
                    if seq > saved:  # otherwise a saved entry was removed
                        # An entry begun again under the same number was never saved under it before.
                        begun, seals[seq] = seq, seals.get(seq, frozenset()) | {seal}
                case Note.SAVED:
                    saved, seals[seq] = max(saved, seq), frozenset((seal,))
                    begun = max(begun, seq)
                case Note.REKEYED:
                    pass  # `_parse_lines` saw it
                case _:
                    assert_never(kind)
        return Witness(saved, begun, seals)

    def note_key(self, seq: int, seal: bytes) -> None:
        """Note the entry of the current key, once. Raises ConfigError."""
        text = self._path.read_text("ascii", errors="replace") if self._path.exists() else ""
        if _write_line(self._keys.current, Note.REKEYED, seq, seal) not in text.splitlines():
            self.note((Note.REKEYED, seq, seal))

    def _parse_lines(self, lines: Iterable[str]) -> Iterable[tuple[Note, int, bytes]]:
        """The lines that count. A thief of a former key can't add any."""
        signers = dict.fromkeys(self._keys.all_keys)
        seen = dict[Key, None]()
        for line in lines:
            words = line.split()
            if len(words) != 4 or words[0] not in set(Note) or not words[1].isdecimal():
                continue
            try:
                kind, seq, seal = Note(words[0]), int(words[1]), bytes.fromhex(words[2].strip("-"))
            except ValueError:
                continue
            signer = next((key for key in signers if _is_signed(key, kind, seq, seal, words[3])), None)
            if signer is None:
                continue
            seen[signer] = None
            if kind is Note.REKEYED:
                signers = {key: None for key in signers if key is signer or key not in seen}
            yield kind, seq, seal


def _is_signed(key: Key, kind: Note, seq: int, seal: bytes, signature: str) -> bool:
    return hmac.compare_digest(signature.encode(), _sign(key, kind, seq, seal).encode())


def _write_line(key: Key, kind: Note, seq: int, seal: bytes) -> str:
    return f"{kind} {seq} {seal.hex() or '-'} {_sign(key, kind, seq, seal)}"


def _sign(key: Key, kind: Note, seq: int, seal: bytes) -> str:
    return hmac.digest(key.witness, f"{kind} {seq} {seal.hex()}".encode(), sha256).hex()
