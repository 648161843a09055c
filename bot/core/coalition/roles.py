"""Gives, revokes and lists roles within the caller's own reach. The last admin keeps the role."""

from collections.abc import Collection, Iterable
from functools import partial
from itertools import groupby

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.base.keys.caller_keys import hash_caller_space
from bot.core.base.stored_values import read_or
from bot.core.coalition.org_directory import (
    fetch_orgs,
    fetch_visible_places,
    find_scope,
    name_scopes,
    search_orgs,
    search_places,
)
from bot.core.people.grants import (
    LASTING,
    Grant,
    fetch_grants,
    fetch_holders,
    grant,
    lapse,
    make_given_basis,
    make_joined_basis,
    revoke,
)
from bot.core.people.lost_roles import add_lost_role_notices
from bot.core.people.people import People
from bot.core.people.role_support import HeldRole, end_unsupported, fetch_rights
from bot.errors import UserError
from bot.identity import AdminRight, Caller
from bot.roles import Reach, Role
from bot.store.engine import Tx
from bot.store.sql import func, select
from bot.store.statement import Row, Statement
from bot.store.tables import accounts, roles


class RoleHolding(Struct, frozen=True):
    """A role, an account that holds it, and the name of its scope ("" for the coalition).

    ``account`` is "" if the caller can't see any of the holder's accounts.
    """

    platform: str
    account: str
    role: Role
    scope: str
    by_config: bool = False  # from the config, without a row
    ended: int = 0  # roles that ended with it, because their holders had them from this one's
    held: int = 0  # scheduled alerts that nobody answers for anymore
    since: int = 0  # when it was given (UTC microseconds), 0 if unknown
    is_unmet: bool = False  # nobody had used the account before


class OwnRole(Struct, frozen=True):
    """A role of the caller's own, the id and name of its scope, and whether nobody else holds it there."""

    role: Role
    where: str
    scope: str
    is_last: bool


_ROLE = (roles.c.person_id, roles.c.role, roles.c.scope)
_SINCE = func.min(roles.c.granted_at)  # a role can have several bases
_DISTINCT_ROLES = select(*_ROLE, _SINCE.label("since")).group_by(*_ROLE).subquery()
_ALL = Statement(
    select(
        _DISTINCT_ROLES.c.person_id,
        _DISTINCT_ROLES.c.role,
        _DISTINCT_ROLES.c.scope,
        _DISTINCT_ROLES.c.since,
        accounts.c.platform,
        accounts.c.address,
    )
    .where(accounts.c.person_id == _DISTINCT_ROLES.c.person_id)
    .order_by(
        _DISTINCT_ROLES.c.since,
        _DISTINCT_ROLES.c.person_id,
        _DISTINCT_ROLES.c.role,
        _DISTINCT_ROLES.c.scope,
        accounts.c.created_at,
    )
)


class Roles:
    """Gives, revokes and lists roles. A scope outside the caller's reach does not exist for them."""

    def __init__(self, base: Base, people: People, config_admins: Collection[tuple[str, str]]) -> None:
        self._store, self._keys, self._clock, self._audit = base.store, base.keys, base.clock, base.audit
        self._people, self._waker = people, base.waker
        self._config_admins = frozenset(config_admins)

    async def give(self, caller: Caller, reach: Reach, account: str, role: Role, scope: str | None) -> RoleHolding:
        """Give ``account``, on the caller's platform, a role. Raises UserError if the caller can't give it."""
        return await self._store.write(lambda tx: self._give(tx, caller, reach, account, role, scope))

    async def find_own(
        self, caller: Caller, reach: Reach, account: str, role: Role, scope: str | None
    ) -> OwnRole | None:
        """The role that `take` would revoke, if it is the caller's own and may end; None for anybody else's."""

        async def read(tx: Tx) -> OwnRole | None:
            own = await self._people.find(tx, caller)
            person = await self._people.find(tx, replace_account(caller, account))
            if own is None or person is None or own.id != person.id:
                return None
            word = scope or await _find_held_scope(tx, reach, role, own.id)
            where, _, name = await find_scope(tx, reach, role, word)
            if Grant(role, where) not in await fetch_grants(tx, own.id) or await self._is_config_admin(tx, caller):
                return None
            is_last = await fetch_holders(tx, role, where) == {own.id}
            if is_last:
                self._check_last(reach, role, name)
            return OwnRole(role, where, name, is_last)

        return await self._store.read(read)

    async def take(
        self, caller: Caller, reach: Reach, account: str, role: Role, scope: str | None, platform: str | None = None
    ) -> RoleHolding:
        """Revoke a role of ``account``. Raises UserError for the last admin, and if ``account`` doesn't hold it."""
        taken = await self._store.write(lambda tx: self._take(tx, caller, reach, account, role, scope, platform))
        self._waker.wake()
        return taken

    async def lapse(self, caller: Caller) -> None:
        """End the roles a caller earned by administering this space, which they no longer do."""
        await self._store.write(lambda tx: self._lapse(tx, caller))

    async def end_right(self, right: AdminRight) -> None:
        """End the roles that depend on an admin right that a person has lost."""
        await self._store.write(lambda tx: self._end(tx, right.person, right.basis))

    async def match_scopes(self, reach: Reach, typed: Iterable[str], parts: bool) -> frozenset[str]:
        """The texts that name an org or chapter within ``reach``; with ``parts``, a part of a name is enough."""

        async def read(tx: Tx) -> frozenset[str]:
            searches = search_orgs(await fetch_orgs(tx, reach)), search_places(await fetch_visible_places(tx, reach))
            return frozenset(name for name in typed if any(search.accepts(name, parts) for search in searches))

        return await self._store.read(read)

    async def list_roles(self, caller: Caller, reach: Reach) -> tuple[RoleHolding, ...]:
        """The roles within the caller's reach, each with the holder's accounts in the caller's own space.

        Only admins see a holder's other accounts, which can be in another org's space.
        """

        async def read(tx: Tx) -> tuple[RoleHolding, ...]:
            names = await name_scopes(tx, reach)
            rows = [row for row in await tx.all(_ALL) if row.scope in names]
            grants = groupby(rows, key=lambda row: (row.person_id, row.role, row.scope, row.since))
            granted = tuple(
                RoleHolding(platform, account, Role[role.upper()], names[scope], since=since)
                for (_, role, scope, since), accounts in grants
                for platform, account in self._select_accounts(caller, reach, accounts)
            )
            return (*self._list_config_admins(reach), *granted)

        return await self._store.read(read)

    def _list_config_admins(self, reach: Reach) -> tuple[RoleHolding, ...]:
        """The admins named in the config. Nobody can revoke them here, and only admins see them."""
        named = sorted(self._config_admins) if reach.role is Role.ADMIN else ()
        return tuple(RoleHolding(platform, account, Role.ADMIN, "", by_config=True) for platform, account in named)

    def _select_accounts(self, caller: Caller, reach: Reach, rows: Iterable[Row]) -> tuple[tuple[str, str], ...]:
        """A holder's (platform, account) pairs: all of them for an admin, else those in the caller's space."""
        known = tuple((str(row.platform), read_or("", partial(self._keys.decrypt, row.address))) for row in rows)
        if reach.role is Role.ADMIN:
            return known
        return tuple(one for one in known if _is_here(caller, *one)) or ((caller.platform, ""),)

    async def _give(
        self, tx: Tx, caller: Caller, reach: Reach, account: str, role: Role, scope: str | None
    ) -> RoleHolding:
        where, org, name = await find_scope(tx, reach, role, scope)
        basis = await self._choose_basis(tx, caller, reach, org)
        is_unmet = await self._people.find(tx, replace_account(caller, account)) is None
        person = await self._people.take(tx, replace_account(caller, account))
        if person.suspended:
            raise UserError("role.suspended")
        await self._people.keep_address(tx, replace_account(caller, account))
        if await self._has(tx, caller, person.id, role, where):
            raise UserError("role.held")
        if not await grant(tx, person.id, role, where, self._clock(), {basis}):
            raise UserError("role.held")
        await self._note(tx, caller, "grant", role, person.id, org, where)
        return RoleHolding(caller.platform, account, role, name, is_unmet=is_unmet)

    def _check_last(self, reach: Reach, role: Role, name: str) -> None:
        """Raise UserError if a role may not be taken from its last holder."""
        if role is Role.ADMIN and not self._config_admins:
            raise UserError("role.last_admin")
        if role is Role.COORDINATOR and reach.role is not Role.ADMIN:
            raise UserError("role.last_coordinator", org=name)

    async def _take(
        self, tx: Tx, caller: Caller, reach: Reach, account: str, role: Role, scope: str | None, platform: str | None
    ) -> RoleHolding:
        person = await self._people.find(tx, replace_account(caller, account, platform))
        scope = scope or (await _find_held_scope(tx, reach, role, person.id) if person else None)
        where, org, name = await find_scope(tx, reach, role, scope)
        if role is Role.ADMIN and await self._is_config_admin(tx, replace_account(caller, account, platform)):
            raise UserError("role.by_config")
        if person is None or Grant(role, where) not in await fetch_grants(tx, person.id):
            raise UserError("role.not_held")
        if await fetch_holders(tx, role, where, lock=True) == {person.id}:
            self._check_last(reach, role, name)
        await revoke(tx, person.id, role, where)
        await self._note(tx, caller, "revoke", role, person.id, org, where)
        ended = await end_unsupported(tx, self._audit)
        own = await self._people.find(tx, caller)
        if own and own.id != person.id and any(one.person == own.id for one in ended):
            raise UserError("role.gave_yours")
        if role is Role.COORDINATOR and reach.role is not Role.ADMIN and not await fetch_holders(tx, role, where):
            raise UserError("role.gave_all", org=name)
        lost = (HeldRole(person.id, role.name.lower(), where, "", org or ""), *ended)
        besides = own.id if own else ""
        held = await add_lost_role_notices(tx, self._audit, self._people, lost, self._clock(), besides)
        return RoleHolding(caller.platform, account, role, name, ended=len(ended), held=held)

    async def _is_config_admin(self, tx: Tx, whose: Caller) -> bool:
        """Whether the config names one of a person's accounts as an admin."""
        person = await self._people.find(tx, whose)
        accounts = await self._people.load_accounts(tx, person.id) if person else ()
        return not self._config_admins.isdisjoint({(whose.platform, whose.account), *accounts})

    async def _has(self, tx: Tx, caller: Caller, person_id: str, role: Role, where: str) -> bool:
        """Whether a person already has a role on a lasting basis. For the caller, any basis counts."""
        rights = await fetch_rights(tx, person_id)
        own = await self._people.find(tx, caller)
        mine = own is not None and own.id == person_id
        return any((right.role, right.scope) == (role, where) and (mine or right.basis == LASTING) for right in rights)

    async def _choose_basis(self, tx: Tx, caller: Caller, reach: Reach, org: str | None) -> str:
        """The basis of a role that the caller gives. An admin's gift lasts, others end with the giver's own role."""
        own = await self._people.find(tx, caller)
        lasts = reach.role is Role.ADMIN or org is None or own is None
        return LASTING if lasts or own is None else make_given_basis(own.id)

    async def _lapse(self, tx: Tx, caller: Caller) -> None:
        own, basis = await self._people.hold(tx, caller), make_joined_basis(hash_caller_space(self._keys, caller))
        if own:
            await self._end(tx, own.id, basis)

    async def _end(self, tx: Tx, person_id: str, basis: str) -> None:
        """End a person's roles on one basis, and what depended on them."""
        lapsing = [right for right in await fetch_rights(tx, person_id) if right.basis == basis]
        if await lapse(tx, person_id, basis):
            for right in lapsing:
                actor = await self._audit.ensure_actor(tx, person_id)
                await self._audit.record(tx, None, f"role.lapse.{right.role.name.lower()}", actor, right.scope)
            own = [HeldRole(person_id, one.role.name.lower(), one.scope, basis, one.scope) for one in lapsing]
            lost = (*own, *await end_unsupported(tx, self._audit))
            await add_lost_role_notices(tx, self._audit, self._people, lost, self._clock())

    async def _note(
        self, tx: Tx, caller: Caller, act: str, role: Role, person_id: str, org: str | None, where: str
    ) -> None:
        """Add an entry about a role. A captain's names the chapter, too, which is ``where`` they hold it."""
        actor, action = await self._people.ensure(tx, caller), f"role.{act}.{role.name.lower()}"
        whom = await self._audit.ensure_actor(tx, person_id)
        await self._audit.record(tx, actor.id, action, f"{whom} {where}" if role is Role.CAPTAIN else whom, org)


def _is_here(caller: Caller, platform: str, account: str) -> bool:
    """Whether an account is visible in the caller's space. A space's own accounts are named ``space:user``."""
    return platform == caller.platform and account.rpartition(":")[0] in ("", caller.space)


def replace_account(caller: Caller, account: str, platform: str | None = None) -> Caller:
    """Another account in the caller's space, by default on the caller's platform."""
    return Caller(platform or caller.platform, account, caller.space)


async def _find_held_scope(tx: Tx, reach: Reach, role: Role, person_id: str) -> str | None:
    """The only scope within ``reach`` in which a person holds a role; None for none or several."""
    names = await name_scopes(tx, reach)
    held = [one.scope for one in await fetch_grants(tx, person_id) if one.role is role and one.scope in names]
    return held[0] if len(held) == 1 and role is not Role.ADMIN else None
