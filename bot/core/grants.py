"""Roles: who holds which, over what, and who may give or take them."""

from dataclasses import dataclass

from sqlalchemy import bindparam, delete, select

from bot.roles import Reach, Role
from bot.store.engine import Tx
from bot.store.statement import Row, Statement
from bot.store.tables import roles

COALITION = ""  # the scope of an admin

_OF = Statement(select(roles.c.role, roles.c.scope).where(roles.c.person_id == bindparam("person")))
_ADD = Statement(lambda insert: insert(roles).on_conflict_do_nothing())
_TAKE = Statement(
    delete(roles).where(
        roles.c.person_id == bindparam("person"),
        roles.c.role == bindparam("role"),
        roles.c.scope == bindparam("scope"),
    )
)
# Locked, so that of two who revoke one another at once, the second finds the first's role gone.
_ADMINS = Statement(
    select(roles.c.person_id)
    .where(roles.c.role == Role.ADMIN.name.lower())
    .order_by(roles.c.person_id)
    .with_for_update()
)


@dataclass(frozen=True, slots=True)
class Grant:
    """A role over a scope: a chapter's id, an org's, or `COALITION`."""

    role: Role
    scope: str


def reach_of(grants: tuple[Grant, ...], config_admin: bool) -> Reach:
    """Return how far roles go together; the config's admins are admins whatever the database says."""
    role = max((grant.role for grant in grants), default=Role.VOLUNTEER)
    orgs = frozenset(grant.scope for grant in grants if grant.role is Role.COORDINATOR)
    chapters = frozenset(grant.scope for grant in grants if grant.role is Role.CAPTAIN)
    return Reach(Role.ADMIN if config_admin else role, orgs, chapters)


async def grants_of(tx: Tx, person_id: str) -> tuple[Grant, ...]:
    """Return the roles that somebody holds."""
    return tuple(_grant(row) for row in await tx.all(_OF, person=person_id))


async def grant(tx: Tx, person_id: str, role: Role, scope: str, at: int) -> bool:
    """Give a role; return False where it was held already."""
    return bool(await tx.run(_ADD, person_id=person_id, role=role.name.lower(), scope=scope, granted_at=at))


async def revoke(tx: Tx, person_id: str, role: Role, scope: str) -> bool:
    """Take a role away; return False where it wasn't held."""
    return bool(await tx.run(_TAKE, person=person_id, role=role.name.lower(), scope=scope))


async def admins(tx: Tx) -> int:
    """Return how many hold the admin's role in the database; nobody else changes that until the transaction ends."""
    return len(await tx.all(_ADMINS))


def _grant(row: Row) -> Grant:
    return Grant(Role[row.role.upper()], row.scope)
