"""Links spaces (Discord servers and Slack workspaces) to orgs with one-time codes."""

import secrets

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.base.ids import check_code, normalize_code, spell_code
from bot.core.base.keys.caller_keys import find_stored, hash_caller_space
from bot.core.base.keys.key_state import ensure_current
from bot.core.coalition.org_directory import find_org
from bot.core.people.grants import grant, make_joined_basis
from bot.core.people.people import People
from bot.core.times.clock import HOUR, SECOND
from bot.errors import UserError
from bot.identity import Caller
from bot.roles import Reach, Role
from bot.store.engine import Tx
from bot.store.sql import bindparam, insert, select, update
from bot.store.statement import Row, Statement
from bot.store.tables import codes, orgs, spaces

CODE_LIVES = 600 * SECOND
TRIES = 5  # wrong codes before a space is locked
LOCKED = HOUR
_BITS = 40  # of a code, which makes eight characters

_LOCK = Statement(
    select(spaces.c.org_id, spaces.c.wrong_codes, spaces.c.locked_until)
    .where(spaces.c.key == bindparam("key"))
    .with_for_update()
)
_ADD = Statement(lambda insert: insert(spaces).on_conflict_do_nothing())
_COUNT_WRONG = Statement(
    update(spaces)
    .where(spaces.c.key == bindparam("space"))
    .values(wrong_codes=bindparam("wrong"), locked_until=bindparam("until"))
)
_LINK = Statement(
    update(spaces).where(spaces.c.key == bindparam("space")).values(org_id=bindparam("org"), wrong_codes=0)
)
_SET_LANGUAGE = Statement(update(spaces).where(spaces.c.key == bindparam("space")).values(language=bindparam("tag")))
_ADD_CODE = Statement(insert(codes))
_CODE = Statement(
    select(codes.c.org_id, codes.c.expires_at, codes.c.used_at, orgs.c.name, orgs.c.archived_at)
    .where(codes.c.key == bindparam("key"), codes.c.org_id == orgs.c.id)
    .with_for_update(of=[codes, orgs], key_share=True)
)
_MARK_USED = Statement(update(codes).where(codes.c.key == bindparam("code")).values(used_at=bindparam("at")))


class Code(Struct, frozen=True):
    """A one-time code in its readable form, and the name of its org."""

    text: str
    org: str


class Spaces:
    """Links spaces to orgs."""

    def __init__(self, base: Base, people: People) -> None:
        self._store, self._keys, self._clock, self._audit = base.store, base.keys, base.clock, base.audit
        self._people = people

    async def make_code(self, caller: Caller, reach: Reach, org: str | None) -> Code:
        """Make a code that links one space to an org. It works once, for ten minutes."""
        text = spell_code(secrets.randbits(_BITS))

        async def make(tx: Tx) -> Code:
            found = await find_org(tx, reach, org)
            key, expires = self._hash_code(text), self._clock() + CODE_LIVES
            await tx.run(
                _ADD_CODE,
                key=key,
                kind="org",
                org_id=found.id,
                person_id=None,
                expires_at=expires,
                used_at=None,
                chapter_id=None,
            )
            await self._note(tx, caller, "org.code", found.id)
            return Code(text, found.name)

        return await self._store.write(make)

    async def join(self, caller: Caller, code: str, manages: bool, language: str | None = None) -> str:
        """Link the caller's space to a code's org, and make the caller its coordinator. Returns the org's name.

        In a space that the org has already, the code makes a further administrator its coordinator, or one who had
        lost the right. ``language`` is the space's as the platform reports it. It applies until somebody chooses
        another. Raises UserError if the caller is suspended or doesn't administer the space, the code is wrong, or the
        space is locked or another org's.
        """
        if caller.space is None:
            raise UserError("space.nowhere")
        if not manages:
            raise UserError("space.not_yours")
        check_code(code)
        joined = await self._store.write(lambda tx: self._join(tx, caller, code, language))
        if isinstance(joined, UserError):  # returned, not raised, so that the wrong attempt is committed
            raise joined
        return joined

    async def speak(self, caller: Caller, reach: Reach, manages: bool, language: str) -> None:
        """Set the language of the caller's space.

        Raises UserError unless the caller administers the space or coordinates its org.
        """
        if caller.space is None:
            raise UserError("space.nowhere")
        key = hash_caller_space(self._keys, caller)

        async def speak(tx: Tx) -> None:
            space = await self._lock_space(tx, caller, key, self._clock(), language)
            if not (manages or reach.covers_org(space.org_id or "")):
                raise UserError("space.not_yours_to_word")
            await tx.run(_SET_LANGUAGE, space=key, tag=language)
            await self._note(tx, caller, "space.language", space.org_id, language)

        await self._store.write(speak)

    async def _join(self, tx: Tx, caller: Caller, code: str, language: str | None) -> str | UserError:
        at, key = self._clock(), hash_caller_space(self._keys, caller)
        space = await self._lock_space(tx, caller, key, at, language)
        if space.locked_until and at < space.locked_until:
            return UserError("space.locked")
        code_key = await find_stored(tx, _CODE, self._keys.index_all("code", "org", normalize_code(code)))
        found = await tx.one(_CODE, key=code_key)
        if found is None or found.used_at or at >= found.expires_at or found.archived_at:
            wrong = await self._count_wrong(tx, space, key, at)
            return UserError("space.linked") if space.org_id else wrong
        if space.org_id not in (None, found.org_id):
            return UserError("space.linked")
        person = await self._people.take(tx, caller)
        if person.suspended:
            return UserError("space.suspended")
        is_new = await grant(tx, person.id, Role.COORDINATOR, found.org_id, at, {make_joined_basis(key)})
        if space.org_id and not is_new:
            return UserError("space.held", org=found.name)
        await tx.run(_MARK_USED, code=code_key, at=at)
        await tx.run(_LINK, space=key, org=found.org_id)
        await self._note(tx, caller, "space.join", found.org_id)
        return str(found.name)

    async def _lock_space(self, tx: Tx, caller: Caller, key: bytes, at: int, language: str | None) -> Row:
        """Lock the space's row. Creates it if it doesn't exist."""
        await ensure_current(tx, self._keys, key)
        address = self._keys.encrypt(caller.space or "")
        row = {"key": key, "platform": caller.platform, "address": address, "org_id": None, "language": language}
        await tx.run(_ADD, **row, wrong_codes=0, locked_until=None, created_at=at)
        [space] = await tx.all(_LOCK, key=key)
        return space

    async def _count_wrong(self, tx: Tx, space: Row, key: bytes, at: int) -> UserError:
        wrong = space.wrong_codes + 1
        locks = wrong >= TRIES
        await tx.run(_COUNT_WRONG, space=key, wrong=0 if locks else wrong, until=at + LOCKED if locks else None)
        return UserError("space.locked") if locks else UserError("space.code", field="code", count=TRIES - wrong)

    def _hash_code(self, code: str) -> bytes:
        return self._keys.index("code", "org", normalize_code(code))

    async def _note(self, tx: Tx, caller: Caller, action: str, org_id: str | None, result: str = "ok") -> None:
        person = await self._people.take(tx, caller)
        await self._audit.record(tx, person.id, action, org_id or "", org_id, result)
