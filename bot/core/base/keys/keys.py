"""The deployment's keys: one is current, former ones only read what they wrote. A stolen database alone names nobody.

A rotation (`core.upkeep.rotation`) makes another key current. Hashes and ciphertexts say which key made them, except
for those of a database's first key: these are as they were before there were others. So 32 bytes are a hash by the
first key, and 36 end with the id of another one.
"""

import os
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from functools import lru_cache, partial

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from msgspec import Struct

from bot.errors import Unreadable

_BYTES = 32
_REMEMBERED = 4096  # hashes
_MARK, _TAGGED = b"\x01", b"\x02"  # the first byte of a ciphertext; a Fernet token is base64
_NONCE = 12  # bytes
_TAG = 4  # bytes of a key's id
_NOT_OURS = "a value isn't encrypted with this key"


class KeyState(Struct, frozen=True):
    """What the database says of its keys, each by its `Key.check`: the current one, its first one, and former ones.

    A former one still reads something, and one that was dropped since nothing. A dropped one is never current again.
    """

    current: bytes
    first: bytes
    former: tuple[bytes, ...] = ()
    dropped: tuple[bytes, ...] = ()


class Key:
    """One secret of 32 bytes, and what is derived from it for each use. ``id`` names it and isn't secret."""

    def __init__(self, secret: bytes) -> None:
        self.index = partial(_hash, HMAC(_derive(secret, "index"), SHA256()))
        self.once = partial(_hash, HMAC(_derive(secret, "once"), SHA256()))
        self.decrypt_old = Fernet(urlsafe_b64encode(_derive(secret, "cipher"))).decrypt  # what old releases wrote
        self.cipher = AESGCM(_derive(secret, "often"))
        self.seal = _derive(secret, "seal")
        self.check = _derive(secret, "check")
        self.audit = _derive(secret, "audit")
        self.witness = _derive(secret, "witness")
        self.id = name_key(self.check)
        self.tag = b""  # of what it wrote; a database's first key has none

    def hash(self, kind: str, *parts: str) -> bytes:
        """A keyed hash that ends with this key's tag."""
        return self.index(kind, *parts) + self.tag

    def encrypt(self, text: str) -> bytes:
        """See `Keys.encrypt`."""
        nonce = os.urandom(_NONCE)
        head = _TAGGED + self.tag if self.tag else _MARK
        return head + nonce + self.cipher.encrypt(nonce, text.encode(), None)

    def decrypt(self, sealed: bytes) -> str:
        """Decrypt what `encrypt` returned, here or in an old release."""
        if not sealed.startswith((_MARK, _TAGGED)):
            return self.decrypt_old(bytes(sealed)).decode()
        head = 1 + (_TAG if sealed.startswith(_TAGGED) else 0)
        return self.cipher.decrypt(sealed[head : head + _NONCE], sealed[head + _NONCE :], None).decode()


class Keys:
    """The keys that this process was given. `choose` takes what the database says; before, the first one is current.

    Every service has the same `Keys`, so all of them use another current key at once.
    """

    def __init__(self, *secrets: bytes) -> None:
        self.all_keys = tuple(Key(secret) for secret in secrets)
        check = self.all_keys[0].check
        self.choose(KeyState(check, check))

    def choose(self, state: KeyState) -> bool:
        """Use the keys as the database says. Returns False if its current key isn't among those given.

        Then everything stays as it was, and `key_state.ensure_current` refuses to write.
        """
        known = {one.check: one for one in self.all_keys}
        if state.current not in known:
            return False
        for one in self.all_keys:
            one.tag = b"" if one.check == state.first else one.check[:_TAG]
        self.current = known[state.current]
        self.former = tuple(known[check] for check in state.former if check in known)
        self._by_tag = {one.tag: one for one in (*self.former, self.current)}
        self.state = state
        # One command looks up the same few things several times, and hashing costs more than reading the rows.
        self.index = lru_cache(maxsize=_REMEMBERED)(self.current.hash)
        return True

    def add(self, others: "Keys") -> None:
        """Take in keys that were given since."""
        known = {one.check for one in self.all_keys}
        self.all_keys = (*self.all_keys, *(one for one in others.all_keys if one.check not in known))
        self.choose(self.state)

    def with_state(self, state: KeyState) -> "Keys":
        """The same keys as the database will say. Raises LookupError if its current key isn't among them."""
        other = object.__new__(Keys)
        other.all_keys = self.all_keys
        if not other.choose(state):
            raise LookupError(name_key(state.current))
        return other

    def list_ids(self) -> tuple[str, ...]:
        """The ids of all that were given, the current one first."""
        return (self.id, *(one.id for one in self.all_keys if one is not self.current))

    def find_next(self) -> Key | None:
        """The first key given that was never current, to which a rotation can go."""
        state = self.state
        known = {state.current, state.first, *state.former, *state.dropped}
        return next((one for one in self.all_keys if one.check not in known), None)

    def index_former(self, kind: str, *parts: str) -> tuple[bytes, ...]:
        """The same hash by each former key, for what only verifies until it ends."""
        return tuple([one.hash(kind, *parts) for one in self.former])

    def index_all(self, kind: str, *parts: str) -> tuple[bytes, ...]:
        """The hash by every key, the current one first."""
        return (self.index(kind, *parts), *self.index_former(kind, *parts))

    def index_like(self, other: bytes, kind: str, *parts: str) -> bytes:
        """The hash by the key that made the hash ``other``. If that key isn't known, no stored hash equals it."""
        maker = self._by_tag.get(bytes(other[_BYTES:]))
        return maker.hash(kind, *parts) if maker else b""

    def is_current(self, hashed: bytes) -> bool:
        """Whether the current key made this hash."""
        return bytes(hashed[_BYTES:]) == self.current.tag

    def encrypt(self, text: str) -> bytes:
        """Encrypt with AES-GCM, which decrypts in a tenth of Fernet's time and doesn't show when it encrypted.

        Its random nonces are safe for 2^32 texts under one key (NIST SP 800-38D).
        """
        return self.current.encrypt(text)

    def decrypt(self, sealed: bytes) -> str:
        """Decrypt what `encrypt` returned, here or in an old release. Raises Unreadable for anything else."""
        try:
            return self._find_writer(sealed).decrypt(sealed)
        except (InvalidToken, InvalidTag, ValueError, TypeError, AttributeError) as error:  # SQLite stores any type
            raise Unreadable(_NOT_OURS) from error

    def is_written_now(self, sealed: bytes) -> bool:
        """Whether the current key wrote a ciphertext as it writes now."""
        head = _TAGGED + self.current.tag if self.current.tag else _MARK
        return bytes(sealed[: len(head)]) == head

    def lock(self, text: str, secret: str, owner: bytes) -> bytes:
        """Encrypt so that nobody can decrypt without ``secret`` (at least 96 random bits), which nothing may store.

        Only the same ``owner`` can unlock it.
        """
        nonce = os.urandom(_NONCE)
        return nonce + AESGCM(self.current.once("lock", secret)).encrypt(nonce, text.encode(), owner)

    def unlock(self, locked: bytes, secret: str, *owners: bytes) -> str:
        """Decrypt what `lock` returned, for one of ``owners``. Raises Unreadable for anything else."""
        for one in self._all:
            for owner in owners:
                try:
                    nonce, cipher = bytes(locked[:_NONCE]), AESGCM(one.once("lock", secret))
                    return cipher.decrypt(nonce, bytes(locked[_NONCE:]), owner).decode()
                except (InvalidTag, ValueError, TypeError):
                    continue
        raise Unreadable("a value isn't locked with this secret")

    def name_lock(self, secret: str) -> bytes:
        """A keyed hash of a secret, which finds a row again. Unlike `index`, it doesn't remember the secret."""
        return self.current.once("lock name", secret) + self.current.tag

    def name_locks(self, secret: str) -> tuple[bytes, ...]:
        """The same by every key, the current one first."""
        return tuple([one.once("lock name", secret) + one.tag for one in self._all])

    @property
    def id(self) -> str:
        """The current key's id."""
        return self.current.id

    @property
    def seal(self) -> bytes:
        """The current key for buttons."""
        return self.current.seal

    def list_seals(self) -> tuple[bytes, ...]:
        """All keys that sealed buttons, the current one first."""
        return tuple([one.seal for one in self._all])

    @property
    def check(self) -> bytes:
        """What the database keeps of the current key, to recognize it."""
        return self.current.check

    @property
    def audit(self) -> bytes:
        """The current key of the audit trail."""
        return self.current.audit

    @property
    def witness(self) -> bytes:
        """The current key of the audit trail's witness file."""
        return self.current.witness

    @property
    def _all(self) -> tuple[Key, ...]:
        return (self.current, *self.former)

    def _find_writer(self, sealed: bytes) -> Key:
        """The key that wrote a ciphertext. Raises Unreadable if this process hasn't got it."""
        found = self._by_tag.get(bytes(sealed[1 : 1 + _TAG]) if sealed.startswith(_TAGGED) else b"")
        if found is None:
            raise Unreadable(_NOT_OURS)
        return found


def list_ids(state: KeyState) -> Iterator[str]:
    """The ids of the keys that a database needs, the current one first."""
    return (name_key(check) for check in (state.current, *state.former))


def name_key(check: bytes) -> str:
    """The id of the key with this ``check``, eight hexadecimal digits. It reveals nothing of the key."""
    return check[:_TAG].hex()


def _hash(keyed: HMAC, kind: str, *parts: str) -> bytes:
    own = keyed.copy()  # twice as fast as `hmac.digest`, which prepares the key every time
    own.update("\0".join((kind, *parts)).encode())
    return own.finalize()


def _derive(secret: bytes, use: str) -> bytes:
    return HKDFExpand(SHA256(), _BYTES, f"callboard {use}".encode()).derive(secret)
