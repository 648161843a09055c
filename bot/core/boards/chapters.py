"""Manages chapters: add, rename, move, map and archive."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from bot.core.base.build import Base
from bot.core.base.keys.caller_keys import hash_caller_space
from bot.core.coalition import archiving
from bot.core.coalition.archiving import Effect
from bot.core.coalition.coalition import Coalition
from bot.core.coalition.leads import Leads, fetch_leads, has_others, write_lead_id
from bot.core.coalition.org_directory import (
    LEAST,
    MOST,
    Org,
    Place,
    check_chapter_name_free,
    check_new_name,
    choose_only_org,
    choose_org,
    fetch_orgs,
    fetch_visible_places,
    find_org,
    find_place,
    find_words,
    search_places,
)
from bot.core.names.two_names import ask_rename
from bot.core.names.typed_names import tidy
from bot.core.people.people import People
from bot.errors import UserError
from bot.identity import Caller
from bot.roles import Reach
from bot.store.engine import Tx
from bot.store.sql import bindparam, update
from bot.store.statement import Statement
from bot.store.tables import chapters

_WHICH = chapters.c.id == bindparam("which")
_RENAME = Statement(update(chapters).where(_WHICH).values(name=bindparam("named")))
_MOVE = Statement(update(chapters).where(_WHICH).values(org_id=bindparam("to")))


class MappedPlace(NamedTuple):
    """A chapter that roles or channels lead to now. ``before`` are the names of those that they led to until now.

    ``competes``: in the same space, others lead to another chapter.
    """

    place: Place
    before: tuple[str, ...]
    competes: bool


class Chapters:
    """Changes chapters, and records each change in the audit trail.

    A chapter or org outside ``reach`` does not exist for the caller.
    """

    def __init__(self, base: Base, people: People, coalition: Coalition) -> None:
        self._store, self._clock, self._audit = base.store, base.clock, base.audit
        self._keys, self._people, self._coalition = base.keys, people, coalition

    async def fetch_places(self, reach: Reach, org: str | None = None) -> tuple[Place, ...]:
        """The chapters that the caller can change, of one org or of all."""

        async def read(tx: Tx) -> tuple[Place, ...]:
            only = (await find_org(tx, reach, org)).id if org else None
            return tuple(place for place in await fetch_visible_places(tx, reach) if only in (None, place.org_id))

        return await self._store.read(read)

    async def fetch_leads(self, reach: Reach) -> Mapping[str, Leads]:
        """The roles and channels that lead to each chapter that the caller can change, by the chapter's id."""

        async def read(tx: Tx) -> Mapping[str, Leads]:
            known, places = await fetch_leads(tx, self._keys), await fetch_visible_places(tx, reach)
            return {place.id: known[place.id] for place in places if place.id in known}

        return await self._store.read(read)

    async def fetch_words(self, reach: Reach, *, captains: bool = False) -> tuple[str, ...]:
        """An unambiguous word for each chapter the caller can change; with ``captains`` also for those they captain."""

        async def read(tx: Tx) -> tuple[str, ...]:
            return tuple(find_words(await fetch_visible_places(tx, reach, captains=captains)).values())

        return await self._store.read(read)

    async def match_names(
        self, reach: Reach, typed: Iterable[str], parts: bool, *, captains: bool = False
    ) -> frozenset[str]:
        """The texts that name a chapter the caller can change; with ``captains`` also one they captain.

        With ``parts``, a part of a name is enough.
        """
        search = search_places(await self._store.read(lambda tx: fetch_visible_places(tx, reach, captains=captains)))
        return frozenset(name for name in typed if search.accepts(name, parts))

    async def add(self, caller: Caller, reach: Reach, org: str | None, name: str, *, guessed: bool = False) -> Place:
        """Add a chapter to an org; left out, to the only one within reach.

        ``guessed``: the name came without a key, so it may begin with the org's. Then UserError asks.
        """
        tidied = tidy(name, "name", LEAST, MOST)

        async def add(tx: Tx) -> Place:
            actor = await self._people.take(tx, caller)
            found = await find_org(tx, reach, org, tidied if guessed else "")
            await check_chapter_name_free(tx, found.id, tidied)
            chapter_id = await self._coalition.add_chapter(tx, found.id, tidied)
            await self._audit.record(tx, actor.id, "chapter.add", chapter_id, found.id)
            return Place(chapter_id, tidied, found.id, found.name)

        return await self._store.write(add)

    async def find_archived(
        self, reach: Reach, org: str | None, name: str, *, guessed: bool = False
    ) -> tuple[Effect, str] | None:
        """The archived chapter that has a name in an org, or the same one in another spelling, and the org's name.

        ``guessed`` is as in `add`.
        """

        async def read(tx: Tx) -> tuple[Effect, str] | None:
            found = await find_org(tx, reach, org, name if guessed else "")
            archived = await archiving.CHAPTER.find(tx, name, found.id)
            return (archived, found.name) if archived else None

        return await self._store.read(read)

    async def restore(self, caller: Caller, reach: Reach, chapter: str) -> Place:
        """Bring an archived chapter back, by its id, with its numbers and roles."""

        async def restore(tx: Tx) -> Place:
            actor = await self._people.take(tx, caller)
            for org in await fetch_orgs(tx, reach):
                if found := await archiving.CHAPTER.find(tx, chapter, org.id):
                    await archiving.CHAPTER.bring_back(tx, self._audit, actor.id, found.id, org.id)
                    return Place(found.id, found.name, org.id, org.name)
            raise UserError("archive.back_already")

        return await self._store.write(restore)

    async def rename(
        self, caller: Caller, reach: Reach, chapter: str | None, name: str, *, guessed: bool = False
    ) -> tuple[str, str]:
        """Rename a chapter. Its totals stay. Returns the name that it had and the one it has, as stored.

        ``guessed``: the name came without a key, so it may begin with the chapter's or be it, misspelled. Then
        UserError asks.
        """
        tidied = tidy(name, "name", LEAST, MOST)

        async def rename(tx: Tx) -> str:
            actor = await self._people.take(tx, caller)
            if chapter is None:
                check_new_name("chapter", await fetch_visible_places(tx, reach), tidied)
            found = await find_place(tx, reach, chapter, tidied if guessed else "")
            await check_chapter_name_free(tx, found.org_id, tidied, found.id)
            if guessed and chapter is None:
                raise ask_rename("chapter", (found.id, found.name), tidied)
            await tx.run(_RENAME, which=found.id, named=tidied)
            await self._audit.record(tx, actor.id, "chapter.rename", found.id, found.org_id)
            return found.name

        return await self._store.write(rename), tidied

    async def move(self, caller: Caller, reach: Reach, chapter: str | None, org: str | None) -> Place:
        """Move a chapter to another org. Calls already logged stay with the old org.

        Left out, the chapter is the only one, and the org the only other one within reach.
        """

        async def move(tx: Tx) -> Place:
            actor = await self._people.take(tx, caller)
            found, seen = await find_place(tx, reach, chapter), await fetch_orgs(tx, reach)
            to = choose_org(seen, org) if org else choose_only_org(_list_others(seen, found))
            await check_chapter_name_free(tx, to.id, found.name, found.id)
            await tx.run(_MOVE, which=found.id, to=to.id)
            await self._audit.record(tx, actor.id, "chapter.move", found.id, to.id)
            return Place(found.id, found.name, to.id, to.name)

        return await self._store.write(move)

    async def fetch_effect(self, reach: Reach, chapter: str | None) -> Effect:
        """What archiving a chapter would affect."""

        async def read(tx: Tx) -> Effect:
            found = await find_place(tx, reach, chapter)
            return await archiving.CHAPTER.read_effect(tx, found.id, found.name)

        return await self._store.read(read)

    async def archive(self, caller: Caller, reach: Reach, chapter: str) -> str:
        """Archive a chapter. Its people have no chapter afterward; totals stay."""

        async def archive(tx: Tx) -> str:
            actor = await self._people.take(tx, caller)
            found = await find_place(tx, reach, chapter)
            await archiving.CHAPTER.run(tx, self._audit, actor.id, found.id, found.org_id, self._clock())
            return found.name

        return await self._store.write(archive)

    async def map(
        self, caller: Caller, reach: Reach, chapter: str | None, named: Mapping[str | None, str]
    ) -> MappedPlace:
        """Map roles and channels, or with None the caller's channel, to a chapter: people there belong to it.

        ``named`` are their names. Raises UserError in another org's space, or if a mark already leads to a chapter
        outside the caller's reach.
        """
        targets = {_find_target(caller, mark): name for mark, name in named.items()}

        async def map_(tx: Tx) -> MappedPlace:
            actor = await self._people.take(tx, caller)
            found = await find_place(tx, reach, chapter, captains=True)
            if found.org_id != await self._coalition.find_space_org(tx, caller):
                raise UserError("chapter.not_here", field="chapter", name=found.name, org=found.org)
            before = dict[str, None]()
            for target, name in targets.items():
                left = await self._find_mapped(tx, caller, reach, target)
                before |= {left.name: None} if left and left.id != found.id else {}
                await self._coalition.map(tx, caller, target, found.id, name)
                if left and left.id == found.id:
                    continue  # it led there already, and the trail has that
                what = f"{found.id} {write_lead_id(self._keys, target)}"
                await self._audit.record(tx, actor.id, "chapter.map", what, found.org_id)
            competes = await has_others(tx, hash_caller_space(self._keys, caller), found.id)
            return MappedPlace(found, tuple(before), competes)

        return await self._store.write(map_)

    async def unmap(self, caller: Caller, reach: Reach, named: Mapping[str | None, str]) -> tuple[Place, ...]:
        """Unmap roles and channels, or with None the caller's channel. Returns the chapter that each of them led to.

        ``named`` are their names as a refusal gives them, empty for the caller's own channel.
        """
        targets = {_find_target(caller, mark): name for mark, name in named.items()}

        async def unmap(tx: Tx) -> tuple[Place, ...]:
            actor = await self._people.take(tx, caller)
            left = list[Place]()
            for target, name in targets.items():
                found = await self._find_mapped(tx, caller, reach, target)
                if found is None:
                    key, field = "not_mapped" if name else "not_mapped_here", target.partition(":")[0]
                    raise UserError(f"chapter.{key}", field=field, what=name)
                await self._coalition.unmap(tx, caller, target)
                what = f"{found.id} {write_lead_id(self._keys, target)}"
                await self._audit.record(tx, actor.id, "chapter.unmap", what, found.org_id)
                left.append(found)
            return tuple(left)

        return await self._store.write(unmap)

    async def _find_mapped(self, tx: Tx, caller: Caller, reach: Reach, target: str) -> Place | None:
        """The chapter that a target leads to, or None. Raises UserError if it is outside the caller's reach."""
        chapter = await self._coalition.find_mapped(tx, caller, (target,))
        if chapter is None:
            return None
        found = next(
            (place for place in await fetch_visible_places(tx, reach, captains=True) if place.id == chapter), None
        )
        if found is None:
            raise UserError("chapter.elsewhere", field="role")
        return found


def _list_others(seen: Sequence[Org], place: Place) -> tuple[Org, ...]:
    """The orgs that a chapter can move to. Raises UserError if there is none."""
    others = tuple(org for org in seen if org.id != place.org_id)
    if not others:
        raise UserError("chapter.no_other_org", field="org", name=place.name)
    return others


def _find_target(caller: Caller, mark: str | None) -> str:
    """The role or channel to map. Raises UserError if there is none."""
    target = mark or next((own for own in caller.marks if own.startswith("channel:")), None)
    if target is None or caller.space is None or not target.startswith(("channel:", "role:")):
        raise UserError("chapter.no_target", field="role")
    return target
