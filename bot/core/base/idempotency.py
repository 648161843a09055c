"""Once for each platform request: what was answered is kept under its keyed hash and answered again."""

from collections.abc import Mapping
from typing import Any

from msgspec.json import encode
from sqlalchemy import bindparam, delete, insert, select, update

from bot.core.base.caller_keys import hash_account
from bot.core.base.clock import DAY
from bot.core.base.keys import Keys
from bot.core.base.stored_values import read_object, readable_or
from bot.errors import UserError
from bot.identity import Caller
from bot.store.engine import Tx
from bot.store.statement import Statement
from bot.store.tables import requests

KEPT = DAY  # longer than any platform goes on delivering a request again
_FORGOTTEN = "null"

_FIND = Statement(select(requests.c.answer).where(requests.c.key == bindparam("key")))
_KEEP = Statement(insert(requests))
_FORGET = Statement(
    update(requests)
    .where(requests.c.account == bindparam("whose"))
    .values(answer=_FORGOTTEN, account=None, at=bindparam("since"))
)
_DROP = Statement(delete(requests).where(requests.c.at < bindparam("before")))


class Requests:
    """The answers already given."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys

    async def answered(self, tx: Tx, request: str) -> Mapping[str, Any] | None:
        """Return the answer a request was given, None for a new one. Ask only once the person is locked.

        Raises UserError for a request of somebody forgotten, whose answer is gone, and for an answer that can't be
        read: that it was handled is known all the same.
        """
        row = await tx.one(_FIND, key=self._keys.index("request", request))
        if row is None:
            return None
        nothing: dict[str, Any] = {}
        answer = readable_or(nothing, lambda: read_object(row.answer))  # null once whoever asked was forgotten
        if not answer:
            raise UserError("mydata.handled")
        return answer

    async def keep(self, tx: Tx, caller: Caller | None, request: str, answer: object, at: int) -> None:
        """Keep the answer to a request; the unique key refuses a second one.

        ``answer`` is a mapping or a dataclass of what JSON holds; `msgspec.convert` makes the class of it again.
        ``caller`` is whose it is to forget, None where the answer tells nothing of anybody.
        """
        await tx.run(
            _KEEP,
            key=self._keys.index("request", request),
            answer=encode(answer).decode(),
            at=at,
            account=hash_account(self._keys, caller) if caller else None,
        )


async def forget_requests(tx: Tx, account: bytes, at: int) -> None:
    """Leave of an account's requests only that they were handled, for `KEPT` from ``at`` on."""
    await tx.run(_FORGET, whose=account, since=at)


async def drop_requests(tx: Tx, at: int) -> None:
    """Drop what is older than `KEPT`."""
    await tx.run(_DROP, before=at - KEPT)
