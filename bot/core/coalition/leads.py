"""Which roles and channels lead to which chapter, by the names they had when they were mapped."""

from collections.abc import Iterable, Mapping
from functools import partial

from msgspec import Struct

from bot.core.base.keys.keys import Keys
from bot.core.base.stored_values import read_or
from bot.store.engine import Tx
from bot.store.sql import bindparam, select
from bot.store.statement import Row, Statement
from bot.store.tables import chapter_maps, chapters, spaces

# A mapping counts only while its space and its chapter belong to the same org.
_COUNTS = (
    chapter_maps.c.chapter_id == chapters.c.id,
    chapters.c.archived_at.is_(None),
    spaces.c.key == chapter_maps.c.space_key,
    spaces.c.org_id == chapters.c.org_id,
)
_ALL = Statement(select(chapter_maps.c.chapter_id, chapter_maps.c.named).where(*_COUNTS).order_by(chapters.c.id))
_OTHERS = Statement(
    select(chapter_maps.c.chapter_id)
    .where(*_COUNTS, chapter_maps.c.space_key == bindparam("space"), chapter_maps.c.chapter_id != bindparam("but"))
    .limit(1)
)


class Lead(Struct, frozen=True):
    """A role or a channel: ``kind`` is "role" or "channel"."""

    kind: str
    name: str


class Leads(Struct, frozen=True):
    """What leads to a chapter. ``unnamed`` counts those mapped before their names were kept, or that can't be read."""

    named: tuple[Lead, ...] = ()
    unnamed: int = 0


async def fetch_leads(tx: Tx, keys: Keys) -> Mapping[str, Leads]:
    """What leads to each chapter, by the chapter's id."""
    found = dict[str, list[Row]]()
    for row in await tx.all(_ALL):
        found.setdefault(row.chapter_id, []).append(row)
    return {chapter: _read(rows, keys) for chapter, rows in found.items()}


async def has_others(tx: Tx, space: bytes, chapter: str) -> bool:
    """Whether something in a space leads to another chapter."""
    return await tx.one(_OTHERS, space=space, but=chapter) is not None


def name_lead(mark: str, name: str) -> str:
    """What is kept of the name of ``mark``, which is ``role:id`` or ``channel:id``."""
    return f"{mark.partition(':')[0]}:{name}"


def _read(rows: Iterable[Row], keys: Keys) -> Leads:
    kept = [read_or(None, partial(keys.decrypt, row.named)) if row.named else None for row in rows]
    parted = [one.partition(":") for one in kept if one]
    named = sorted((Lead(kind, name) for kind, _, name in parted if name), key=lambda one: (one.kind, one.name))
    return Leads(tuple(named), len(kept) - len(named))
