"""Giving and taking roles: by somebody whose own reach covers them, never the coalition's last admin."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from sqlalchemy import func, select

from bot.core.base.audit import Audit
from bot.core.base.caller_keys import hash_caller_space
from bot.core.base.clock import Clock
from bot.core.base.keys import Keys
from bot.core.base.stored_values import read_or
from bot.core.coalition.org_directory import org_among, org_named, orgs_seen, place_named, places
from bot.core.people.grants import (
    COALITION,
    LASTING,
    Grant,
    derive_bases,
    fetch_grants,
    fetch_rights,
    grant,
    holders,
    lapse,
    make_joined_basis,
    revoke,
)
from bot.core.people.people import People
from bot.errors import UserError
from bot.identity import Caller
from bot.roles import Reach, Role
from bot.store.engine import Store, Tx
from bot.store.statement import Row, Statement
from bot.store.tables import accounts, roles


@dataclass(frozen=True, slots=True)
class Held:
    """One role as it is shown: an account that holds it, and the name of its scope ("" for the coalition).

    ``account`` is empty where the one who holds it has none that the caller may see.
    """

    platform: str
    account: str
    role: Role
    scope: str
    by_config: bool = False  # the settings say so, no row


_ROLE = (roles.c.person_id, roles.c.role, roles.c.scope)
_SINCE = func.min(roles.c.granted_at)  # a role may rest on several spaces
_HELD = select(*_ROLE, _SINCE.label("since")).group_by(*_ROLE).subquery()
_ALL = Statement(
    select(_HELD.c.person_id, _HELD.c.role, _HELD.c.scope, accounts.c.platform, accounts.c.address)
    .where(accounts.c.person_id == _HELD.c.person_id)
    .order_by(_HELD.c.since, _HELD.c.person_id, _HELD.c.role, _HELD.c.scope, accounts.c.created_at)
)


class Roles:
    """Gives, takes and lists roles; a scope outside the caller's reach is one that doesn't exist."""

    def __init__(
        self,
        store: Store,
        keys: Keys,
        clock: Clock,
        people: People,
        audit: Audit,
        config_admins: Collection[tuple[str, str]],
    ) -> None:
        self._store = store
        self._keys = keys
        self._clock = clock
        self._people = people
        self._audit = audit
        self._config_admins = frozenset(config_admins)

    async def give(self, caller: Caller, reach: Reach, account: str, role: Role, scope: str | None) -> Held:
        """Give ``account``, on the caller's platform, a role; raises UserError where it may not be given."""
        return await self._store.write(lambda tx: self._give(tx, caller, reach, account, role, scope))

    async def take(self, caller: Caller, reach: Reach, account: str, role: Role, scope: str | None) -> Held:
        """Take a role away from ``account``; raises UserError for the last admin and for one not held."""
        return await self._store.write(lambda tx: self._take(tx, caller, reach, account, role, scope))

    async def lapse(self, caller: Caller) -> None:
        """End the roles of somebody that came with administering the space they are in, which they don't any more."""
        await self._store.write(lambda tx: self._lapse(tx, caller))

    async def scopes(self, reach: Reach, typed: Iterable[str]) -> frozenset[str]:
        """Return what of several texts names an org or chapter within ``reach``."""

        async def read(tx: Tx) -> frozenset[str]:
            orgs, chapters = await orgs_seen(tx, reach), await places(tx, reach)
            return frozenset(
                name for name in typed if org_among(orgs, name) or any(place.called(name) for place in chapters)
            )

        return await self._store.read(read)

    async def held(self, caller: Caller, reach: Reach) -> tuple[Held, ...]:
        """Return the roles held within somebody's reach, each with the holder's accounts where the caller is.

        That somebody has an account elsewhere too, perhaps in another org's space, is an admin's to see alone.
        """

        async def read(tx: Tx) -> tuple[Held, ...]:
            names = await _names(tx, reach)
            rows = [row for row in await tx.all(_ALL) if row.scope in names]
            grants = groupby(rows, key=lambda row: (row.person_id, row.role, row.scope))
            granted = tuple(
                Held(platform, account, Role[role.upper()], names[scope])
                for (_, role, scope), accounts in grants
                for platform, account in self._shown(caller, reach, accounts)
            )
            return (*self._first(reach), *granted)

        return await self._store.read(read)

    def _first(self, reach: Reach) -> tuple[Held, ...]:
        """Return the admins that the settings name, whom nobody can revoke here; only admins see them."""
        named = sorted(self._config_admins) if reach.role is Role.ADMIN else ()
        return tuple(Held(platform, account, Role.ADMIN, "", by_config=True) for platform, account in named)

    def _shown(self, caller: Caller, reach: Reach, rows: Iterable[Row]) -> tuple[tuple[str, str], ...]:
        """Return somebody's accounts as (platform, account): all to an admin, else those where the caller is."""
        known = tuple((str(row.platform), read_or("", partial(self._keys.decrypt, row.address))) for row in rows)
        if reach.role is Role.ADMIN:
            return known
        return tuple(one for one in known if _is_here(caller, *one)) or ((caller.platform, ""),)

    async def _give(self, tx: Tx, caller: Caller, reach: Reach, account: str, role: Role, scope: str | None) -> Held:
        where, org, name = await _scope(tx, reach, role, scope)
        bases = await self._bases(tx, caller, reach, org)
        person = await self._people.take(tx, replace_account(caller, account))
        await self._people.keep_address(tx, replace_account(caller, account))
        if await self._has(tx, caller, person.id, role, where):
            raise UserError("role.held")
        if not await grant(tx, person.id, role, where, self._clock(), bases):
            raise UserError("role.held")
        await self._note(tx, caller, f"role.grant.{role.name.lower()}", person.id, org)
        return Held(caller.platform, account, role, name)

    async def _take(self, tx: Tx, caller: Caller, reach: Reach, account: str, role: Role, scope: str | None) -> Held:
        where, org, name = await _scope(tx, reach, role, scope)
        person = await self._people.find(tx, replace_account(caller, account))
        if person is None or Grant(role, where) not in await fetch_grants(tx, person.id):
            raise UserError("role.not_held")
        last = await holders(tx, role, where, lock=True) == {person.id}
        if last and role is Role.ADMIN and not self._config_admins:
            raise UserError("role.last_admin")
        if last and role is Role.COORDINATOR and reach.role is not Role.ADMIN:
            raise UserError("role.last_coordinator", org=name)
        await revoke(tx, person.id, role, where)
        await self._note(tx, caller, f"role.revoke.{role.name.lower()}", person.id, org)
        return Held(caller.platform, account, role, name)

    async def _has(self, tx: Tx, caller: Caller, person_id: str, role: Role, where: str) -> bool:
        """Say whether a role can't be given: it is held for good, or by the caller, who adds nothing to their own."""
        rights = await fetch_rights(tx, person_id)
        own = await self._people.find(tx, caller)
        mine = own is not None and own.id == person_id
        return any((right.role, right.scope) == (role, where) and (mine or right.basis == LASTING) for right in rights)

    async def _bases(self, tx: Tx, caller: Caller, reach: Reach, org: str | None) -> frozenset[str]:
        """Return what a role rests on that the caller gives within an org."""
        own = await self._people.find(tx, caller)
        if reach.role is Role.ADMIN or org is None or own is None:
            return frozenset({LASTING})
        return derive_bases(await fetch_rights(tx, own.id), org)

    async def _lapse(self, tx: Tx, caller: Caller) -> None:
        own, basis = await self._people.hold(tx, caller), make_joined_basis(hash_caller_space(self._keys, caller))
        rested = [right for right in await fetch_rights(tx, own.id) if right.basis == basis] if own else []
        if own and await lapse(tx, own.id, basis):
            for right in rested:
                what = await self._audit.ensure_actor(tx, own.id)
                await self._audit.record(tx, None, f"role.lapse.{right.role.name.lower()}", what, right.scope)

    async def _note(self, tx: Tx, caller: Caller, action: str, person_id: str, org: str | None) -> None:
        # Found, not locked: two who appoint each other at once would wait for one another.
        actor = await self._people.find(tx, caller) or await self._people.take(tx, caller)
        await self._audit.record(tx, actor.id, action, await self._audit.ensure_actor(tx, person_id), org)


def _is_here(caller: Caller, platform: str, account: str) -> bool:
    """Say whether an account can be met where the caller is; one of a space's own is named ``space:user``."""
    return platform == caller.platform and account.rpartition(":")[0] in ("", caller.space)


def replace_account(caller: Caller, account: str, platform: str | None = None) -> Caller:
    """Return somebody else, on the caller's platform unless it is another."""
    return Caller(platform or caller.platform, account, caller.space)


async def _scope(tx: Tx, reach: Reach, role: Role, word: str | None) -> tuple[str, str | None, str]:
    """Return a role's scope, the org it belongs to (None: the coalition), and the scope's name."""
    if role is Role.ADMIN:
        if reach.role is not Role.ADMIN:
            raise UserError("role.not_yours")
        return COALITION, None, ""
    if not word and role is Role.COORDINATOR and len(reach.orgs) == 1 and reach.role is Role.COORDINATOR:
        [word] = reach.orgs
    if not word:
        raise UserError("role.scope_missing", field="scope")
    if role is Role.COORDINATOR:
        org = await org_named(tx, reach, word)
        return org.id, org.id, org.name
    place = await place_named(tx, reach, word)
    return place.id, place.org_id, place.name


async def _names(tx: Tx, reach: Reach) -> dict[str, str]:
    """Return the names of the scopes within ``reach`` by id."""
    names = {org.id: org.name for org in await orgs_seen(tx, reach)}
    names |= {place.id: place.name for place in await places(tx, reach)}
    return {**names, COALITION: ""} if reach.role is Role.ADMIN else names
