"""What a link keeps of the person who became part of another, until it can't be parted any more."""

from collections.abc import Iterable
from typing import Any

from bot.core.base.keys import Keys
from bot.core.base.stored_values import read_each, read_object, read_or
from bot.errors import Unreadable, UserError
from bot.store.statement import Row


def read_note(keys: Keys, sealed: bytes) -> dict[str, Any]:
    """Return a link's note; raises Unreadable. An old one holds the id of its ``person`` alone."""
    note = read_object(keys.decrypt(sealed), "person")
    if not isinstance(note["person"], dict) or "id" not in note["person"]:
        raise Unreadable("a stored link is damaged")
    return note


def read_calls(rows: Iterable[Row]) -> dict[str, dict[str, Any]]:
    """Return how calls were before a link, by call; one that can't be read stays as it is."""
    return dict(read_each(rows, lambda row: (str(row.call_id), read_object(row.before, "owner"))))


def take_note(keys: Keys, sealed: bytes) -> dict[str, Any]:
    """Return the note of a link that is to be parted; raises UserError where it can't be."""
    note = read_or(None, lambda: read_note(keys, sealed))
    if note is None or "gave" not in note:
        raise UserError("link.lost")
    return note
