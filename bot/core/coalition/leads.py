"""Which roles and channels lead to which chapter, by the names they had when they were mapped."""

from collections.abc import Iterable, Mapping
from functools import partial

from msgspec import Struct

from bot.core.base.keys.caller_keys import hash_mark
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
_NAMED = Statement(
    select(chapter_maps.c.named).where(
        chapter_maps.c.target == bindparam("mark"),
        spaces.c.key == chapter_maps.c.space_key,
        spaces.c.org_id == bindparam("org"),
    )
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


def write_lead_id(keys: Keys, mark: str) -> str:
    """What the audit trail calls ``mark``, which is ``role:id`` or ``channel:id``: its kind and its hash."""
    return f"{mark.partition(':')[0]}:{hash_mark(keys, mark).hex()}"


async def find_lead(tx: Tx, keys: Keys, org: str, lead: str) -> Lead:
    """The role or channel that an org's entry in the audit trail calls ``lead``, without a name if it leads nowhere."""
    kind, _, target = lead.partition(":")
    row = await tx.one(_NAMED, org=org, mark=bytes.fromhex(target))
    name = read_or("", partial(keys.decrypt, row.named)) if row and row.named else ""
    return Lead(kind, name.partition(":")[2])


def _read(rows: Iterable[Row], keys: Keys) -> Leads:
    kept = [read_or(None, partial(keys.decrypt, row.named)) if row.named else None for row in rows]
    parted = [one.partition(":") for one in kept if one]
    named = sorted((Lead(kind, name) for kind, _, name in parted if name), key=lambda one: (one.kind, one.name))
    return Leads(tuple(named), len(kept) - len(named))
