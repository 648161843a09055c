"""The texts of the statements, compiled beforehand. `tests.store.record_statements` writes them; a test compares them.

A line has a statement's digest, which covers all of it and the declarations of its tables, and what it is compiled to.
So a statement that was changed since isn't found, and is compiled when it first runs.
"""

from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.json import Decoder

from bot.store.postgres.arrays import QUERY
from bot.store.sql import Noted, make_digest

ENGINES = ("sqlite", "postgresql")
_FOLDER = Path(__file__).parent / "statements"


class Recorded(Struct, frozen=True, omit_defaults=True):
    """What a statement is compiled to for one engine.

    ``places`` are its parameters in order, ``fixed`` the values of those that callers don't give, ``columns`` those of
    its rows. For PostgreSQL, ``types`` are those of its parameters, and ``table`` is the one that an insert adds to. A
    locking query locks the rows it finds, and its first column is their key. A plain insert adds a row, or else fails.
    """

    text: str
    places: tuple[str, ...] = ()
    fixed: dict[str, str | int | None] = {}
    columns: tuple[str, ...] = ()
    kind: str = QUERY
    types: tuple[str, ...] = ()
    table: str = ""
    is_locking: bool = False
    is_plain_insert: bool = False


_decoder = Decoder(Recorded)


def find_record(engine: str) -> Path:
    """The file with an engine's statements."""
    return _FOLDER / f"{engine}.txt"


def find_recorded(engine: str, made: Any) -> Recorded | None:
    """What a statement is compiled to, None if it isn't recorded."""
    if not isinstance(made, Noted):
        return None
    try:
        found = _load_lines(engine).get(make_digest(made).hex().encode())
    except TypeError:  # it has a part that isn't noted
        return None
    return _decoder.decode(found) if found else None


@cache
def _load_lines(engine: str) -> dict[bytes, bytes]:
    """The lines by digest. Each is decoded when its statement first runs."""
    try:
        lines = find_record(engine).read_bytes().splitlines()
    except OSError:  # then each statement is compiled when it first runs
        return {}
    return dict(line.split(b" ", 1) for line in lines)
