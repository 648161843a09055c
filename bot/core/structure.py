"""Building the coalition: orgs and chapters are added, renamed, moved and archived, never deleted."""

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select, update

from bot.core.audit import Audit
from bot.core.callers import Caller
from bot.core.clock import Clock
from bot.core.coalition import Coalition
from bot.core.names import tidy
from bot.core.people import People
from bot.errors import UserError
from bot.roles import Reach
from bot.store.engine import Store, Tx
from bot.store.statement import Row, Statement
from bot.store.tables import calls, chapters, orgs, people, spaces

LEAST, MOST = 2, 60  # characters of a name


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


@dataclass(frozen=True, slots=True)
class Effect:
    """What archiving would touch: how many people, spaces and calls stand with it. History always stays."""

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
_RENAME_ORG = Statement(update(orgs).where(orgs.c.id == bindparam("which")).values(name=bindparam("named")))
_RENAME = Statement(update(chapters).where(chapters.c.id == bindparam("which")).values(name=bindparam("named")))
_MOVE = Statement(update(chapters).where(chapters.c.id == bindparam("which")).values(org_id=bindparam("to")))
_ARCHIVE_ORG = Statement(update(orgs).where(orgs.c.id == bindparam("which")).values(archived_at=bindparam("since")))
_ARCHIVE = Statement(update(chapters).where(chapters.c.id == bindparam("which")).values(archived_at=bindparam("since")))
_UNLINK = Statement(update(spaces).where(spaces.c.org_id == bindparam("which")).values(org_id=None))
_LEAVE = Statement(update(people).where(people.c.chapter_id == bindparam("which")).values(chapter_id=None))


def _count(table: object, *where: object) -> Statement:
    return Statement(select(func.count().label("n")).select_from(table).where(*where))  # type: ignore[arg-type]


_IN_ORG = chapters.c.org_id == bindparam("which")
_PEOPLE_OF_ORG = _count(people.join(chapters), _IN_ORG)
_SPACES_OF_ORG = _count(spaces, spaces.c.org_id == bindparam("which"))
_CALLS_OF_ORG = _count(calls, calls.c.org_id == bindparam("which"), calls.c.removed_at.is_(None))
_PEOPLE_OF = _count(people, people.c.chapter_id == bindparam("which"))
_CALLS_OF = _count(calls, calls.c.chapter_id == bindparam("which"), calls.c.removed_at.is_(None))


class Structure:
    """Changes orgs and chapters for those who may, each change with its entry in the audit trail.

    An org or chapter outside ``reach`` is answered like one that doesn't exist.
    """

    def __init__(self, store: Store, clock: Clock, people: People, coalition: Coalition, audit: Audit) -> None:
        self._store = store
        self._clock = clock
        self._people = people
        self._coalition = coalition
        self._audit = audit

    async def orgs(self, reach: Reach) -> tuple[Org, ...]:
        """Return the orgs somebody may see, by name."""
        return await self._store.read(lambda tx: orgs_seen(tx, reach))

    async def chapters(self, reach: Reach, org: str | None = None) -> tuple[Place, ...]:
        """Return the chapters somebody may change, of one org or of all."""

        async def read(tx: Tx) -> tuple[Place, ...]:
            only = (await org_named(tx, reach, org)).id if org else None
            return tuple(place for place in await places(tx, reach) if only in (None, place.org_id))

        return await self._store.read(read)

    async def add_org(self, caller: Caller, name: str) -> str:
        """Add an org and return its name as it was kept."""
        named = tidy(name, "name", LEAST, MOST)

        async def add(tx: Tx) -> None:
            await _free(tx, named)
            org_id = await self._coalition.add_org(tx, named)
            if org_id is None:
                raise UserError("org.taken", field="name", name=named)
            await self._note(tx, caller, "org.add", org_id, org_id)

        await self._store.write(add)
        return named

    async def rename_org(self, caller: Caller, reach: Reach, org: str, name: str) -> str:
        """Rename an org; its numbers stay."""
        named = tidy(name, "name", LEAST, MOST)

        async def rename(tx: Tx) -> None:
            found = await org_named(tx, reach, org)
            await _free(tx, named, found.id)
            await tx.run(_RENAME_ORG, which=found.id, named=named)
            await self._note(tx, caller, "org.rename", found.id, found.id)

        await self._store.write(rename)
        return named

    async def org_effect(self, reach: Reach, org: str) -> Effect:
        """Return what archiving an org would touch."""

        async def read(tx: Tx) -> Effect:
            found = await org_named(tx, reach, org)
            counts = [await _number(tx, one, found.id) for one in (_PEOPLE_OF_ORG, _SPACES_OF_ORG, _CALLS_OF_ORG)]
            return Effect(found.name, *counts)

        return await self._store.read(read)

    async def archive_org(self, caller: Caller, reach: Reach, org: str) -> str:
        """Archive an org: its spaces are unlinked and nobody can join its chapters; every number stays."""

        async def archive(tx: Tx) -> str:
            found = await org_named(tx, reach, org)
            await tx.run(_ARCHIVE_ORG, which=found.id, since=self._clock())
            await tx.run(_UNLINK, which=found.id)
            await self._note(tx, caller, "org.archive", found.id, found.id)
            return found.name

        return await self._store.write(archive)

    async def add_chapter(self, caller: Caller, reach: Reach, org: str, name: str) -> Place:
        """Add a chapter to an org."""
        named = tidy(name, "name", LEAST, MOST)

        async def add(tx: Tx) -> Place:
            found = await org_named(tx, reach, org)
            await _free_in(tx, found.id, named)
            chapter_id = await self._coalition.add_chapter(tx, found.id, named)
            await self._note(tx, caller, "chapter.add", chapter_id, found.id)
            return Place(chapter_id, named, found.id, found.name)

        return await self._store.write(add)

    async def rename_chapter(self, caller: Caller, reach: Reach, chapter: str, name: str) -> str:
        """Rename a chapter; its numbers stay."""
        named = tidy(name, "name", LEAST, MOST)

        async def rename(tx: Tx) -> None:
            found = await place_named(tx, reach, chapter)
            await _free_in(tx, found.org_id, named, found.id)
            await tx.run(_RENAME, which=found.id, named=named)
            await self._note(tx, caller, "chapter.rename", found.id, found.org_id)

        await self._store.write(rename)
        return named

    async def move_chapter(self, caller: Caller, reach: Reach, chapter: str, org: str) -> Place:
        """Move a chapter to another org; calls already logged stay with the org they were logged for."""

        async def move(tx: Tx) -> Place:
            found, to = await place_named(tx, reach, chapter), await org_named(tx, reach, org)
            await _free_in(tx, to.id, found.name, found.id)
            await tx.run(_MOVE, which=found.id, to=to.id)
            await self._note(tx, caller, "chapter.move", found.id, to.id)
            return Place(found.id, found.name, to.id, to.name)

        return await self._store.write(move)

    async def chapter_effect(self, reach: Reach, chapter: str) -> Effect:
        """Return what archiving a chapter would touch."""

        async def read(tx: Tx) -> Effect:
            found = await place_named(tx, reach, chapter)
            return Effect(
                found.name, await _number(tx, _PEOPLE_OF, found.id), 0, await _number(tx, _CALLS_OF, found.id)
            )

        return await self._store.read(read)

    async def archive_chapter(self, caller: Caller, reach: Reach, chapter: str) -> str:
        """Archive a chapter: its people have no chapter from now on; every number stays."""

        async def archive(tx: Tx) -> str:
            found = await place_named(tx, reach, chapter)
            await tx.run(_ARCHIVE, which=found.id, since=self._clock())
            await tx.run(_LEAVE, which=found.id)
            await self._note(tx, caller, "chapter.archive", found.id, found.org_id)
            return found.name

        return await self._store.write(archive)

    async def map_chapter(self, caller: Caller, reach: Reach, chapter: str, mark: str | None) -> Place:
        """Let people who hold a role, or are in the caller's channel, belong to a chapter without typing."""
        target = mark or next((own for own in caller.marks if own.startswith("channel:")), None)
        if target is None or caller.space is None or not target.startswith(("channel:", "role:")):
            raise UserError("chapter.no_target", field="role")

        async def map_(tx: Tx) -> Place:
            found = await place_named(tx, reach, chapter, captains=True)
            if found.org_id != await self._coalition.space(tx, caller):
                raise UserError("chapter.unknown", field="chapter", word=chapter)
            await self._coalition.map(tx, caller, target, found.id)
            await self._note(tx, caller, "chapter.map", found.id, found.org_id)
            return found

        return await self._store.write(map_)

    async def _note(self, tx: Tx, caller: Caller, action: str, what: str, org: str) -> None:
        person = await self._people.take(tx, caller)
        await self._audit.record(tx, person.id, action, what, org)


async def orgs_seen(tx: Tx, reach: Reach) -> tuple[Org, ...]:
    """Return the orgs within ``reach``, by name."""
    rows = await tx.all(_ORGS)
    return tuple(Org(row.id, row.name, row.chapters) for row in rows if reach.over_org(row.id))


async def org_named(tx: Tx, reach: Reach, name: str) -> Org:
    """Return the org with that name, case aside; raises UserError, the same for one outside ``reach``."""
    sought = name.casefold().strip()
    for org in await orgs_seen(tx, reach):
        if org.name.casefold() == sought:
            return org
    raise UserError("org.unknown", field="org", word=name)


async def places(tx: Tx, reach: Reach, *, captains: bool = False) -> tuple[Place, ...]:
    """Return the chapters whose org is within ``reach``; with ``captains`` also those that are captained."""
    found = [Place(row.id, row.name, row.org_id, row.org) for row in await tx.all(_PLACES)]
    own = [place for place in found if captains and reach.over_chapter(place.id, place.org_id)]
    return tuple(place for place in found if place in own or reach.over_org(place.org_id))


async def place_named(tx: Tx, reach: Reach, name: str, *, captains: bool = False) -> Place:
    """Return the chapter called so, alone or as ``Org: Chapter``; raises UserError, naming none it can't see."""
    sought = name.casefold().strip()
    seen = await places(tx, reach, captains=captains)
    found = [place for place in seen if sought in (place.name.casefold(), f"{place.org}: {place.name}".casefold())]
    if len(found) != 1:
        raise UserError("chapter.ambiguous" if found else "chapter.unknown", field="chapter", word=name)
    return found[0]


_NAMES = Statement(select(orgs.c.id, orgs.c.name))
_NAMES_IN = Statement(select(chapters.c.id, chapters.c.name).where(_IN_ORG))


async def _free(tx: Tx, name: str, but: str = "") -> None:
    if _taken(await tx.all(_NAMES), name, but):
        raise UserError("org.taken", field="name", name=name)


async def _free_in(tx: Tx, org_id: str, name: str, but: str = "") -> None:
    if _taken(await tx.all(_NAMES_IN, which=org_id), name, but):
        raise UserError("chapter.taken", field="name", name=name)


def _taken(rows: list[Row], name: str, but: str) -> bool:
    return any(row.id != but and row.name.casefold() == name.casefold() for row in rows)


async def _number(tx: Tx, statement: Statement, which: str) -> int:
    [row] = await tx.all(statement, which=which)
    return int(row.n)
