"""Encrypts everything again with the current key, a few rows at a time, while everything goes on."""

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from msgspec import Struct

from bot.core.base.keys.keys import Keys
from bot.core.base.stored_values import read_object
from bot.core.privacy.merging import BYTES
from bot.core.upkeep.damage import list_readable_columns
from bot.errors import Unreadable
from bot.store.engine import Store, Tx
from bot.store.sql import Column, LargeBinary, Table, and_, bindparam, func, select, tuple_, update
from bot.store.statement import Row, Statement
from bot.store.tables import TABLES, resident_changes

_PAGE = 200  # rows
_HEAD = 5  # bytes: a ciphertext's mark and its key's tag
_ENCRYPTED = frozenset({"text", "profile", "link", "sealed object", "residents"})


class Left(Struct, frozen=True):
    """How many ciphertexts of a table another key wrote."""

    table: str
    count: int


class _Ciphertexts:
    """The statements for one column."""

    def __init__(self, table: Table, column: Column[Any]) -> None:
        self.table, self.column, self.holds = table, column, column.info.get("holds", "text")
        keys = list(table.primary_key)
        self.names = [key.name for key in keys]
        other = func.substr(column, 1, _HEAD) != bindparam("head", type_=LargeBinary)
        old = and_(func.length(column) > 0, other)  # also unless it is null
        page = select(*keys, column.label("sealed")).where(old).order_by(*keys).limit(_PAGE)
        after = [bindparam(f"after_{key.name}", type_=key.type) for key in keys]
        self.first, self.more = Statement(page), Statement(page.where(tuple_(*keys) > tuple_(*after)))
        self.count = Statement(select(func.count().label("n")).where(old))
        row = [key == bindparam(f"at_{key.name}", type_=key.type) for key in keys]
        same = and_(*row, column == bindparam("before"))
        self.change = Statement(update(table).where(same).values({column.name: bindparam("sealed")}))


COLUMNS = (
    *(
        _Ciphertexts(table, column)
        for table in TABLES
        for column in list_readable_columns(table)
        if column.info["holds"] in _ENCRYPTED
    ),
    _Ciphertexts(resident_changes, resident_changes.c.profile),  # copies that last a second
)


async def count_old(tx: Tx, keys: Keys) -> tuple[Left, ...]:
    """What another key wrote, by table."""
    head, counts = make_head(keys), dict[str, int]()
    for one in COLUMNS:
        [row] = await tx.all(one.count, head=head)
        counts[one.table.name] = counts.get(one.table.name, 0) + row.n
    return tuple(Left(table, count) for table, count in counts.items() if count)


async def encrypt_again(store: Store, keys: Keys, goes_on: Callable[[], bool]) -> tuple[int, bool]:
    """Encrypt what another key wrote, as long as it ``goes_on``. Returns how many values, and whether that was all.

    Values that can't be read stay.
    """
    done = 0
    for one in COLUMNS:
        after: Row | None = None
        is_full = True
        while is_full:
            if not goes_on():
                return done, False
            rows, changed = await store.write(partial(_encrypt_page, keys=keys, one=one, after=after))
            done += changed
            is_full = len(rows) == _PAGE
            after = rows[-1] if rows else None
    return done, True


def make_head(keys: Keys) -> bytes:
    """How a ciphertext by the current key begins."""
    return keys.encrypt("")[:_HEAD]


async def _encrypt_page(tx: Tx, *, keys: Keys, one: _Ciphertexts, after: Row | None) -> tuple[list[Row], int]:
    place = {f"after_{name}": getattr(after, name) for name in one.names} if after else {}
    rows = await tx.all(one.more if after else one.first, head=make_head(keys), **place)
    changed = 0
    for row in rows:
        try:
            sealed = _encrypt(keys, one.holds, bytes(row.sealed))
        except Unreadable:
            continue
        at = {f"at_{name}": getattr(row, name) for name in one.names}
        changed += await tx.run(one.change, **at, before=bytes(row.sealed), sealed=sealed)
    return rows, changed


def _encrypt(keys: Keys, holds: str, sealed: bytes) -> bytes:
    """The same text by the current key. Raises Unreadable."""
    text = keys.decrypt(sealed)
    return keys.encrypt(_encrypt_note(keys, text) if holds == "link" else text)


def _encrypt_note(keys: Keys, text: str) -> str:
    """A link's note, in which the profile of the merged person is a ciphertext too."""
    note = read_object(text, "person")
    person: Mapping[str, Any] = note["person"]
    if not (isinstance(person, dict) and person.get("profile")):
        return text
    profile = keys.encrypt(keys.decrypt(person["profile"].encode(BYTES))).decode(BYTES)
    return json.dumps({**note, "person": {**person, "profile": profile}})
