"""Links two accounts into one person with a one-time code. A link can be undone for 24 hours.

The older person stays. The other's accounts, roles and calls move over, and their profile fills the gaps. Of two
calls for one slot and day, the first stays live with the better outcome.
"""

from dataclasses import asdict, dataclass
from typing import Any

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.base.ids import check_code, normalize_code, spell_code
from bot.core.base.keys.caller_keys import find_stored, hash_account
from bot.core.base.keys.key_state import ensure_current
from bot.core.campaigns.campaigns import Campaigns
from bot.core.guidance.target_finder import TargetFinder
from bot.core.people.past.code_guard import count_wrong_code, is_locked
from bot.core.people.people import People, Person
from bot.core.privacy.doubles import list_differences
from bot.core.privacy.merging import Merger
from bot.core.privacy.parting import TRY_COLUMNS, Parter
from bot.core.times.clock import DAY, SECOND
from bot.errors import UserError
from bot.identity import Caller
from bot.store.engine import Tx
from bot.store.sql import bindparam, select, update
from bot.store.statement import Row, Statement
from bot.store.tables import accounts, codes, people

CODE_LIVES = 600 * SECOND
_BITS = 40  # of a code: eight characters

_CODE = Statement(
    select(codes.c.person_id, codes.c.expires_at, codes.c.used_at).where(
        codes.c.key == bindparam("key"), codes.c.person_id.is_not(None)
    )
)
_ADD_CODE = Statement(lambda insert: insert(codes).on_conflict_do_nothing())
_MARK_USED = Statement(update(codes).where(codes.c.key == bindparam("code")).values(used_at=bindparam("at")))
_VOID_OTHERS = Statement(
    update(codes)
    .where(
        codes.c.person_id == bindparam("person"),
        codes.c.kind == "link",
        codes.c.used_at.is_(None),
        codes.c.key != bindparam("this"),
    )
    .values(used_at=bindparam("at"))
)
# One statement locks both people in a fixed order, so two people who link each other at once don't deadlock.
_LOCK = Statement(
    select(people)
    .where(people.c.id.in_([bindparam("one"), bindparam("other")]))
    .order_by(people.c.id)
    .with_for_update()
)
_PLATFORM = Statement(
    select(accounts.c.platform)
    .where(accounts.c.person_id == bindparam("person"))
    .order_by(accounts.c.created_at, accounts.c.platform)
)
_SET_TRIES = Statement(
    update(people)
    .where(people.c.id == bindparam("person"))
    .values(wrong_codes=bindparam("wrong"), locked_until=bindparam("until"))
)


@dataclass(frozen=True, slots=True)
class LinkReceipt:
    """A completed link: the platforms of the joined accounts, and the number of duplicate calls.

    ``kept`` names what both profiles had with different values, so that the older account's value stays.
    """

    platforms: tuple[str, ...]
    doubles: int
    kept: tuple[str, ...] = ()


class _Pair(Struct, frozen=True):
    """The locked rows of both people; ``maker`` is None if the code is unknown."""

    own: Row
    maker: Row | None
    code: Row | None


class Linking:
    """Links accounts and undoes links."""

    def __init__(self, base: Base, people: People, campaigns: Campaigns, finder: TargetFinder) -> None:
        self._store, self._keys, self._clock, self._requests = base.store, base.keys, base.clock, base.requests
        self._people = people
        self._merger = Merger(base, people, campaigns, finder)
        self._parter = Parter(base, people)

    async def make_code(self, caller: Caller, request: str) -> str:
        """Make a code that links another account to the caller's person. It works once, for ten minutes.

        The code is derived from the request and the key, so a repeated request gives the same one and no code is
        stored. A new code voids the earlier one.
        """
        text = spell_code(int.from_bytes(self._keys.index("link code", request)[: _BITS // 8], "big"))

        async def make(tx: Tx) -> str:
            person, at = await self._people.take(tx, caller), self._clock()
            if person.suspended:
                raise UserError("link.suspended")
            row = {
                "key": self._hash_code(text),
                "kind": "link",
                "org_id": None,
                "person_id": person.id,
                "chapter_id": None,
            }
            if await tx.run(_ADD_CODE, **row, expires_at=at + CODE_LIVES, used_at=None):
                await tx.run(_VOID_OTHERS, person=person.id, this=row["key"], at=at)
            return text

        return await self._store.write(make)

    async def join(self, caller: Caller, code: str, request: str) -> LinkReceipt:
        """Link the caller with the person who made ``code``.

        Raises UserError for a wrong code (a few of them lock for an hour), for one's own, and if either is suspended.
        """
        check_code(code)
        joined = await self._store.write(lambda tx: self._join(tx, caller, code, request))
        if isinstance(joined, UserError):  # returned, not raised, so that the wrong attempt is committed
            raise joined
        return joined

    async def unlink(self, caller: Caller, request: str) -> tuple[str, ...]:
        """Undo the caller's last link if it is less than a day old. Returns the platforms of the accounts that leave.

        Raises UserError if there is none.
        """
        return await self._store.write(lambda tx: self._unlink(tx, caller, request))

    async def _join(self, tx: Tx, caller: Caller, code: str, request: str) -> LinkReceipt | UserError:
        await ensure_current(tx, self._keys)
        key = await find_stored(tx, _CODE, self._keys.index_all("code", "link", normalize_code(code)))
        pair, at = await self._lock_pair(tx, caller, key), self._clock()
        if answer := await self._requests.find_answer(tx, request):
            return _parse_answer(answer)
        if is_locked(pair.own, at):
            raise UserError("link.locked")
        if pair.maker is None or pair.code is None or pair.code.used_at or at >= pair.code.expires_at:
            refused = await self._count_wrong(tx, pair.own, at)
            await self._requests.keep_answer(tx, caller, request, {"refused": refused.key, **refused.params}, at)
            return refused
        if pair.maker.id == pair.own.id:
            raise UserError("link.self")
        if pair.maker.suspended_at or pair.own.suspended_at:
            raise UserError("link.suspended")
        linked = await self._merge(tx, caller, pair.own, pair.maker, at)
        await tx.run(_MARK_USED, code=key, at=at)
        await self._requests.keep_answer(tx, caller, request, asdict(linked), at)
        return linked

    async def _merge(self, tx: Tx, caller: Caller, own: Row, maker: Row, at: int) -> LinkReceipt:
        came = [row.platform for person in (own, maker) for row in await tx.all(_PLATFORM, person=person.id)]
        stays, goes = sorted((own, maker), key=lambda row: (row.created_at, row.id))
        kept = self._list_differences(stays, goes)
        doubles = await self._merger.merge(tx, stays, goes, hash_account(self._keys, caller), at)
        # A right code doesn't reset the wrong attempts, because anyone can make right codes for their own accounts.
        wrong, until = (max(getattr(own, name) or 0, getattr(maker, name) or 0) for name in TRY_COLUMNS)
        await tx.run(_SET_TRIES, person=stays.id, wrong=wrong or None, until=until or None)
        return LinkReceipt(tuple(dict.fromkeys(came)), doubles, kept)

    def _list_differences(self, stays: Row, goes: Row) -> tuple[str, ...]:
        own, other = (self._people.read_profile(row.profile) for row in (stays, goes))
        chapters = {one for one in (stays.chapter_id, goes.chapter_id) if one}
        chapter = ("chapter",) if len(chapters) > 1 else ()
        return (*chapter, *list_differences(own, other))

    async def _unlink(self, tx: Tx, caller: Caller, request: str) -> tuple[str, ...]:
        person = await self._people.hold(tx, caller)
        if answer := await self._requests.find_answer(tx, request):
            return tuple(answer["parted"])
        if person is None:
            raise UserError("link.nothing")
        if person.suspended:
            raise UserError("link.suspended")
        at = self._clock()
        parted = await self._parter.part(tx, person, at, at - DAY)
        if parted is None:
            raise UserError("link.nothing")
        await self._requests.keep_answer(tx, caller, request, {"parted": parted}, at)
        return parted

    async def _lock_pair(self, tx: Tx, caller: Caller, key: bytes) -> _Pair:
        """Lock both people, and start over if another link changed them meanwhile."""
        while True:
            own: Person = await self._people.ensure(tx, caller)
            code = await tx.one(_CODE, key=key)
            other = code.person_id if code else own.id
            rows = {row.id: row for row in await tx.all(_LOCK, one=own.id, other=other)}
            again = await self._people.find(tx, caller)
            if again and again.id == own.id and rows.keys() == {own.id, other}:
                return _Pair(rows[own.id], rows[other] if code else None, await tx.one(_CODE, key=key))

    async def _count_wrong(self, tx: Tx, own: Row, at: int) -> UserError:
        left = await count_wrong_code(tx, own, at)
        return UserError("link.locked") if left is None else UserError("link.code", field="code", count=left)

    def _hash_code(self, code: str) -> bytes:
        return self._keys.index("code", "link", normalize_code(code))


def _parse_answer(answer: Any) -> LinkReceipt | UserError:
    """Restore a link, or its refusal, from its stored answer."""
    if "refused" not in answer:
        return LinkReceipt(tuple(answer["platforms"]), answer["doubles"], tuple(answer.get("kept", ())))
    field = "code" if answer["refused"] == "link.code" else ""
    return UserError(
        answer["refused"], field=field, **{name: value for name, value in answer.items() if name != "refused"}
    )
