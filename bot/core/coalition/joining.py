"""The ways into a chapter: in a space of its org, with a code, or by an invitation.

For everybody else the chapter does not exist. An invitation lets a person choose the chapter, but never moves them.
"""

from typing import Any

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.base.ids import check_code, is_code, make_id, normalize_code, spell_code
from bot.core.base.keys.caller_keys import find_stored
from bot.core.coalition.coalition import Coalition
from bot.core.coalition.org_directory import (
    EVERYTHING,
    Place,
    fetch_visible_places,
    find_place,
    find_words,
    search_places,
)
from bot.core.coalition.roles import replace_account
from bot.core.people.identified import run_identified
from bot.core.people.past.code_guard import count_wrong_code, is_locked, load_tries
from bot.core.people.people import People, Person
from bot.core.times.clock import DAY
from bot.errors import UserError
from bot.identity import Caller, Identity
from bot.roles import Reach
from bot.store.engine import Tx
from bot.store.sql import bindparam, insert, select, update
from bot.store.statement import Row, Statement
from bot.store.tables import codes

CODE_LIVES = DAY
INVITATION_LIVES = 7 * DAY
_BITS = 40  # of a code, which makes eight characters
_CODE, _INVITATION = "chapter", "invitation"  # kinds of codes; nobody types an invitation's

_ADD = Statement(lambda insert: insert(codes).on_conflict_do_nothing())
_INVITE = Statement(insert(codes))
_FIND = Statement(
    select(codes.c.chapter_id, codes.c.person_id, codes.c.expires_at, codes.c.used_at)
    .where(codes.c.key == bindparam("key"), codes.c.kind == _CODE)
    .with_for_update()
)
_MARK_USED = Statement(update(codes).where(codes.c.key == bindparam("code")).values(used_at=bindparam("at")))
_INVITED = Statement(
    select(codes.c.chapter_id).where(
        codes.c.person_id == bindparam("person"), codes.c.kind == _INVITATION, codes.c.expires_at > bindparam("now")
    )
)


class ChapterCode(Struct, frozen=True):
    """A code in its readable form, and its chapter."""

    text: str
    place: Place


class Joined(Struct, frozen=True):
    """What came of a typed code: a chapter, and whether the person ``was_in`` it before, so that the code stays unused.

    With a ``word``, the chapter's name was typed in place of a code, and nobody joined. `/profile` takes the word.
    """

    place: Place
    was_in: bool = False
    word: str = ""


async def fetch_open_places(
    tx: Tx, coalition: Coalition, caller: Caller, person: Person | None, reach: Reach, at: int
) -> tuple[Place, ...]:
    """The chapters a person can join in their current space, and their own.

    These are the chapters of the space's org, those the person was invited to, and those within their reach.
    """
    org = await coalition.find_space_org(tx, caller)
    invited = {row.chapter_id for row in await tx.all(_INVITED, person=person.id, now=at)} if person else set()
    known = invited | {person.chapter_id if person else None}
    return tuple(
        place
        for place in await fetch_visible_places(tx, EVERYTHING)
        if place.org_id == org or place.id in known or reach.covers_chapter(place.id, place.org_id)
    )


class Joining:
    """Makes and accepts codes and invitations. A chapter outside the caller's reach does not exist for them."""

    def __init__(self, base: Base, people: People, coalition: Coalition) -> None:
        self._store, self._keys, self._clock = base.store, base.keys, base.clock
        self._requests, self._audit = base.requests, base.audit
        self._people, self._coalition = people, coalition

    async def make_code(self, caller: Caller, reach: Reach, chapter: str | None, request: str) -> ChapterCode:
        """Make a code that lets one person into a chapter for a day, while its maker has the chapter in reach.

        The code is derived from the request and the key, so a repeated request gives the same one.
        """
        text = spell_code(int.from_bytes(self._keys.index("chapter code", request)[: _BITS // 8], "big"))

        async def make(tx: Tx) -> ChapterCode:
            actor = await self._people.take(tx, caller)
            place = await find_place(tx, reach, chapter, captains=True)
            row = self._make_row(_CODE, self._hash_code(text), place, actor.id, CODE_LIVES)
            if await tx.run(_ADD, **row):
                await self._audit.record(tx, actor.id, "chapter.code", place.id, place.org_id)
            return ChapterCode(text, place)

        return await self._store.write(make)

    async def invite(self, caller: Caller, reach: Reach, account: str, chapter: str | None) -> Place:
        """Let ``account``, on the caller's platform, join a chapter from anywhere within a week."""

        async def invite(tx: Tx) -> Place:
            place = await find_place(tx, reach, chapter, captains=True)
            invited = await self._people.take(tx, replace_account(caller, account))
            key = self._keys.index("code", _INVITATION, make_id(self._clock()))
            await tx.run(_INVITE, **self._make_row(_INVITATION, key, place, invited.id, INVITATION_LIVES))
            actor = await self._people.ensure(tx, caller)
            what = await self._audit.ensure_actor(tx, invited.id)
            await self._audit.record(tx, actor.id, "chapter.invite", f"{what} {place.id}", place.org_id)
            return place

        return await self._store.write(invite)

    async def identify_and_join(
        self, caller: Caller, manages: bool | None, code: str, request: str
    ) -> tuple[Joined, Identity]:
        """Put the caller into a code's chapter. Raises UserError for a wrong code. A few of those lock the caller.

        Text that can't be a code counts as no try. It may be the name of a chapter that the caller can choose.
        Identifies the caller as in `run_identified`.
        """

        async def join(tx: Tx, person: Person, identity: Identity) -> Joined | UserError:
            named = await self._find_named(tx, caller, person, identity.reach, code)
            return named or await self._join(tx, caller, person, code, request)

        joined, identity = await run_identified(self._store, self._people, caller, manages, join)
        if isinstance(joined, UserError):  # returned, not raised, so that the wrong attempt is committed
            joined.identity = identity
            raise joined
        return joined, identity

    async def _join(self, tx: Tx, caller: Caller, person: Person, code: str, request: str) -> Joined | UserError:
        check_code(code)
        at = self._clock()
        seen = {place.id: place for place in await fetch_visible_places(tx, EVERYTHING)}
        if answer := await self._requests.find_answer(tx, request):
            return Joined(seen[answer["chapter"]]) if answer.get("chapter") in seen else _make_refusal(answer["left"])
        tries = await load_tries(tx, person.id)
        if is_locked(tries, at):
            raise UserError("chapter.code_locked")
        key = await find_stored(tx, _FIND, self._keys.index_all("code", _CODE, normalize_code(code)))
        found = await tx.one(_FIND, key=key)
        place = seen.get(found.chapter_id) if found else None
        if found is None or place is None or not await self._is_valid(tx, found, place, at):
            left = await count_wrong_code(tx, tries, at)
            await self._requests.keep_answer(tx, caller, request, {"left": left}, at)
            return _make_refusal(left)
        if person.chapter_id == place.id:
            return Joined(place, was_in=True)
        await tx.run(_MARK_USED, code=key, at=at)
        await self._people.save(tx, person, person.profile, place.id)
        await self._requests.keep_answer(tx, caller, request, {"chapter": place.id}, at)
        return Joined(place)

    async def _find_named(self, tx: Tx, caller: Caller, person: Person, reach: Reach, typed: str) -> Joined | None:
        """The chapter that the person can choose, if its name was typed in place of a code. Else None."""
        places = await fetch_open_places(tx, self._coalition, caller, person, reach, self._clock())
        org = await self._coalition.find_space_org(tx, caller)
        search = search_places(places)
        # "Berkeley" can be a code by its form, so only whole names count among such texts.
        found = search.find_whole(typed) if is_code(typed) else search.find(typed) or search.find_near(typed)
        found = tuple(place for place in found if place.org_id == org) or found
        if len(found) != 1:
            return None
        [place] = found
        return Joined(place, person.chapter_id == place.id, find_words(places, org)[place.id])

    async def _is_valid(self, tx: Tx, found: Row, place: Place, at: int) -> bool:
        """Whether a code is unused and current, and its maker still has the chapter in reach."""
        if found.used_at or at >= found.expires_at:
            return False
        return (await self._people.find_reach(tx, found.person_id)).covers_chapter(place.id, place.org_id)

    def _make_row(self, kind: str, key: bytes, place: Place, person_id: str, lives: int) -> dict[str, Any]:
        row = {"key": key, "kind": kind, "org_id": place.org_id, "chapter_id": place.id, "person_id": person_id}
        return {**row, "expires_at": self._clock() + lives, "used_at": None}

    def _hash_code(self, code: str) -> bytes:
        return self._keys.index("code", _CODE, normalize_code(code))


def _make_refusal(left: int | None) -> UserError:
    if left is None:
        return UserError("chapter.code_locked")
    return UserError("chapter.code_wrong", field="code", count=left)
