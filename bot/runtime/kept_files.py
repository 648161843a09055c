"""Public files as they were last downloaded, in a folder, so that only changed ones are downloaded again.

Each content is in a file named by its SHA-256. ``index.json`` says which address it came from, and what its server said
of it. Losing the folder costs a download and nothing else.
"""

import hashlib
import os
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from msgspec import MsgspecError, Struct
from msgspec.json import Decoder, encode

_INDEX = "index.json"
_SPARE = 24 * 3600  # seconds for which a content that no address has is kept: another process may be about to use it


class Origin(Struct, frozen=True, omit_defaults=True):
    """Where a content came from. ``etag`` and ``modified`` are its server's, empty if it gave none."""

    address: str
    sha256: str
    etag: str = ""
    modified: str = ""


class Kept(Struct, frozen=True):
    """A kept content and where it came from."""

    origin: Origin
    content: bytes


_ORIGINS = Decoder(dict[str, Origin])


class KeptFiles:
    """The kept contents in ``folder``, which need not exist."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, address: str) -> Kept | None:
        """What came from an address last, None if that isn't here whole."""
        origin = self._read_index().get(address)
        content = self.read(origin.sha256) if origin else None
        return Kept(origin, content) if origin and content is not None else None

    def read(self, sha256: str) -> bytes | None:
        """The content with this hash, None if it isn't here whole."""
        try:
            content = (self._folder / sha256).read_bytes()
        except OSError:
            return None
        return content if hashlib.sha256(content).hexdigest() == sha256 else None

    def put(self, content: bytes) -> str:
        """Keep a content for a day at least. Returns its hash. Raises OSError."""
        sha256 = hashlib.sha256(content).hexdigest()
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._write(sha256, content)
        return sha256

    def note(self, origins: Iterable[Origin]) -> None:
        """Note where kept contents came from, and drop contents that nothing has needed for a day. Raises OSError."""
        index = {**self._read_index(), **{one.address: one for one in origins}}
        self._write(_INDEX, encode(index))
        self._drop_unused(index)

    def _read_index(self) -> Mapping[str, Origin]:
        try:
            return _ORIGINS.decode((self._folder / _INDEX).read_bytes())
        except (OSError, MsgspecError):
            return {}

    def _write(self, name: str, content: bytes) -> None:
        part = self._folder / f"{name}.{os.getpid()}.part"  # two processes may keep the same content at once
        part.write_bytes(content)
        part.rename(self._folder / name)

    def _drop_unused(self, index: Mapping[str, Origin]) -> None:
        needed, now = {_INDEX, *(one.sha256 for one in index.values())}, time.time()
        for path in self._folder.iterdir():
            with suppress(FileNotFoundError):  # another process dropped it
                if path.name not in needed and now - path.stat().st_mtime > _SPARE:
                    path.unlink()
