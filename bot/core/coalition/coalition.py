"""Creates orgs and chapters, and finds the chapter that a person's calls count for."""

from collections.abc import Sequence
from typing import Any, cast

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.base.ids import make_id
from bot.core.base.keys.caller_keys import find_caller_space, hash_caller_space, hash_mark, hash_mark_by_all
from bot.core.coalition.leads import name_lead
from bot.core.people.people import Person
from bot.identity import Caller
from bot.store.engine import Query, Tx
from bot.store.sql import Executable, bindparam, delete, insert, select, update
from bot.store.statement import Statement
from bot.store.tables import chapter_maps, chapters, orgs, people, spaces

# Ordinary rows, so totals need no special case. Cards show the catalog's words for them.
UNAFFILIATED = "Unaffiliated"
NO_CHAPTER = "No chapter yet"


class Chapter(Struct, frozen=True):
    """A local group of one org. A ``placeholder`` is the org's "No chapter yet"."""

    id: str
    org_id: str
    name: str
    placeholder: bool


_CHAPTER = (chapters.c.id, chapters.c.org_id, chapters.c.name, chapters.c.placeholder)
_BY_ID = Statement(select(*_CHAPTER).where(chapters.c.id == bindparam("chapter"), chapters.c.archived_at.is_(None)))
_NONE_OF = Statement(select(*_CHAPTER).where(chapters.c.org_id == bindparam("org"), chapters.c.placeholder == 1))
_NOWHERE = Statement(
    select(*_CHAPTER).where(chapters.c.org_id == orgs.c.id, orgs.c.placeholder == 1, chapters.c.placeholder == 1)
)
# A mapping counts only while its space and its chapter belong to the same org.
_MAPS = Statement(
    select(chapter_maps.c.target, chapter_maps.c.chapter_id).where(
        chapter_maps.c.space_key == bindparam("space"),
        chapter_maps.c.chapter_id == chapters.c.id,
        chapters.c.archived_at.is_(None),
        spaces.c.key == chapter_maps.c.space_key,
        spaces.c.org_id == chapters.c.org_id,
    )
)


def _upsert(insert: Any) -> Executable:
    new = insert(chapter_maps)
    changed = {"chapter_id": new.excluded.chapter_id, "named": new.excluded.named}
    return cast(Executable, new.on_conflict_do_update(index_elements=["space_key", "target"], set_=changed))


_MAP = Statement(_upsert)
_UNMAP = Statement(
    delete(chapter_maps).where(
        chapter_maps.c.space_key == bindparam("space"), chapter_maps.c.target == bindparam("mark")
    )
)
_ADD_ORG = Statement(lambda insert: insert(orgs).on_conflict_do_nothing())
_ADD_CHAPTER = Statement(insert(chapters))
_SET_MAPPED = Statement(
    update(people).where(people.c.id == bindparam("person")).values(mapped_chapter_id=bindparam("given"))
)


class Coalition:
    """Creates orgs and chapters, and credits calls to them."""

    def __init__(self, base: Base) -> None:
        self._store, self._keys, self._clock = base.store, base.keys, base.clock

    async def prepare(self) -> None:
        """Create the org for people who have none, if it doesn't exist."""
        await self._store.write(lambda tx: self.add_org(tx, UNAFFILIATED, placeholder=True))

    async def add_org(self, tx: Tx, name: str, placeholder: bool = False) -> str | None:
        """Add an org and its placeholder chapter. Returns the org's id, or None if the name is taken."""
        at = self._clock()
        org_id = make_id(at)
        row = {"id": org_id, "name": name, "placeholder": int(placeholder), "created_at": at, "archived_at": None}
        if not await tx.run(_ADD_ORG, **row, names_reviewed=None):
            return None
        await self.add_chapter(tx, org_id, NO_CHAPTER, placeholder=True)
        return org_id

    async def add_chapter(self, tx: Tx, org_id: str, name: str, placeholder: bool = False) -> str:
        """Add a chapter and return its id."""
        at = self._clock()
        chapter_id = make_id(at)
        await tx.run(
            _ADD_CHAPTER,
            id=chapter_id,
            org_id=org_id,
            name=name,
            placeholder=int(placeholder),
            created_at=at,
            archived_at=None,
        )
        return chapter_id

    async def find_chapter(self, tx: Tx, chapter_id: str | None, caller: Caller) -> Chapter:
        """The chapter that the caller's calls count for.

        The first of these: their own chapter, the one that their channel is mapped to, the one that the first of their
        roles is mapped to, the placeholder of their space's org, and the placeholder of the "Unaffiliated" org.
        """
        row = await tx.one(_BY_ID, chapter=chapter_id) if chapter_id else None  # None: archived meanwhile
        if row is None and (mapped := await self.find_mapped(tx, caller, caller.marks)):
            row = await tx.one(_BY_ID, chapter=mapped)
        if row is None:
            space = await find_caller_space(tx, self._keys, caller)
            row = await tx.one(_NONE_OF, org=space.org_id) if space and space.org_id else await tx.one(_NOWHERE)
        assert row is not None, "prepare() and add_org() create the placeholders, and nothing deletes them"
        return Chapter(row.id, row.org_id, row.name, bool(row.placeholder))

    async def place(self, tx: Tx, person: Person, caller: Caller) -> Chapter:
        """`find_chapter` of a locked person. Stores the chapter that a mapping gives them if it changed, for coverage.

        One they were given stays where nothing is mapped, such as in a direct message, until they choose their own.
        """
        chapter = await self.find_chapter(tx, person.chapter_id, caller)
        given = person.mapped_chapter_id if chapter.placeholder else chapter.id
        given = None if chapter.id == person.chapter_id else given
        if given != person.mapped_chapter_id:
            await tx.run(_SET_MAPPED, person=person.id, given=given)
        return chapter

    async def find_space_org(self, tx: Tx, caller: Caller) -> str | None:
        """The id of the org that the caller's space belongs to, or None."""
        space = await find_caller_space(tx, self._keys, caller)
        return space.org_id if space else None

    async def map(self, tx: Tx, caller: Caller, mark: str, chapter_id: str, name: str) -> None:
        """Map ``mark`` (a channel or role) in the caller's space to a chapter, for people who chose none.

        ``name`` is what people call it.
        """
        keys = {"space_key": hash_caller_space(self._keys, caller), "target": hash_mark(self._keys, mark)}
        await self.unmap(tx, caller, mark)  # by a former key, too
        await tx.run(_MAP, **keys, chapter_id=chapter_id, named=self._keys.encrypt(name_lead(mark, name)))

    async def unmap(self, tx: Tx, caller: Caller, mark: str) -> None:
        """Remove the mapping of ``mark`` in the caller's space."""
        for target in hash_mark_by_all(self._keys, mark):
            await tx.run(_UNMAP, space=hash_caller_space(self._keys, caller), mark=target)

    async def find_mapped(self, tx: Tx, caller: Caller, marks: Sequence[str]) -> str | None:
        """The chapter id of the first of ``marks`` that is mapped in the caller's space, None if none is."""
        if not (caller.space and marks):
            return None
        rows = await tx.all(_MAPS, space=hash_caller_space(self._keys, caller))
        mapped = {bytes(row.target): str(row.chapter_id) for row in rows}
        hashes = (target for mark in marks for target in hash_mark_by_all(self._keys, mark)) if mapped else ()
        return next((mapped[target] for target in hashes if target in mapped), None)


def make_chapter_query(chapter_id: str) -> Query:
    """The query for a chapter that isn't archived."""
    return _BY_ID, {"chapter": chapter_id}
