"""What the coalition is made of, orgs and their chapters, as somebody's reach lets them see and name it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NoReturn

from sqlalchemy import bindparam, func, select

from bot.errors import UserError
from bot.roles import Reach, Role
from bot.store.engine import Tx
from bot.store.statement import Row, Statement
from bot.store.tables import chapters, orgs
from bot.text import find_nearest, fold

LEAST, MOST = 2, 60  # characters of a name
EVERYTHING = Reach(Role.ADMIN)

_LONGEST = 100  # characters of a word in a menu: Discord's choice


@dataclass(frozen=True, slots=True)
class Org:
    """A member organisation; ``chapters`` counts those that aren't archived."""

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
        """Its name behind its org's."""
        return f"{self.org}: {self.name}"

    def is_called(self, name: str) -> bool:
        """Say whether ``name`` is the chapter's, as `fold` compares, alone or as ``Org: Chapter``, or its id."""
        return fold(name) in (fold(self.name), fold(self.full_name), self.id)


@dataclass(frozen=True, slots=True)
class Effect:
    """What archiving the org or chapter ``id`` would touch: people, spaces and calls. History always stays."""

    id: str
    name: str
    people: int
    spaces: int
    calls: int


_REAL = (orgs.c.placeholder == 0, orgs.c.archived_at.is_(None))
_LIVING = (chapters.c.placeholder == 0, chapters.c.archived_at.is_(None))
_HOW_MANY = select(func.count()).select_from(chapters).where(chapters.c.org_id == orgs.c.id, *_LIVING).scalar_subquery()
_ORGS = Statement(select(orgs.c.id, orgs.c.name, _HOW_MANY.label("chapters")).where(*_REAL).order_by(orgs.c.name))
_PLACES = Statement(
    select(chapters.c.id, chapters.c.name, orgs.c.id.label("org_id"), orgs.c.name.label("org"))
    .where(chapters.c.org_id == orgs.c.id, *_LIVING, *_REAL)
    .order_by(orgs.c.name, chapters.c.name)
)


async def orgs_seen(tx: Tx, reach: Reach) -> tuple[Org, ...]:
    """Return the orgs within ``reach``, by name."""
    rows = await tx.all(_ORGS)
    return tuple(Org(row.id, row.name, row.chapters) for row in rows if reach.over_org(row.id))


async def org_named(tx: Tx, reach: Reach, name: str) -> Org:
    """Return the org with that name, as `fold` compares, or id; raises UserError, alike for one outside ``reach``."""
    seen = await orgs_seen(tx, reach)
    return org_among(seen, name) or _no_org(seen, name)


def org_among(seen: Iterable[Org], name: str) -> Org | None:
    """Return the org with that name or id, None for none."""
    sought = fold(name)
    return next((org for org in seen if sought in (fold(org.name), org.id)), None)


def _no_org(seen: Iterable[Org], name: str) -> NoReturn:
    if near := find_nearest(name, (org.name for org in seen)):
        raise UserError("org.near", field="org", word=name, near=near)
    raise UserError("org.unknown", field="org", word=name)


async def places(tx: Tx, reach: Reach, *, captains: bool = False) -> tuple[Place, ...]:
    """Return the chapters whose org is within ``reach``; with ``captains`` also those that are captained."""
    found = [Place(row.id, row.name, row.org_id, row.org) for row in await tx.all(_PLACES)]
    if captains:
        return tuple(place for place in found if reach.over_chapter(place.id, place.org_id))
    return tuple(place for place in found if reach.over_org(place.org_id))


async def place_named(tx: Tx, reach: Reach, name: str, *, captains: bool = False) -> Place:
    """Return the chapter that ``name`` means; raises UserError, naming none outside ``reach``."""
    return the_one(await places(tx, reach, captains=captains), name)


def the_one(
    seen: Iterable[Place], name: str, own_org: str | None = None, offered: Iterable[Place] | None = None
) -> Place:
    """Return the chapter called ``name``, as `fold` compares, alone or as ``Org: Chapter``, or with that id.

    Of several, one of ``own_org`` is meant. Raises UserError where there is none, naming the nearest of those that
    may be ``offered`` (all that are seen, if left out), or not one alone.
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
    """Return for each chapter's id the shortest word by which `the_one` finds it again among ``seen``."""
    known = tuple(seen)
    called = Counter(fold(name) for place in known for name in (place.name, place.full_name))
    own = Counter(fold(place.name) for place in known if place.org_id == own_org)
    words = {}
    for place in known:
        alone = own if place.org_id == own_org else called
        fits = [
            name
            for name, among in ((place.name, alone), (place.full_name, called))
            if among[fold(name)] == 1 and len(name) <= _LONGEST
        ]
        words[place.id] = fits[0] if fits else place.id
    return words


# Whoever gives a name holds these rows until it stands, so that two replicas can't both give it. Calls, which
# refer to the rows, needn't wait. The rows that came meanwhile are read after the lock, by a statement of its own.
_LOCK_ORGS = Statement(select(orgs.c.id).order_by(orgs.c.id).with_for_update(key_share=True))
_LOCK_ORG = Statement(select(orgs.c.id).where(orgs.c.id == bindparam("which")).with_for_update(key_share=True))
_NAMES = Statement(select(orgs.c.id, orgs.c.name))
_NAMES_IN = Statement(select(chapters.c.id, chapters.c.name).where(chapters.c.org_id == bindparam("which")))


async def free(tx: Tx, name: str, but: str = "") -> None:
    """Make sure that no org but ``but`` bears a name, archived ones too; raises UserError."""
    await tx.all(_LOCK_ORGS)
    if _is_taken(await tx.all(_NAMES), name, but):
        raise UserError("org.taken", field="name", name=name)


async def free_in(tx: Tx, org_id: str, name: str, but: str = "") -> None:
    """Make sure that no chapter of an org but ``but`` bears a name, archived ones too; raises UserError."""
    await tx.all(_LOCK_ORG, which=org_id)
    if _is_taken(await tx.all(_NAMES_IN, which=org_id), name, but):
        raise UserError("chapter.taken", field="name", name=name)


def _is_taken(rows: list[Row], name: str, but: str) -> bool:
    return any(row.id != but and fold(row.name) == fold(name) for row in rows)


async def number(tx: Tx, statement: Statement, which: str) -> int:
    """Return the one number, ``n``, that a statement about ``which`` gives."""
    [row] = await tx.all(statement, which=which)
    return int(row.n)


def counting(table: object, *where: object) -> Statement:
    """Return the statement for how many rows meet conditions on ``which``."""
    return Statement(select(func.count().label("n")).select_from(table).where(*where))  # type: ignore[arg-type]
