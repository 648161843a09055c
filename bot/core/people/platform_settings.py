"""What a platform told of somebody's own settings, language and time zone, kept with their account, encrypted.

A platform that has to be asked for them may not answer when many people come at once, or after a restart.
"""

from msgspec import DecodeError, Struct
from msgspec.json import Decoder, encode
from sqlalchemy import bindparam, select, update

from bot.core.base.keys import Keys
from bot.errors import Unreadable
from bot.store.engine import Store, Tx
from bot.store.statement import Row, Statement
from bot.store.tables import accounts

_FIND = Statement(select(accounts.c.settings).where(accounts.c.key == bindparam("which")))
_KEEP = Statement(update(accounts).where(accounts.c.key == bindparam("which")).values(settings=bindparam("sealed")))


class _Settings(Struct, frozen=True, omit_defaults=True):
    """A language tag, an IANA zone, and the space in which somebody of another one was met."""

    locale: str | None = None
    zone: str | None = None
    host: str | None = None


_SETTINGS = Decoder(_Settings)


class PlatformSettings:
    """Reads and keeps them. Every method raises Unavailable when the database can't serve."""

    def __init__(self, store: Store, keys: Keys) -> None:
        self._store, self._keys = store, keys

    async def recall(self, platform: str, account: str) -> tuple[str | None, str | None] | None:
        """Return the language tag and the IANA zone kept with an account, None where there is nothing."""
        row = await self._find(platform, account)
        return read_settings(self._keys, row.settings) if row and row.settings else None

    async def host(self, platform: str, account: str) -> str | None:
        """Return the space that somebody of another one was last a guest of, None where that isn't known."""
        row = await self._find(platform, account)
        return _decrypt(self._keys, row.settings).host if row and row.settings else None

    async def remember(
        self, platform: str, account: str, locale: str | None, zone: str | None, host: str | None
    ) -> bool:
        """Keep it all with an account, and say whether there is such an account; nobody is kept for this alone."""
        row, new = await self._find(platform, account), _Settings(locale, zone, host)
        if row is None:
            return False
        if row.settings and _decrypt(self._keys, row.settings) == new:
            return True
        key, sealed = self._key(platform, account), self._keys.encrypt_fast(encode(new).decode())

        async def keep(tx: Tx) -> bool:
            return await tx.run(_KEEP, which=key, sealed=sealed) == 1

        return await self._store.write(keep)

    async def find_known_account(self, platform: str, accounts: tuple[str, ...]) -> str | None:
        """Return the first of some accounts that somebody has, None where nobody has any."""
        for account in accounts:
            if await self._find(platform, account):
                return account
        return None

    async def _find(self, platform: str, account: str) -> Row | None:
        key = self._key(platform, account)
        found: Row | None = await self._store.read(lambda tx: tx.one(_FIND, which=key))
        return found

    def _key(self, platform: str, account: str) -> bytes:
        return self._keys.index("account", platform, account)


def read_settings(keys: Keys, sealed: bytes) -> tuple[str | None, str | None]:
    """Return the language tag and the zone from the column that holds them."""
    found = _decrypt(keys, sealed)
    return found.locale, found.zone


def _decrypt(keys: Keys, sealed: bytes) -> _Settings:
    """Return what a column holds; what can't be read is as good as nothing, for the platform says it again."""
    try:
        return _SETTINGS.decode(keys.decrypt(sealed))
    except (Unreadable, DecodeError):
        return _Settings()
