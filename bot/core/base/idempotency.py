"""Each platform request has one effect: its answer is stored under its keyed hash and returned to a repeat."""

from collections.abc import Mapping
from typing import Any

from msgspec.json import encode

from bot.core.base.keys.caller_keys import hash_account
from bot.core.base.keys.keys import Keys
from bot.core.base.stored_values import read_object, read_or
from bot.core.times.clock import DAY
from bot.errors import UserError
from bot.identity import Caller
from bot.store.engine import Query, Tx
from bot.store.sql import bindparam, delete, insert, select, update
from bot.store.statement import Statement
from bot.store.tables import requests

KEPT = DAY  # longer than any platform keeps repeating a request
_FORGOTTEN = "null"

_FIND = Statement(select(requests.c.answer).where(requests.c.key == bindparam("key")))
_STORE = Statement(insert(requests))
_FORGET = Statement(
    update(requests)
    .where(requests.c.account == bindparam("whose"))
    .values(answer=_FORGOTTEN, account=None, at=bindparam("since"))
)
_DELETE_OLD = Statement(delete(requests).where(requests.c.at < bindparam("before")))


class Requests:
    """Stores and finds the answers to requests."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys

    def make_query(self, request: str) -> Query:
        """The query for the stored answer to a request."""
        return _FIND, {"key": self._keys.index("request", request)}

    async def find_answer(self, tx: Tx, request: str) -> Mapping[str, Any] | None:
        """The stored answer to this request, None if the request is new. Lock the person's row first.

        Raises UserError if the request was handled but its answer is gone: the person was forgotten, or the
        stored answer is damaged.
        """
        statement, params = self.make_query(request)
        row = await tx.one(statement, **params)
        for key in self._keys.index_former("request", request) if row is None else ():
            row = row or await tx.one(statement, key=key)
        if row is None:
            return None
        nothing: dict[str, Any] = {}
        answer = read_or(nothing, lambda: read_object(row.answer))  # null for a forgotten person
        if not answer:
            raise UserError("mydata.handled")
        return answer

    async def keep_answer(self, tx: Tx, caller: Caller | None, request: str, answer: object, at: int) -> None:
        """Store the answer to a request. The unique key rejects a second one.

        ``answer`` is a mapping or a record of JSON values; `msgspec.convert` turns it back into the record. The
        answer is erased when ``caller`` is forgotten; pass None if it says nothing about a person.
        """
        await tx.run(
            _STORE,
            key=self._keys.index("request", request),
            answer=encode(answer).decode(),
            at=at,
            account=hash_account(self._keys, caller) if caller else None,
        )


async def forget_requests(tx: Tx, account: bytes, at: int) -> None:
    """Erase the answers to an account's requests. Until `KEPT` after ``at``, they still count as handled."""
    await tx.run(_FORGET, whose=account, since=at)


async def drop_requests(tx: Tx, at: int) -> None:
    """Delete the requests older than `KEPT`."""
    await tx.run(_DELETE_OLD, before=at - KEPT)
