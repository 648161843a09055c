"""Roles: who holds which, over what, on what basis, and who may give or take them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, delete, exists, or_, select

from bot.roles import Reach, Role
from bot.store.engine import Tx
from bot.store.statement import Row, Statement
from bot.store.tables import chapters, orgs, roles

COALITION = ""  # the scope of an admin
LASTING = ""  # the basis of a role that ends only when somebody takes it

_OWN = roles.c.person_id == bindparam("person")
_HELD = select(roles.c.role, roles.c.scope).where(_OWN).distinct()
_OF = Statement(_HELD)
# What is archived gives no right any more, though the row stays: history says who held what.
_LIVING = or_(
    roles.c.scope == COALITION,
    exists().where(orgs.c.id == roles.c.scope, orgs.c.archived_at.is_(None)),
    exists().where(chapters.c.id == roles.c.scope, chapters.c.archived_at.is_(None)),
)
_IN_FORCE = Statement(select(roles.c.role, roles.c.scope, roles.c.basis).where(_OWN, _LIVING))
_ADD = Statement(lambda insert: insert(roles).on_conflict_do_nothing())
_ROLE = (_OWN, roles.c.role == bindparam("role"), roles.c.scope == bindparam("scope"))
_TAKE = Statement(delete(roles).where(*_ROLE))
_LAPSE = Statement(delete(roles).where(_OWN, roles.c.basis == bindparam("basis")))
# Locked, so that of two who revoke one another at once, the second finds the first's role gone.
_HOLDING = (
    select(roles.c.person_id)
    .where(roles.c.role == bindparam("role"), roles.c.scope == bindparam("scope"))
    .order_by(roles.c.person_id, roles.c.basis)
)
_HOLDERS, _LOCK_HOLDERS = Statement(_HOLDING), Statement(_HOLDING.with_for_update())


@dataclass(frozen=True, slots=True)
class Grant:
    """A role over a scope: a chapter's id, an org's, or `COALITION`."""

    role: Role
    scope: str


@dataclass(frozen=True, slots=True)
class Right:
    """A role that is in force, with its basis: `LASTING`, `make_joined_basis` or `make_appointed_basis`."""

    role: Role
    scope: str
    basis: str


def make_joined_basis(space_key: bytes) -> str:
    """Return the basis of a role that came to whoever linked a space; it ends with the link, or their admin right."""
    return f"joined {space_key.hex()}"


def make_appointed_basis(space_key: bytes) -> str:
    """Return the basis of a role given by somebody whose own rests on a space's link; it ends with the link."""
    return f"appointed {space_key.hex()}"


def derive_bases(rights: Collection[Right], org_id: str) -> frozenset[str]:
    """Return the bases of what somebody gives within an org on the strength of ``rights``.

    Nobody gives more than they have: what rests on a space's link rests on it in other hands too.
    """
    held = {right.basis for right in rights if right.role is Role.ADMIN or right.scope == org_id}
    if LASTING in held or not held:  # the config's admins hold no row
        return frozenset({LASTING})
    return frozenset(f"appointed {basis.rpartition(' ')[2]}" for basis in held)


def reach_of(grants: Collection[Grant | Right], config_admin: bool) -> Reach:
    """Return how far roles go together; the config's admins are admins whatever the database says."""
    role = max((grant.role for grant in grants), default=Role.VOLUNTEER)
    orgs = frozenset(grant.scope for grant in grants if grant.role is Role.COORDINATOR)
    chapters = frozenset(grant.scope for grant in grants if grant.role is Role.CAPTAIN)
    return Reach(Role.ADMIN if config_admin else role, orgs, chapters)


async def fetch_grants(tx: Tx, person_id: str) -> tuple[Grant, ...]:
    """Return the roles that somebody holds, each once, archived scopes too."""
    return tuple(Grant(Role[row.role.upper()], row.scope) for row in await tx.all(_OF, person=person_id))


async def fetch_rights(tx: Tx, person_id: str) -> tuple[Right, ...]:
    """Return the roles of somebody that are in force, once for each basis."""
    return tuple(_right(row) for row in await tx.all(_IN_FORCE, person=person_id))


async def grant(tx: Tx, person_id: str, role: Role, scope: str, at: int, bases: Collection[str] = (LASTING,)) -> bool:
    """Give a role; return False where it was held on these bases already."""
    row = {"person_id": person_id, "role": role.name.lower(), "scope": scope, "granted_at": at}
    return any([await tx.run(_ADD, **row, basis=basis) for basis in sorted(bases)])


async def revoke(tx: Tx, person_id: str, role: Role, scope: str) -> bool:
    """Take a role away, whatever it rests on; return False where it wasn't held."""
    return bool(await tx.run(_TAKE, person=person_id, role=role.name.lower(), scope=scope))


async def lapse(tx: Tx, person_id: str, basis: str) -> bool:
    """End what somebody holds on one basis alone; return False where that was nothing."""
    return bool(await tx.run(_LAPSE, person=person_id, basis=basis))


async def holders(tx: Tx, role: Role, scope: str, *, lock: bool = False) -> frozenset[str]:
    """Return the ids of those who hold a role over a scope; with ``lock`` nobody else takes it meanwhile."""
    rows = await tx.all(_LOCK_HOLDERS if lock else _HOLDERS, role=role.name.lower(), scope=scope)
    return frozenset(row.person_id for row in rows)


def make_role_row(person_id: str, held: Sequence[Any]) -> dict[str, Any]:
    """Return a role's row from a link's note; notes of links made before roles had a basis know none."""
    role, scope, since, basis = (*held, LASTING)[:4]
    return {"person_id": person_id, "role": role, "scope": scope, "granted_at": since, "basis": basis}


def _right(row: Row) -> Right:
    return Right(Role[row.role.upper()], row.scope, row.basis)
