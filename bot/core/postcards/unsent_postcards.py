"""Postcards that are written but not sent.

Before Send, Callboard keeps nothing of them that it can read. A tap may reach another process than the one that drew
the preview, and comes after a restart too, so memory doesn't do; and no platform gives a private message back to the
app when a button under it is tapped, so the words can't travel with the card. What does travel is a key: 96 random
bits in the preview's buttons. A row has the words locked with it, and neither the row nor the deployment's key opens
them. So a copy of the database tells nothing: only the writer's tap brings the key. The row
goes with the choice, after an hour, and when its writer is forgotten.
"""

import secrets
from collections.abc import Sequence
from hashlib import sha256

from msgspec import Struct, convert
from msgspec.json import decode, encode

from bot.core.base.build import Base
from bot.core.base.keys.caller_keys import hash_account, hash_account_by_all
from bot.core.base.stored_values import read_or
from bot.core.postcards.postcards import PostcardDraft, PostcardReceipt, Postcards
from bot.core.times.clock import HOUR
from bot.identity import Caller
from bot.store.engine import Tx
from bot.store.sql import bindparam, delete, func, insert, select
from bot.store.statement import Row, Statement
from bot.store.tables import unsent_postcards

LIFETIME = HOUR
MOST = 4  # of one account; a fifth takes the place of the oldest
_SECRET_BYTES = 12


class UnsentPostcard(Struct, frozen=True):
    """What somebody wrote. ``slots`` are the targets it is for; ``language`` is the tag of the words.

    ``signature`` is a first name and place, empty for "a constituent".
    """

    campaign: str
    words: str
    signature: str
    slots: tuple[str, ...]
    language: str


_U = unsent_postcards.c
_ADD = Statement(insert(unsent_postcards))
_FIND = Statement(select(unsent_postcards).where(_U.key == bindparam("which"), _U.written_at > bindparam("since")))
_OF_ACCOUNT = Statement(
    select(_U.key, _U.topic).where(_U.account_key == bindparam("account")).order_by(_U.written_at.desc(), _U.key)
)
_DROP = Statement(delete(unsent_postcards).where(_U.key == bindparam("which"), _U.account_key == bindparam("account")))
_DROP_OLD = Statement(delete(unsent_postcards).where(_U.written_at <= bindparam("before")))
_OLDEST = Statement(select(func.min(_U.written_at).label("at")))


class UnsentPostcards:
    """Unsent postcards, by a random key that buttons carry. Only their writer's account opens one."""

    def __init__(self, base: Base, postcards: Postcards) -> None:
        self._store, self._keys, self._clock, self._requests = base.store, base.keys, base.clock, base.requests
        self._postcards = postcards

    async def keep(self, caller: Caller, postcard: UnsentPostcard, replaces: str = "") -> str:
        """Keep a postcard for an hour, in place of the one with the key ``replaces``. Returns its key."""
        secret, owner, now = secrets.token_urlsafe(_SECRET_BYTES), hash_account(self._keys, caller), self._clock()
        row = {
            "key": self._keys.name_lock(secret),
            "account_key": owner,
            "topic": make_topic(secret),
            "locked": self._keys.lock(encode(postcard).decode(), secret, owner),
            "written_at": now,
        }

        async def keep(tx: Tx) -> None:
            await self._drop(tx, caller, replaces)
            for old in (await tx.all(_OF_ACCOUNT, account=owner))[MOST - 1 :]:
                await tx.run(_DROP, which=bytes(old.key), account=owner)
            await tx.run(_ADD, **row)

        await self._store.write(keep)
        return secret

    async def find(self, caller: Caller, secret: str) -> UnsentPostcard | None:
        """The caller's postcard, None once it is gone."""
        return await self._store.read(lambda tx: self._find(tx, caller, secret))

    async def drop(self, caller: Caller, secret: str) -> None:
        """Delete a postcard."""
        await self._store.write(lambda tx: self._drop(tx, caller, secret))

    async def send(
        self, caller: Caller, secret: str, constituent: str, request: str, at: int
    ) -> PostcardReceipt | None:
        """Send a postcard and delete it here, in one transaction and once per ``request``. None once it is gone.

        ``constituent`` is how it is signed without a name. Raises UserError like `Postcards.send`, and keeps it then.
        """

        async def send(tx: Tx) -> PostcardReceipt | None:
            if (unsent := await self._find(tx, caller, secret)) is None:
                answer = await self._requests.find_answer(tx, request)
                return convert(answer, PostcardReceipt) if answer else None
            signature = unsent.signature or constituent
            draft = PostcardDraft(unsent.campaign, unsent.words, signature, unsent.slots, at, unsent.language)
            receipt = await self._postcards.send(tx, caller, draft, request)
            await self._drop(tx, caller, secret)
            return receipt

        return await self._store.write(send)

    async def sweep(self) -> None:
        """Delete what nobody decided about within an hour."""
        before = self._clock() - LIFETIME
        oldest = await self._store.read(lambda tx: tx.one(_OLDEST))
        if oldest and oldest.at is not None and oldest.at <= before:
            await self._store.write(lambda tx: tx.run(_DROP_OLD, before=before))

    async def _find(self, tx: Tx, caller: Caller, secret: str) -> UnsentPostcard | None:
        since = self._clock() - LIFETIME
        found = [await tx.one(_FIND, which=which, since=since) for which in self._keys.name_locks(secret)]
        row = next((row for row in found if row), None)
        if row is None:
            return None
        owners = hash_account_by_all(self._keys, caller)
        opened = read_or(None, lambda: self._keys.unlock(row.locked, secret, *owners))  # somebody else's stays shut
        return decode(opened, type=UnsentPostcard) if opened else None

    async def _drop(self, tx: Tx, caller: Caller, secret: str) -> None:
        if secret:
            for which in self._keys.name_locks(secret):
                for account in hash_account_by_all(self._keys, caller):
                    await tx.run(_DROP, which=which, account=account)


def make_topic(secret: str) -> str:
    """The name of the decision about a postcard, which its picture carries where a platform stores it."""
    return sha256(secret.encode()).hexdigest()[:32] if secret else ""


async def fetch_unsent(tx: Tx, account: bytes) -> Sequence[Row]:
    """The rows of an account, the newest first: their keys and topics. Nothing else in them can be read."""
    return await tx.all(_OF_ACCOUNT, account=account)


async def drop_unsent(tx: Tx, account: bytes) -> tuple[str, ...]:
    """Delete an account's unsent postcards. Returns the topics of their pictures."""
    rows = await fetch_unsent(tx, account)
    for row in rows:
        await tx.run(_DROP, which=bytes(row.key), account=account)
    return tuple(row.topic for row in rows)
