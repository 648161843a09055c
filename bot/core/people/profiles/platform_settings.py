"""A person's language and time zone as their platform reported them, stored encrypted with the account.

They are stored because a platform may not answer when many people arrive at once, or right after a restart.
"""

from msgspec import DecodeError, Struct
from msgspec.json import Decoder, encode

from bot.core.base.build import Base
from bot.core.base.keys.keys import Keys
from bot.errors import Unreadable
from bot.store.engine import Tx
from bot.store.sql import bindparam, select, update
from bot.store.statement import Row, Statement
from bot.store.tables import accounts

_FIND = Statement(select(accounts.c.settings).where(accounts.c.key == bindparam("which")))
_SAVE = Statement(update(accounts).where(accounts.c.key == bindparam("which")).values(settings=bindparam("sealed")))


class _Settings(Struct, frozen=True, omit_defaults=True):
    """A language tag, an IANA zone, and the space that hosts an account from another space."""

    locale: str | None = None
    zone: str | None = None
    host: str | None = None


_SETTINGS = Decoder(_Settings)


class PlatformSettings:
    """Reads and saves platform settings. Every method raises Unavailable if the database can't be reached."""

    def __init__(self, base: Base) -> None:
        self._store, self._keys = base.store, base.keys

    async def recall(self, platform: str, account: str) -> tuple[str | None, str | None] | None:
        """The language tag and IANA zone stored with an account, or None."""
        row = await self._find(platform, account)
        return read_settings(self._keys, row.settings) if row and row.settings else None

    async def find_host(self, platform: str, account: str) -> str | None:
        """The space in which an account from another space was last a guest, or None."""
        row = await self._find(platform, account)
        return _decrypt(self._keys, row.settings).host if row and row.settings else None

    async def remember(
        self, platform: str, account: str, locale: str | None, zone: str | None, host: str | None
    ) -> bool:
        """Save settings with an account. Returns whether the account exists; this never creates one."""
        row, new = await self._find(platform, account), _Settings(locale, zone, host)
        if row is None:
            return False
        if row.settings and _decrypt(self._keys, row.settings) == new:
            return True
        key, sealed = self._hash_account(platform, account), self._keys.encrypt(encode(new).decode())

        async def keep(tx: Tx) -> bool:
            return await tx.run(_SAVE, which=key, sealed=sealed) == 1

        return await self._store.write(keep)

    async def find_known_account(self, platform: str, accounts: tuple[str, ...]) -> str | None:
        """The first of some accounts that is stored, or None."""
        for account in accounts:
            if await self._find(platform, account):
                return account
        return None

    async def _find(self, platform: str, account: str) -> Row | None:
        key = self._hash_account(platform, account)
        found: Row | None = await self._store.read(lambda tx: tx.one(_FIND, which=key))
        return found

    def _hash_account(self, platform: str, account: str) -> bytes:
        return self._keys.index("account", platform, account)


def read_settings(keys: Keys, sealed: bytes) -> tuple[str | None, str | None]:
    """The language tag and the zone in an account's settings column."""
    found = _decrypt(keys, sealed)
    return found.locale, found.zone


def _decrypt(keys: Keys, sealed: bytes) -> _Settings:
    """Decrypt a settings column. Damaged settings count as empty, because the platform reports them again."""
    try:
        return _SETTINGS.decode(keys.decrypt(sealed))
    except (Unreadable, DecodeError):
        return _Settings()
