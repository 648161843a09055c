"""Slack workspaces that installed the app, and installs in progress. Each change gets an audit entry.

Tokens are encrypted and rows are keyed by hashes, so a stolen database reveals no token and no workspace. Only the
Slack adapter knows the content of an installation.
"""

import hmac
import json
import secrets
from collections.abc import Mapping
from typing import Any, cast

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.base.keys.caller_keys import find_space, hash_space
from bot.core.base.keys.key_state import ensure_current
from bot.core.base.keys.keys import Keys
from bot.core.base.stored_values import read_object, read_or
from bot.core.times.clock import SECOND
from bot.store.engine import Tx
from bot.store.sql import Executable, bindparam, delete, select
from bot.store.statement import Row, Statement
from bot.store.tables import installations, oauth_states

STATE_LIFE = 600 * SECOND  # as in Slack's own libraries

_STATE_BYTES = 32
_SWEEP = Statement(delete(oauth_states).where(oauth_states.c.expires_at <= bindparam("now")))
_MARK_USED = Statement(lambda insert: insert(oauth_states).on_conflict_do_nothing())
_FIND = Statement(select(installations.c.sealed).where(installations.c.key == bindparam("key")))
_ALL = Statement(select(installations.c.sealed, installations.c.installed_at).order_by(installations.c.installed_at))
_REMOVE = Statement(
    delete(installations).where(
        installations.c.key == bindparam("key"), installations.c.installed_at < bindparam("until")
    )
)


def _save(insert: Any) -> Executable:
    new = insert(installations)
    values = {name: new.excluded[name] for name in ("sealed", "installed_at")}
    return cast(Executable, new.on_conflict_do_update(index_elements=["key"], set_=values))


_SAVE = Statement(_save)


class Installed(Struct, frozen=True):
    """A workspace's installation, None if its row can't be read, and its time (UTC microseconds)."""

    content: Mapping[str, Any] | None
    at: int


async def load_installed(tx: Tx, keys: Keys) -> tuple[Installed, ...]:
    """Every installation, oldest first. Only the token in it identifies the workspace."""

    def read_content(row: Row) -> Mapping[str, Any] | None:
        return read_or(None, lambda: read_object(keys.decrypt(row.sealed)))

    return tuple(Installed(read_content(row), row.installed_at) for row in await tx.all(_ALL))


class Installations:
    """The installations by workspace id. Every method raises Unavailable if the database can't be reached."""

    def __init__(self, base: Base) -> None:
        self._store, self._keys, self._clock, self._audit = base.store, base.keys, base.clock, base.audit

    async def issue(self) -> str:
        """Make a new OAuth state for one install. It can be consumed once, within ten minutes.

        The state carries its own expiry time and a signature, so issuing one stores nothing.
        """
        promise = f"{self._clock() + STATE_LIFE}.{secrets.token_urlsafe(_STATE_BYTES)}"
        return f"{promise}.{self._seal(promise)}"

    async def consume(self, state: str) -> bool:
        """Consume a state. Returns whether it was valid."""
        promise, _, seal = state.rpartition(".")
        until, now = promise.partition(".")[0], self._clock()
        genuine = hmac.compare_digest(seal.encode("utf-8", "surrogatepass"), self._seal(promise).encode())
        if not genuine or int(until) <= now:
            return False
        key = self._keys.index("state", state)

        async def use(tx: Tx) -> bool:
            await tx.run(_SWEEP, now=now)
            return await tx.run(_MARK_USED, key=key, expires_at=int(until)) == 1

        return await self._store.write(use)

    async def save(self, workspace: str, content: Mapping[str, Any]) -> None:
        """Save a workspace's installation, as JSON. It replaces an earlier one."""
        key, sealed, now = self._hash_workspace(workspace), self._keys.encrypt(json.dumps(content)), self._clock()

        async def save(tx: Tx) -> None:
            await ensure_current(tx, self._keys, key)
            await tx.run(_SAVE, key=key, sealed=sealed, installed_at=now)
            await self._note(tx, "space.install", workspace)

        await self._store.write(save)

    async def find(self, workspace: str) -> Mapping[str, Any] | None:
        """The content that `save` stored, None for a workspace that has to install the app or reinstall it."""
        row: Row | None = await self._store.read(lambda tx: tx.one(_FIND, key=self._hash_workspace(workspace)))
        if row is None:
            return None
        return read_or(None, lambda: read_object(self._keys.decrypt(row.sealed)))

    async def remove(self, workspace: str, until: int) -> bool:
        """Delete an installation made before ``until`` (UTC microseconds). Returns whether there was one.

        Slack can report a removal late or twice. A newer install stays.
        """
        key = self._hash_workspace(workspace)

        async def remove(tx: Tx) -> bool:
            removed = await tx.run(_REMOVE, key=key, until=until) == 1
            if removed:
                await self._note(tx, "space.uninstall", workspace)
            return removed

        return await self._store.write(remove)

    async def _note(self, tx: Tx, action: str, workspace: str) -> None:
        """Record an act in the audit trail, without an actor: Slack doesn't say who did it."""
        key = hash_space(self._keys, "slack", workspace)
        space = await find_space(tx, key)
        await self._audit.record(tx, None, action, key.hex(), space.org_id if space else None)

    def _seal(self, promise: str) -> str:
        return hmac.digest(self._keys.seal, f"state {promise}".encode("utf-8", "surrogatepass"), "sha256").hex()

    def _hash_workspace(self, workspace: str) -> bytes:
        return hash_workspace(self._keys, workspace)


def hash_workspace(keys: Keys, workspace: str) -> bytes:
    """What finds a workspace's row in ``installations``."""
    return keys.index("installation", "slack", workspace)
