"""Roles: who holds which one, over which scope, and on what basis."""

from collections.abc import Collection, Sequence
from typing import Any

from msgspec import Struct

from bot.roles import Reach, Role
from bot.store.engine import Tx
from bot.store.sql import bindparam, delete, exists, or_, select
from bot.store.statement import Statement
from bot.store.tables import chapters, orgs, roles

COALITION = ""  # the scope of an admin
LASTING = ""  # the basis of a role that ends only when somebody revokes it
# How a basis begins; after each comes a space's key in hex, or the giver's id.
JOINED, APPOINTED, GIVEN = "joined ", "appointed ", "given "
PHANTOM = "phantom"  # how a role of text that is no account is written, with its platform, to revoke it

_OWN = roles.c.person_id == bindparam("person")
_DISTINCT_ROLES = select(roles.c.role, roles.c.scope).where(_OWN).distinct()
_OF = Statement(_DISTINCT_ROLES)
# Archived scopes give no rights, but their rows stay for history.
IN_FORCE = or_(
    roles.c.scope == COALITION,
    exists().where(orgs.c.id == roles.c.scope, orgs.c.archived_at.is_(None)),
    exists().where(chapters.c.id == roles.c.scope, chapters.c.archived_at.is_(None)),
)
_ADD = Statement(lambda insert: insert(roles).on_conflict_do_nothing())
_ROLE = (_OWN, roles.c.role == bindparam("role"), roles.c.scope == bindparam("scope"))
_REVOKE = Statement(delete(roles).where(*_ROLE))
_LAPSE = Statement(delete(roles).where(_OWN, roles.c.basis == bindparam("basis")))
# Locked, so that if two people revoke each other at once, the second one's role is already gone.
_SELECT_HOLDERS = (
    select(roles.c.person_id)
    .where(roles.c.role == bindparam("role"), roles.c.scope == bindparam("scope"))
    .order_by(roles.c.person_id, roles.c.basis)
)
_HOLDERS, _LOCK_HOLDERS = Statement(_SELECT_HOLDERS), Statement(_SELECT_HOLDERS.with_for_update())


class Grant(Struct, frozen=True):
    """A role over a scope: a chapter's id, an org's, or `COALITION`."""

    role: Role
    scope: str


class Right(Struct, frozen=True):
    """A role in force, with its basis: `LASTING`, or from one of the functions below."""

    role: Role
    scope: str
    basis: str


def make_joined_basis(space_key: bytes) -> str:
    """The basis of a role earned by linking a space. It ends with the link or with the person's admin right there."""
    return JOINED + space_key.hex()


def make_appointed_basis(space_key: bytes) -> str:
    """The basis of a role that somebody gave whose own rested on a space's link, in rows of earlier versions.

    It ends with the link, and when no role rests on it anymore.
    """
    return APPOINTED + space_key.hex()


def make_given_basis(person_id: str) -> str:
    """The basis of a role that a coordinator gave. It ends with the giver's own; what an admin gives lasts."""
    return GIVEN + person_id


def combine_reach(grants: Collection[Grant | Right], config_admin: bool, suspended: bool = False) -> Reach:
    """The combined reach of some roles. Admins named in the config are always admins.

    A suspended person has none. Admins keep theirs, because nobody can suspend them.
    """
    role = max((grant.role for grant in grants), default=Role.VOLUNTEER)
    orgs = frozenset(grant.scope for grant in grants if grant.role is Role.COORDINATOR)
    chapters = frozenset(grant.scope for grant in grants if grant.role is Role.CAPTAIN)
    reach = Reach(Role.ADMIN if config_admin else role, orgs, chapters)
    return Reach() if suspended and reach.role is not Role.ADMIN else reach


async def fetch_grants(tx: Tx, person_id: str) -> tuple[Grant, ...]:
    """The roles a person holds, each once, including archived scopes."""
    return tuple(Grant(Role[row.role.upper()], row.scope) for row in await tx.all(_OF, person=person_id))


async def grant(tx: Tx, person_id: str, role: Role, scope: str, at: int, bases: Collection[str] = (LASTING,)) -> bool:
    """Give a role. Returns False if the person already held it on these bases."""
    row = {"person_id": person_id, "role": role.name.lower(), "scope": scope, "granted_at": at}
    return any([await tx.run(_ADD, **row, basis=basis) for basis in sorted(bases)])


async def revoke(tx: Tx, person_id: str, role: Role, scope: str) -> bool:
    """Revoke a role on every basis. Returns False if the person didn't hold it."""
    return bool(await tx.run(_REVOKE, person=person_id, role=role.name.lower(), scope=scope))


async def lapse(tx: Tx, person_id: str, basis: str) -> bool:
    """End every role a person holds on one basis. Returns False if there was none."""
    return bool(await tx.run(_LAPSE, person=person_id, basis=basis))


async def fetch_holders(tx: Tx, role: Role, scope: str, *, lock: bool = False) -> frozenset[str]:
    """The ids of the people who hold a role over a scope. ``lock`` prevents revocation until the transaction ends."""
    rows = await tx.all(_LOCK_HOLDERS if lock else _HOLDERS, role=role.name.lower(), scope=scope)
    return frozenset(row.person_id for row in rows)


def make_role_row(person_id: str, noted: Sequence[Any]) -> dict[str, Any]:
    """A role's row from a link's note. Notes from before roles had a basis lack it."""
    role, scope, since, basis = (*noted, LASTING)[:4]
    return {"person_id": person_id, "role": role, "scope": scope, "granted_at": since, "basis": basis}
