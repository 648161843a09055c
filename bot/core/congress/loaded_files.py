"""The files that the stored data on Congress came from, and when each map was loaded."""

from collections.abc import Mapping

from msgspec import Struct, ValidationError, convert

from bot.core.base.stored_values import read_json, read_or
from bot.errors import Unreadable
from bot.store.engine import Tx
from bot.store.sql import select
from bot.store.statement import Statement
from bot.store.tables import congress, maps


class LoadedFile(Struct, frozen=True):
    """A file that the stored data came from, and its size in bytes."""

    name: str
    bytes: int
    sha256: str


_SOURCES = Statement(select(congress.c.sources))
_MAPS = Statement(select(maps.c.congress, maps.c.loaded_at))


async def load_files(tx: Tx) -> tuple[LoadedFile, ...]:
    """The files that the stored data came from. None if that can't be read."""
    row = await tx.one(_SOURCES)
    return read_or((), lambda: _read_files(row.sources)) if row else ()


def _read_files(sources: str) -> tuple[LoadedFile, ...]:
    """Raises Unreadable."""
    try:
        return convert(read_json(sources), tuple[LoadedFile, ...])
    except ValidationError as error:
        raise Unreadable("the note on the files of Congress is damaged") from error


async def load_map_times(tx: Tx) -> Mapping[int, int]:
    """When each Congress's map was loaded, by its number."""
    return {row.congress: row.loaded_at for row in await tx.all(_MAPS)}
