"""The deployment's secret and what is derived from it. A stolen database without it names nobody."""

import hmac
import os
import re
import shlex
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache, partial
from pathlib import Path
from tempfile import NamedTemporaryFile

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from sqlalchemy import bindparam, select

from bot.errors import ConfigError, Problem, Unreadable
from bot.store.engine import Store, Tx
from bot.store.statement import Statement
from bot.store.tables import meta

VARIABLE = "CALLBOARD_KEY"
FILE = "callboard.key"
_BYTES = 32
_REMEMBERED = 4096  # hashes
_ENCLOSED = b"\x01"  # how a text begins that `Keys.enclose` made; a Fernet token is base64
_NONCE = 12  # bytes
_WRITTEN = re.compile("[A-Za-z0-9_-]{43}=")

_KEEP = Statement(lambda insert: insert(meta).on_conflict_do_nothing())
_KEPT = Statement(select(meta.c.value).where(meta.c.name == bindparam("name")))


class Keys:
    """One secret of 32 bytes, made into a key for each use.

    ``index(kind, *parts)`` is the keyed hash by which a row is found without holding what it was made of.
    """

    def __init__(self, secret: bytes) -> None:
        # A command looks the same few things up several times over; the hashes cost more than the rows.
        self.index = lru_cache(maxsize=_REMEMBERED)(partial(_indexed, HMAC(_derived(secret, "index"), SHA256())))
        self._fernet = Fernet(urlsafe_b64encode(_derived(secret, "cipher")))
        self._often = AESGCM(_derived(secret, "often"))
        self.seal = _derived(secret, "seal")
        self.check = _derived(secret, "check")
        self.audit = _derived(secret, "audit")
        self.witness = _derived(secret, "witness")

    def encrypt(self, text: str) -> bytes:
        """Return ``text`` so that only this key reads it."""
        return self._fernet.encrypt(text.encode())

    def enclose(self, text: str) -> bytes:
        """Do what `encrypt` does, for what every command reads: AES-GCM opens in a tenth of Fernet's time.

        Its random nonces are good for 2^32 texts under one key (NIST SP 800-38D).
        """
        nonce = os.urandom(_NONCE)
        return _ENCLOSED + nonce + self._often.encrypt(nonce, text.encode(), None)

    def decrypt(self, sealed: bytes) -> str:
        """Return what `encrypt` or `enclose` was given; raises Unreadable for anything else."""
        try:
            if not sealed.startswith(_ENCLOSED):
                return self._fernet.decrypt(bytes(sealed)).decode()
            return self._often.decrypt(sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :], None).decode()
        except (InvalidToken, InvalidTag, ValueError, TypeError, AttributeError) as error:  # SQLite keeps any type
            raise Unreadable("a value isn't encrypted with this key") from error


def load_keys(environ: Mapping[str, str], folder: Path | None, *, begun: bool = False) -> Keys:
    """Return the keys from ``CALLBOARD_KEY``, or from the file ``callboard.key`` in ``folder``.

    The file is made at the first run, readable by its owner alone, and never for a database that was ``begun``
    with another. Without a folder (PostgreSQL, which several
    processes share) only the variable will do. Raises ConfigError where the key is not 32 bytes in URL-safe
    base64, or the file is open to others, lost, or can't be made or read.
    """
    if written := environ.get(VARIABLE):
        return Keys(_decoded(written, VARIABLE))
    if folder is None:
        raise _problem(VARIABLE, "With PostgreSQL, set it to one key for every process: 32 bytes in URL-safe base64.")
    path = folder / FILE
    try:
        if not path.exists():
            if begun:
                raise _problem(str(path), f"The key of this database is missing. Put it back, or set {VARIABLE} to it.")
            _make(path)
        if path.stat().st_mode & 0o077:
            raise _problem(str(path), f"Others can read this key. Run: chmod 600 {shlex.quote(str(path))}")
        return Keys(_decoded(path.read_text("ascii", errors="replace"), str(path)))
    except OSError as error:
        raise _problem(str(path), f"The key can't be kept or read here: {error.strerror}.") from error


async def begun(tx: Tx) -> bool:
    """Say whether a database was begun with a key."""
    return await tx.one(_KEPT, name="key") is not None


async def fits(tx: Tx, keys: Keys) -> bool | None:
    """Say whether ``keys`` are those a database was begun with; None where it wasn't begun yet."""
    row = await tx.one(_KEPT, name="key")
    return hmac.compare_digest(bytes(row.value), keys.check) if row else None


async def check_key(store: Store, keys: Keys) -> None:
    """Make sure that ``keys`` are the ones this database was begun with; raises ConfigError when they aren't.

    With another key everybody would be a stranger, and could be counted twice.
    """

    async def kept(tx: Tx) -> bytes:
        await tx.run(_KEEP, name="key", value=keys.check)
        row = await tx.one(_KEPT, name="key")
        return bytes(row.value) if row else b""

    if not hmac.compare_digest(await store.write(kept), keys.check):
        sentence = "This isn't the key that this database was begun with. Put the old one back."
        raise _problem(f"{VARIABLE} or {FILE}", sentence)


def _make(path: Path) -> None:
    """Make a new key appear at ``path``, whole or not at all; who finds one there by then leaves it as it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(prefix=f"{path.name}.", dir=path.parent) as file:  # its owner's alone
        file.write(urlsafe_b64encode(os.urandom(_BYTES)) + b"\n")
        file.flush()
        os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(file.name, path)
    _settle(path.parent)


def _settle(folder: Path) -> None:
    """Make sure that a power cut leaves the names in ``folder``: rows sealed with a lost key would be lost too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _decoded(written: str, place: str) -> bytes:
    # Checked first: Python's decoder skips what isn't base64, and would take half of a key pasted twice.
    if not _WRITTEN.fullmatch(written.strip()):
        raise _problem(place, "This isn't a key: it should be 44 characters of URL-safe base64.")
    return urlsafe_b64decode(written.strip())


def _problem(place: str, sentence: str) -> ConfigError:
    return ConfigError((Problem(place, 0, 0, sentence),))


def _indexed(keyed: HMAC, kind: str, *parts: str) -> bytes:
    own = keyed.copy()  # half the time of `hmac.digest`, which prepares the key again
    own.update("\0".join((kind, *parts)).encode())
    return own.finalize()


def _derived(secret: bytes, use: str) -> bytes:
    return HKDFExpand(SHA256(), _BYTES, f"callboard {use}".encode()).derive(secret)
