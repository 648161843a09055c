"""The deployment's secret and the keys derived from it. Without it, a stolen database names nobody."""

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

from bot.config.secret_files import read_secret
from bot.errors import ConfigError, Problem, Unreadable
from bot.store.engine import Store, Tx
from bot.store.private import sync
from bot.store.sql import bindparam, select
from bot.store.statement import Statement
from bot.store.tables import meta

VARIABLE = "CALLBOARD_KEY"
FILE = "callboard.key"
_BYTES = 32
_REMEMBERED = 4096  # hashes
_MARK = b"\x01"  # the first byte of what `Keys.encrypt` returns; a Fernet token is base64
_NONCE = 12  # bytes
_KEY_FORMAT = re.compile("[A-Za-z0-9_-]{43}=")

_STORE_CHECK = Statement(lambda insert: insert(meta).on_conflict_do_nothing())
_STORED_CHECK = Statement(select(meta.c.value).where(meta.c.name == bindparam("name")))


class Keys:
    """One secret of 32 bytes, and a key for each use derived from it. ``id`` names it and isn't secret.

    ``index(kind, *parts)`` is a keyed hash. A row is found by it without storing the parts.
    """

    def __init__(self, secret: bytes) -> None:
        # One command looks up the same few things several times, and hashing costs more than reading the rows.
        self.index = lru_cache(maxsize=_REMEMBERED)(partial(_hash, HMAC(_derive(secret, "index"), SHA256())))
        self._derive = partial(_hash, HMAC(_derive(secret, "once"), SHA256()))
        self._decrypt_old = Fernet(urlsafe_b64encode(_derive(secret, "cipher"))).decrypt  # what old releases wrote
        self._cipher = AESGCM(_derive(secret, "often"))
        self.seal = _derive(secret, "seal")
        self.check = _derive(secret, "check")
        self.id = name_key(self.check)
        self.audit = _derive(secret, "audit")
        self.witness = _derive(secret, "witness")

    def encrypt(self, text: str) -> bytes:
        """Encrypt with AES-GCM, which decrypts in a tenth of Fernet's time and doesn't show when it encrypted.

        Its random nonces are safe for 2^32 texts under one key (NIST SP 800-38D).
        """
        nonce = os.urandom(_NONCE)
        return _MARK + nonce + self._cipher.encrypt(nonce, text.encode(), None)

    def decrypt(self, sealed: bytes) -> str:
        """Decrypt what `encrypt` returned, here or in an old release. Raises Unreadable for anything else."""
        try:
            if not sealed.startswith(_MARK):
                return self._decrypt_old(bytes(sealed)).decode()
            return self._cipher.decrypt(sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :], None).decode()
        except (InvalidToken, InvalidTag, ValueError, TypeError, AttributeError) as error:  # SQLite stores any type
            raise Unreadable("a value isn't encrypted with this key") from error

    def lock(self, text: str, secret: str, owner: bytes) -> bytes:
        """Encrypt so that nobody can decrypt without ``secret`` (at least 96 random bits), which nothing may store.

        Only the same ``owner`` can unlock it.
        """
        nonce = os.urandom(_NONCE)
        return nonce + AESGCM(self._derive("lock", secret)).encrypt(nonce, text.encode(), owner)

    def unlock(self, locked: bytes, secret: str, owner: bytes) -> str:
        """Decrypt what `lock` returned. Raises Unreadable for anything else."""
        try:
            nonce, cipher = bytes(locked[:_NONCE]), AESGCM(self._derive("lock", secret))
            return cipher.decrypt(nonce, bytes(locked[_NONCE:]), owner).decode()
        except (InvalidTag, ValueError, TypeError) as error:
            raise Unreadable("a value isn't locked with this secret") from error

    def name_lock(self, secret: str) -> bytes:
        """A keyed hash of a secret, which finds a row again. Unlike `index`, it doesn't remember the secret."""
        return self._derive("lock name", secret)


def load_keys(environ: Mapping[str, str], folder: Path | None, *, has_key: bool = False) -> Keys:
    """Load the keys from ``CALLBOARD_KEY`` (see `read_secret`), or from the file ``callboard.key`` in ``folder``.

    The first run creates the file, readable only by its owner, unless the database already ``has_key``. Without a
    folder (PostgreSQL, which several processes share), only the variable counts. Raises ConfigError if the key is
    not 32 bytes in URL-safe base64, or if the file is readable by others, lost, or can't be created or read.
    """
    if written := read_secret(environ, VARIABLE):
        return Keys(_decode(written, VARIABLE))
    if folder is None:
        raise _make_problem(
            VARIABLE, "With PostgreSQL, set it to one key for every process: 32 bytes in URL-safe base64."
        )
    path = folder / FILE
    try:
        if not path.exists():
            if has_key:
                raise _make_problem(
                    str(path), f"The key of this database is missing. Put it back, or set {VARIABLE} to it."
                )
            _create_key_file(path)
        if path.stat().st_mode & 0o077:
            raise _make_problem(str(path), f"Others can read this key. Run: chmod 600 {shlex.quote(str(path))}")
        return Keys(_decode(path.read_text("ascii", errors="replace"), str(path)))
    except OSError as error:
        raise _make_problem(str(path), f"The key can't be kept or read here: {error.strerror}.") from error


async def has_key(tx: Tx) -> bool:
    """Whether the database was created with a key."""
    return await tx.one(_STORED_CHECK, name="key") is not None


async def read_key_id(tx: Tx) -> str:
    """The id of the key that this database needs; empty if it has none yet. See `Keys.id`."""
    row = await tx.one(_STORED_CHECK, name="key")
    return name_key(bytes(row.value)) if row else ""


async def matches_key(tx: Tx, keys: Keys) -> bool | None:
    """Whether the database was created with these ``keys``; None if it has no key yet."""
    row = await tx.one(_STORED_CHECK, name="key")
    return hmac.compare_digest(bytes(row.value), keys.check) if row else None


async def check_key(store: Store, keys: Keys) -> None:
    """Raise ConfigError unless this database was created with these ``keys``. A new database takes them.

    With another key, nobody would be recognized, and everybody could be counted twice.
    """

    async def keep(tx: Tx) -> bytes:
        await tx.run(_STORE_CHECK, name="key", value=keys.check)
        row = await tx.one(_STORED_CHECK, name="key")
        return bytes(row.value) if row else b""

    if not hmac.compare_digest(await store.write(keep), keys.check):
        sentence = "This isn't the key that this database was begun with. Put the old one back."
        raise _make_problem(f"{VARIABLE} or {FILE}", sentence)


def _create_key_file(path: Path) -> None:
    """Create a key file in one step. If another process created one first, leave it alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(prefix=f"{path.name}.", dir=path.parent) as file:  # readable only by its owner
        file.write(urlsafe_b64encode(os.urandom(_BYTES)) + b"\n")
        file.flush()
        os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(file.name, path)
    sync(path.parent)  # rows encrypted with a key whose file a power cut took would be lost too


def _decode(written: str, place: str) -> bytes:
    # Python's decoder skips characters that aren't base64, and would accept half of a key pasted twice.
    if not _KEY_FORMAT.fullmatch(written.strip()):
        raise _make_problem(place, "This isn't a key: it should be 44 characters of URL-safe base64.")
    return urlsafe_b64decode(written.strip())


def _make_problem(place: str, sentence: str) -> ConfigError:
    return ConfigError((Problem(place, 0, 0, sentence),))


def name_key(check: bytes) -> str:
    """The id of the key with this ``check``, eight hexadecimal digits. It reveals nothing of the key."""
    return check[:4].hex()


def _hash(keyed: HMAC, kind: str, *parts: str) -> bytes:
    own = keyed.copy()  # twice as fast as `hmac.digest`, which prepares the key every time
    own.update("\0".join((kind, *parts)).encode())
    return own.finalize()


def _derive(secret: bytes, use: str) -> bytes:
    return HKDFExpand(SHA256(), _BYTES, f"callboard {use}".encode()).derive(secret)
