"""People and their accounts. A keyed hash finds an account; a person is created with the first thing to store."""

from collections.abc import Collection, Iterable, Iterator

from msgspec import Struct
from msgspec.json import encode

from bot.core.base.build import Base
from bot.core.base.ids import make_id
from bot.core.base.keys.caller_keys import (
    find_caller_space,
    hash_account,
    hash_caller_space,
    make_space_query,
    read_accounts,
)
from bot.core.base.keys.key_state import ensure_current
from bot.core.base.stored_values import read_or
from bot.core.people.grants import combine_reach, make_joined_basis
from bot.core.people.past.adoption import adopt
from bot.core.people.past.guards import read_guard
from bot.core.people.past.past_entries import (
    NO_PAST,
    Account,
    Past,
    hash_past_account,
    mark_taken_back,
    read_past,
    share_entry,
)
from bot.core.people.profiles.profiles import LostProfile, Profile, find_profile_zone, read_profile
from bot.core.people.role_support import Loss, fetch_rights, find_admin_rights, make_roles_query
from bot.core.public_names.public_names import HIDDEN
from bot.identity import AdminRight, Caller, Identity
from bot.roles import Reach, Role
from bot.store.engine import Query, Tx
from bot.store.sql import bindparam, delete, exists, insert, select, update
from bot.store.statement import Row, Statement
from bot.store.tables import accounts, actors, chapters, past_entries, people, roles

Lost = Collection[AdminRight]
_NOTHING = Profile()
_LOST: Profile = LostProfile()


class Person(Struct, frozen=True):
    """One human, with the chapter that they chose (None: no chapter), and the one that a mapping led them to."""

    id: str
    chapter_id: str | None
    profile: Profile
    suspended: bool  # a coordinator stopped them from logging
    has_past: bool = False  # see `bot.core.people.past`
    mapped_chapter_id: str | None = None


_HAS_PAST = exists().where(past_entries.c.account == bindparam("past")).label("has_past")
_PERSON_OF_ACCOUNT = (
    select(
        people.c.id,
        people.c.chapter_id,
        people.c.mapped_chapter_id,
        people.c.profile,
        people.c.suspended_at,
        _HAS_PAST,
    )
    .select_from(accounts.join(people))
    .where(accounts.c.key == bindparam("key"))
)
_FIND = Statement(_PERSON_OF_ACCOUNT)
_OWNER = Statement(select(accounts.c.person_id).where(accounts.c.key == bindparam("key")))
_PERSON = Statement(
    select(people.c.id, people.c.chapter_id, people.c.profile, people.c.suspended_at).where(
        people.c.id == bindparam("person")
    )
)
# Serializes a person's requests; SQLite has one writer anyway. A key-share lock suffices because the id never
# changes. So rows that refer to it, such as audit entries, don't wait, and two transactions can't deadlock.
_LOCK = Statement(_PERSON_OF_ACCOUNT.with_for_update(of=people, key_share=True))
_ADD_PERSON = Statement(insert(people))
_ADD_ACCOUNT = Statement(lambda insert: insert(accounts).on_conflict_do_nothing())
_ACCOUNTS = Statement(
    select(accounts.c.platform, accounts.c.address).where(accounts.c.person_id == bindparam("person"))
)
_SET_ADDRESS = Statement(
    update(accounts).where(accounts.c.key == bindparam("account")).values(address=bindparam("sealed"))
)
_ACTOR_ACCOUNTS = Statement(
    select(accounts.c.platform, accounts.c.address)
    .where(actors.c.id == bindparam("actor"), accounts.c.person_id == actors.c.person_id)
    .order_by(accounts.c.created_at, accounts.c.key)
)
_ADMINS = Statement(select(roles.c.person_id).where(roles.c.role == "admin").distinct().order_by(roles.c.person_id))
_ORG = Statement(select(chapters.c.org_id).where(chapters.c.id == bindparam("chapter")))
_ADD_ACTOR = Statement(insert(actors))
_DROP_PERSON = Statement(delete(people).where(people.c.id == bindparam("gone")))
_SAVE = Statement(
    update(people)
    .where(people.c.id == bindparam("person"))
    .values(profile=bindparam("sealed"), public=bindparam("shown"), chapter_id=bindparam("chapter"))
)


class People:
    """Finds, creates and updates people."""

    def __init__(self, base: Base, admins: Collection[tuple[str, str]]) -> None:
        self._store, self._keys, self._clock = base.store, base.keys, base.clock
        self._admins = frozenset(admins)
        self.has_config_admins = bool(self._admins)

    async def identify(self, caller: Caller, manages: bool | None = None, lost: Lost = ()) -> Identity:
        """What a caller can do and which languages they read. ``manages`` this space, ``lost`` rights elsewhere."""

        async def identify(tx: Tx) -> Identity:
            return await self.identify_within(tx, caller, await self.find(tx, caller), manages, lost)

        return await self._store.read(identify)

    async def identify_within(
        self, tx: Tx, caller: Caller, person: Person | None, manages: bool | None, lost: Lost = ()
    ) -> Identity:
        """Do the same for a caller whose ``person`` the transaction ``tx`` has read."""
        space = await find_caller_space(tx, self._keys, caller)
        rights = await fetch_rights(tx, person.id) if person else ()
        here = make_joined_basis(hash_caller_space(self._keys, caller)) if rights and caller.space else ""
        from_here = bool(here) and any(right.basis == here for right in rights)
        lapsed = from_here and manages is False
        remaining, elsewhere = rights, tuple[AdminRight, ...]()
        if person and any(right.basis for right in rights):
            ended = {(right.person, right.basis) for right in lost} | ({(person.id, here)} if lapsed else set())
            remaining = await fetch_rights(tx, person.id, ended) if ended else rights
            elsewhere = await find_admin_rights(tx, self._keys, person.id, caller)
        language = person.profile.language if person else None
        suspended = person.suspended if person else await self._is_suspended_past(tx, caller)
        reach = combine_reach(remaining, self.is_config_admin(caller), suspended)
        zone = find_profile_zone(person.profile if person else None)
        spoken = space.language if space else None
        lost_profile = person is not None and person.profile.is_lost
        return Identity(reach, language, spoken, lapsed, elsewhere, False, zone, suspended, from_here, lost_profile)

    def list_identity_queries(self, caller: Caller, person: Person) -> Iterator[Query]:
        """The queries that identify a caller."""
        if caller.space:
            yield make_space_query(hash_caller_space(self._keys, caller))
        yield make_roles_query(person.id)

    async def list_config_admins(self, tx: Tx) -> frozenset[str]:
        """The person ids of admins named in the config. Adds those who never used Callboard, to write to them."""
        return frozenset([await self._find_or_add(tx, Caller(*admin, None)) for admin in sorted(self._admins)])

    async def _find_or_add(self, tx: Tx, caller: Caller) -> str:
        key = hash_account(self._keys, caller)
        if not await tx.one(_OWNER, key=key):
            await self._add(tx, caller, key)
        [row] = await tx.all(_OWNER, key=key)
        return str(row.person_id)

    def is_config_admin(self, caller: Caller) -> bool:
        """Whether the config names the caller as an admin."""
        return (caller.platform, caller.account) in self._admins

    async def find_space_org(self, tx: Tx, caller: Caller) -> str | None:
        """The id of the org that the caller's space belongs to, or None."""
        space = await find_caller_space(tx, self._keys, caller)
        return space.org_id if space else None

    async def find_reach(self, tx: Tx, person_id: str, lost: Collection[Loss] = ()) -> Reach:
        """A person's current reach, from the database and from the config through any of their accounts."""
        row = await tx.one(_PERSON, person=person_id)
        named = any(account in self._admins for account in await self.load_accounts(tx, person_id))
        held = await fetch_rights(tx, person_id, lost)
        return combine_reach(held, named, suspended=row is not None and row.suspended_at is not None)

    async def find(self, tx: Tx, caller: Caller) -> Person | None:
        """The caller's person, None for a newcomer."""
        row = await tx.one(_FIND, **self._make_keys(caller))
        return self._make_person(row) if row else None

    async def load_past(self, tx: Tx, caller: Caller, person: Person | None) -> Past:
        """What the caller's account entered recently that no longer belongs to their own calls."""
        if person is not None and not person.has_past:
            return NO_PAST
        return await read_past(tx, self._keys, (caller.platform, caller.account), self._clock())

    async def share_entry(self, tx: Tx, caller: Caller, entry: Row) -> None:
        """Share an entry with accounts that were recently unlinked from the caller's."""
        await share_entry(tx, self._keys, (caller.platform, caller.account), entry, self._clock())

    async def mark_taken_back(self, tx: Tx, calls: Iterable[str]) -> None:
        """Record that calls were removed, for accounts that were recently unlinked from their person's."""
        await mark_taken_back(tx, self._keys, calls)

    async def hold(self, tx: Tx, caller: Caller) -> Person | None:
        """The caller's person, locked until the transaction ends; None for a newcomer."""
        row = await tx.one(_LOCK, **self._make_keys(caller))
        return self._make_person(row) if row else None

    async def take(self, tx: Tx, caller: Caller) -> Person:
        """The caller's person, locked until the transaction ends. Creates a newcomer."""
        keyed = self._make_keys(caller)
        row = await tx.one(_LOCK, **keyed)
        if row is None:
            await self._add(tx, caller, keyed["key"])
            row = await tx.one(_LOCK, **keyed)
        return self._make_person(row)

    async def ensure(self, tx: Tx, caller: Caller) -> Person:
        """The caller's person, not locked unless they are a newcomer, whom it creates.

        For those who act on somebody that the transaction locks: two people who act on each other would deadlock.
        Ask before the audit trail is locked, because another transaction may be adding the same newcomer.
        """
        return await self.find(tx, caller) or await self.take(tx, caller)

    async def keep_address(self, tx: Tx, caller: Caller) -> None:
        """Store an account's address again, in case the stored one is unreadable."""
        await tx.run(_SET_ADDRESS, account=self._make_keys(caller)["key"], sealed=self._keys.encrypt(caller.account))

    async def guard(self, tx: Tx, caller: Caller) -> Row | None:
        """The limits that the caller's account keeps from a deleted person. See `bot.core.people.past.guards`."""
        return await read_guard(tx, self._keys, (caller.platform, caller.account), self._clock())

    async def _is_suspended_past(self, tx: Tx, caller: Caller) -> bool:
        """Whether the caller, who has no person, was suspended when they deleted their data."""
        guard = await self.guard(tx, caller)
        return guard is not None and guard.suspended_at is not None

    async def load_accounts(self, tx: Tx, person_id: str) -> tuple[Account, ...]:
        """A person's accounts, as (platform, the platform's id)."""
        rows = await tx.all(_ACCOUNTS, person=person_id)
        return read_accounts(self._keys, rows)

    async def load_platforms(self, tx: Tx, person_id: str) -> tuple[str, ...]:
        """The platforms a person has accounts on, each once."""
        return tuple(sorted({row.platform for row in await tx.all(_ACCOUNTS, person=person_id)}))

    async def load_accounts_of(self, tx: Tx, actor: str) -> tuple[tuple[str, str], ...]:
        """The (platform, account) pairs of the person the audit trail calls ``actor``, none after deletion."""
        rows = await tx.all(_ACTOR_ACCOUNTS, actor=actor)
        return read_accounts(self._keys, rows)

    async def is_admin(self, tx: Tx, person_id: str) -> bool:
        """Whether a person is an admin, by the database or by the config through any of their accounts."""
        return (await self.find_reach(tx, person_id)).role is Role.ADMIN

    async def list_admins(self, tx: Tx) -> tuple[str, ...]:
        """The person ids of all admins, by the database and by the config. Adds people as `list_config_admins` does."""
        found = [row.person_id for row in await tx.all(_ADMINS)]
        return tuple(dict.fromkeys((*found, *sorted(await self.list_config_admins(tx)))))

    async def find_org(self, tx: Tx, person: Person) -> str | None:
        """The org of a person's chapter, None without a chapter."""
        row = await tx.one(_ORG, chapter=person.chapter_id) if person.chapter_id else None
        return str(row.org_id) if row else None

    async def save(self, tx: Tx, person: Person, profile: Profile, chapter_id: str | None) -> None:
        """Replace a person's profile and chapter."""
        written = encode(profile).decode()  # unset fields too, because decoding them is faster than filling defaults
        await tx.run(
            _SAVE,
            person=person.id,
            sealed=self._keys.encrypt(written) if profile != _NOTHING else None,
            shown=int(profile.public_name is not None),
            chapter=chapter_id,
        )

    def read_profile(self, sealed: bytes | None) -> Profile:
        """A profile from its column. An unreadable one is empty and ``is_lost`` until the person fills it in again."""
        return read_or(_LOST, lambda: read_profile(self._keys, sealed)) if sealed else _NOTHING

    async def _add(self, tx: Tx, caller: Caller, key: bytes) -> None:
        await ensure_current(tx, self._keys, key)
        if self._keys.former and await adopt(tx, self._keys, caller):
            return
        at = self._clock()
        person_id = make_id(at)
        guard = await read_guard(tx, self._keys, (caller.platform, caller.account), at)
        limits = {name: guard and getattr(guard, name) for name in ("suspended_at", "wrong_codes", "locked_until")}
        limits |= {"name_hidden": HIDDEN if guard and guard.name_until else None}
        unset = dict.fromkeys(("chapter_id", "mapped_chapter_id", "profile", "name_told_at"))
        await tx.run(_ADD_PERSON, id=person_id, public=0, created_at=at, **unset, **limits)
        account = {"key": key, "platform": caller.platform, "address": self._keys.encrypt(caller.account)}
        added = await tx.run(_ADD_ACCOUNT, person_id=person_id, **account, settings=None, created_at=at)
        if not added:  # another process added the same newcomer first
            await tx.run(_DROP_PERSON, gone=person_id)
        elif guard and guard.actor:  # a moderated person came back and keeps their id in the audit trail
            await tx.run(_ADD_ACTOR, person_id=person_id, id=guard.actor)

    def _make_keys(self, caller: Caller) -> dict[str, bytes]:
        past = hash_past_account(self._keys, (caller.platform, caller.account))
        return {"key": hash_account(self._keys, caller), "past": past}

    def _make_person(self, row: Row) -> Person:
        profile, suspended = self.read_profile(row.profile), row.suspended_at is not None
        return Person(row.id, row.chapter_id, profile, suspended, bool(row.has_past), row.mapped_chapter_id)
