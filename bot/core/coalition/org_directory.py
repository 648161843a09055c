"""Orgs and their chapters within somebody's reach: listing them, and finding one by a typed name."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NoReturn

from msgspec import Struct
from sqlalchemy import bindparam, func, select

from bot.errors import UserError
from bot.roles import Reach, Role
from bot.store.engine import Tx
from bot.store.statement import Row, Statement
from bot.store.tables import chapters, orgs
from bot.text import find_nearest, fold

LEAST, MOST = 2, 60  # characters of a name
EVERYTHING = Reach(Role.ADMIN)

_LONGEST = 100  # characters of a choice in a menu, as Discord limits it


class Org(Struct, frozen=True):
    """A member organization. ``chapters`` counts those that aren't archived."""

    id: str
    name: str
    chapters: int


@dataclass(frozen=True, slots=True)
class Place:
    """A chapter with its org."""

    id: str
    name: str
    org_id: str
    org: str

    @property
    def full_name(self) -> str:
        """The name as ``Org: Chapter``."""
        return f"{self.org}: {self.name}"

    def is_called(self, name: str) -> bool:
        """Whether ``name`` is the chapter's folded name, its `full_name`, or its id."""
        return fold(name) in (fold(self.name), fold(self.full_name), self.id)


_REAL = (orgs.c.placeholder == 0, orgs.c.archived_at.is_(None))
_ACTIVE = (chapters.c.placeholder == 0, chapters.c.archived_at.is_(None))
_COUNT = select(func.count()).select_from(chapters).where(chapters.c.org_id == orgs.c.id, *_ACTIVE).scalar_subquery()
_ORGS = Statement(select(orgs.c.id, orgs.c.name, _COUNT.label("chapters")).where(*_REAL).order_by(orgs.c.name))
_PLACES = Statement(
    select(chapters.c.id, chapters.c.name, orgs.c.id.label("org_id"), orgs.c.name.label("org"))
    .where(chapters.c.org_id == orgs.c.id, *_ACTIVE, *_REAL)
    .order_by(orgs.c.name, chapters.c.name)
)


async def orgs_seen(tx: Tx, reach: Reach) -> tuple[Org, ...]:
    """The orgs within ``reach``, by name."""
    rows = await tx.all(_ORGS)
    return tuple(Org(row.id, row.name, row.chapters) for row in rows if reach.over_org(row.id))


async def org_named(tx: Tx, reach: Reach, name: str) -> Org:
    """The org with that folded name or id. Raises the same UserError if it is unknown or outside ``reach``."""
    seen = await orgs_seen(tx, reach)
    return org_among(seen, name) or _no_org(seen, name)


def org_among(seen: Iterable[Org], name: str) -> Org | None:
    """The org with that folded name or id, None if there is none."""
    folded = fold(name)
    return next((org for org in seen if folded in (fold(org.name), org.id)), None)


def _no_org(seen: Iterable[Org], name: str) -> NoReturn:
    if near := find_nearest(name, (org.name for org in seen)):
        raise UserError("org.near", field="org", word=name, near=near)
    raise UserError("org.unknown", field="org", word=name)


async def places(tx: Tx, reach: Reach, *, captains: bool = False) -> tuple[Place, ...]:
    """The chapters whose org is within ``reach``. With ``captains``, also the chapters that ``reach`` captains."""
    found = [Place(row.id, row.name, row.org_id, row.org) for row in await tx.all(_PLACES)]
    if captains:
        return tuple(place for place in found if reach.over_chapter(place.id, place.org_id))
    return tuple(place for place in found if reach.over_org(place.org_id))


async def place_named(tx: Tx, reach: Reach, name: str, *, captains: bool = False) -> Place:
    """The chapter that ``name`` means. Raises UserError, which never names a chapter outside ``reach``."""
    return the_one(await places(tx, reach, captains=captains), name)


def the_one(
    seen: Iterable[Place], name: str, own_org: str | None = None, offered: Iterable[Place] | None = None
) -> Place:
    """The chapter that `Place.is_called` ``name``. If several are, it is the one of ``own_org``.

    Raises UserError if there is none or still several. It suggests the nearest name from ``offered``, by default from
    all that are ``seen``.
    """
    seen = tuple(seen)
    found = [place for place in seen if place.is_called(name)]
    found = [place for place in found if place.org_id == own_org] or found
    if not found:
        if near := find_nearest(name, (place.name for place in (seen if offered is None else offered))):
            raise UserError("chapter.near", field="chapter", word=name, near=near)
        raise UserError("chapter.unknown", field="chapter", word=name)
    if len(found) > 1:
        raise UserError("chapter.ambiguous", field="chapter", word=name, example=found[0].full_name)
    return found[0]


def words_for(seen: Iterable[Place], own_org: str | None = None) -> dict[str, str]:
    """The shortest word by which `the_one` finds each chapter among ``seen``, by chapter id."""
    known = tuple(seen)
    all_names = Counter(fold(name) for place in known for name in (place.name, place.full_name))
    own_names = Counter(fold(place.name) for place in known if place.org_id == own_org)
    words = {}
    for place in known:
        short_names = own_names if place.org_id == own_org else all_names
        fits = [
            name
            for name, among in ((place.name, short_names), (place.full_name, all_names))
            if among[fold(name)] == 1 and len(name) <= _LONGEST
        ]
        words[place.id] = fits[0] if fits else place.id
    return words


# Lock these rows before using a new name, so that two processes can't both use it. The lock doesn't block calls, which
# refer to the rows. Read the names after the lock, in a separate statement, to see rows added in the meantime.
_LOCK_ORGS = Statement(select(orgs.c.id).order_by(orgs.c.id).with_for_update(key_share=True))
_LOCK_ORG = Statement(select(orgs.c.id).where(orgs.c.id == bindparam("which")).with_for_update(key_share=True))
_NAMES = Statement(select(orgs.c.id, orgs.c.name))
_NAMES_IN = Statement(select(chapters.c.id, chapters.c.name).where(chapters.c.org_id == bindparam("which")))


async def check_org_name_free(tx: Tx, name: str, but: str = "") -> None:
    """Raise UserError if an org other than ``but`` has the name, including archived ones."""
    await tx.all(_LOCK_ORGS)
    if _is_taken(await tx.all(_NAMES), name, but):
        raise UserError("org.taken", field="name", name=name)


async def check_chapter_name_free(tx: Tx, org_id: str, name: str, but: str = "") -> None:
    """Raise UserError if a chapter of the org other than ``but`` has the name, including archived ones."""
    await tx.all(_LOCK_ORG, which=org_id)
    if _is_taken(await tx.all(_NAMES_IN, which=org_id), name, but):
        raise UserError("chapter.taken", field="name", name=name)


def _is_taken(rows: list[Row], name: str, but: str) -> bool:
    return any(row.id != but and fold(row.name) == fold(name) for row in rows)


async def number(tx: Tx, statement: Statement, which: str) -> int:
    """The number ``n`` that a `counting` statement gives for the id ``which``."""
    [row] = await tx.all(statement, which=which)
    return int(row.n)


def counting(table: object, *where: object) -> Statement:
    """Make a statement that counts the rows that meet conditions on the parameter ``which``."""
    return Statement(select(func.count().label("n")).select_from(table).where(*where))  # type: ignore[arg-type]
