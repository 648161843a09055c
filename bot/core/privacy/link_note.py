"""The note a link keeps about the merged person, as long as the link can be undone."""

from collections.abc import Iterable
from typing import Any

from bot.core.base.keys.keys import Keys
from bot.core.base.stored_values import read_each, read_object, read_or
from bot.errors import Unreadable, UserError
from bot.store.statement import Row


def read_note(keys: Keys, sealed: bytes) -> dict[str, Any]:
    """Decrypt a link's note. Raises Unreadable. An expired one holds only the id of its ``person``."""
    note = read_object(keys.decrypt(sealed), "person")
    if not isinstance(note["person"], dict) or "id" not in note["person"]:
        raise Unreadable("a stored link is damaged")
    return note


def read_calls(rows: Iterable[Row]) -> dict[str, dict[str, Any]]:
    """The state of calls before a link, by call id. Unreadable ones are left out."""
    return dict(read_each(rows, lambda row: (str(row.call_id), read_object(row.before, "owner"))))


def take_note(keys: Keys, sealed: bytes) -> dict[str, Any]:
    """The note of a link to undo. Raises UserError if the link can't be undone."""
    note = read_or(None, lambda: read_note(keys, sealed))
    if note is None or "gave" not in note:
        raise UserError("link.lost")
    return note
