"""Once for each platform request: what was answered is kept under the request's keyed hash and answered again."""

import json
from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import bindparam, insert, select

from bot.core.keys import Keys
from bot.store.engine import Tx
from bot.store.statement import Statement
from bot.store.tables import requests

_FIND = Statement(select(requests.c.answer).where(requests.c.key == bindparam("key")))
_KEEP = Statement(insert(requests))


class Requests:
    """The answers already given."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys

    async def answered(self, tx: Tx, request: str) -> Mapping[str, Any] | None:
        """Return the answer a request was given, None for a new one. Ask only once the person is locked."""
        row = await tx.one(_FIND, key=self._keys.index("request", request))
        return cast(Mapping[str, Any], json.loads(row.answer)) if row else None

    async def keep(self, tx: Tx, request: str, answer: Mapping[str, Any], at: int) -> None:
        """Keep the answer to a request; the unique key refuses a second one."""
        await tx.run(_KEEP, key=self._keys.index("request", request), answer=json.dumps(answer), at=at)
