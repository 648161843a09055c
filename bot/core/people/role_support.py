"""Which roles are in force: those that last, those of a space's administrator, and those whose giver still has one.

A role that a coordinator gave ends with the giver's own. It stays if an admin gave it too.
"""

from collections.abc import Collection, Iterable, Sequence
from functools import partial
from typing import NamedTuple

from bot.core.base.audit.audit import Audit
from bot.core.base.keys.keys import Keys
from bot.core.base.stored_values import read_or
from bot.core.people.grants import APPOINTED, GIVEN, IN_FORCE, JOINED, Right, make_given_basis
from bot.identity import AdminRight, Caller
from bot.roles import Role
from bot.store.engine import Query, Tx
from bot.store.sql import Select, bindparam, delete, func, select
from bot.store.statement import Row, Statement
from bot.store.tables import accounts, chapters, roles, spaces


class HeldRole(NamedTuple):
    """A row of a role, with the org that its scope belongs to; empty for the coalition."""

    person: str
    role: str
    scope: str
    basis: str
    org: str


Loss = tuple[str, str]  # a person and a basis of theirs that has ended


def _select_roles() -> Select[tuple[str, str, str, str, int, str]]:
    of_captain = chapters.alias("of_captain")  # another name, as `IN_FORCE` looks among chapters too
    org = func.coalesce(of_captain.c.org_id, roles.c.scope).label("org")
    joined = roles.outerjoin(of_captain, of_captain.c.id == roles.c.scope)
    return select(roles.c.person_id, roles.c.role, roles.c.scope, roles.c.basis, roles.c.granted_at, org).select_from(
        joined
    )


_ORDER = (roles.c.person_id, roles.c.role, roles.c.scope, roles.c.basis)
_ALL = Statement(_select_roles().order_by(*_ORDER))
_OF_PERSON = Statement(_select_roles().where(roles.c.person_id == bindparam("person"), IN_FORCE).order_by(*_ORDER))
_WITH_BASIS = Statement(_select_roles().where(roles.c.basis == bindparam("rests_on")).order_by(*_ORDER))
_END = Statement(
    delete(roles).where(
        roles.c.person_id == bindparam("person"),
        roles.c.role == bindparam("named"),
        roles.c.scope == bindparam("over"),
        roles.c.basis == bindparam("rests_on"),
    )
)
_ADD = Statement(lambda insert: insert(roles).on_conflict_do_nothing())
_SPACE = Statement(select(spaces.c.platform, spaces.c.address).where(spaces.c.key == bindparam("key")))
_ACCOUNTS = Statement(
    select(accounts.c.address)
    .where(accounts.c.person_id == bindparam("person"), accounts.c.platform == bindparam("platform"))
    .order_by(accounts.c.created_at, accounts.c.key)
)


def find_supported(held: Sequence[HeldRole]) -> tuple[HeldRole, ...]:
    """The roles that are in force. Two people who gave each other theirs don't support one another."""
    supported = [one for one in held if not one.basis.startswith((GIVEN, APPOINTED))]
    waiting = [one for one in held if one not in supported]
    while found := [one for one in waiting if any(_is_support(other, one) for other in supported)]:
        supported += found
        waiting = [one for one in waiting if one not in found]
    return tuple(supported)


def _is_support(giver: HeldRole, one: HeldRole) -> bool:
    """Whether the holder of one role could give another, and did."""
    could = giver.role == "admin" or (giver.role == "coordinator" and giver.org == one.org)
    did = one.basis == GIVEN + giver.person or one.basis.replace(APPOINTED, JOINED, 1) == giver.basis
    return could and did


async def fetch_rights(tx: Tx, person_id: str, lost: Collection[Loss] = ()) -> tuple[Right, ...]:
    """A person's roles in force, one per basis. ``lost`` are bases that have ended, of the person or of givers."""
    held = [one for one in await _load_chain(tx, person_id) if (one.person, one.basis) not in lost]
    mine = (one for one in find_supported(held) if one.person == person_id)
    return tuple(Right(Role[one.role.upper()], one.scope, one.basis) for one in mine)


async def find_admin_rights(tx: Tx, keys: Keys, person_id: str, caller: Caller | None = None) -> tuple[AdminRight, ...]:
    """The admin rights in spaces that a person's roles rest on, their own and givers', but not the caller's here."""
    found = []
    for one in await _load_chain(tx, person_id):
        if not one.basis.startswith(JOINED):
            continue
        row = await tx.one(_SPACE, key=bytes.fromhex(one.basis.removeprefix(JOINED)))
        space = read_or("", partial(keys.decrypt, row.address)) if row else ""
        here = (caller.platform, caller.space, person_id) if caller else None
        is_here = row and (row.platform, space, one.person) == here
        if row and space and not is_here:
            addresses = await tx.all(_ACCOUNTS, person=one.person, platform=row.platform)
            known = (read_or("", partial(keys.decrypt, it.address)) for it in addresses)
            found.append(AdminRight(row.platform, space, tuple(filter(None, known)), one.person, one.basis))
    return tuple(dict.fromkeys(found))


async def find_ending(tx: Tx, bases: Collection[str] = ()) -> tuple[HeldRole, ...]:
    """The rows that end without some bases."""
    held = _read(await tx.all(_ALL))
    left = [one for one in held if one.basis not in bases]
    return tuple(one for one in held if one not in find_supported(left))


def find_lost(held: Iterable[HeldRole], ending: Sequence[HeldRole]) -> tuple[HeldRole, ...]:
    """One row for each role that its holder loses with ``ending``: no other row of ``held`` gives it to them."""
    left = {one[:3] for one in held if one not in ending}
    return tuple({one[:3]: one for one in ending if one[:3] not in left}.values())


async def end_unsupported(tx: Tx, audit: Audit, bases: Collection[str] = ()) -> tuple[HeldRole, ...]:
    """End the roles that rest on some bases, and those whose givers can't give anymore. Returns what was lost.

    Each role lost gets an entry in the audit trail.
    """
    held, ending = _read(await tx.all(_ALL)), await find_ending(tx, bases)
    for one in ending:
        await tx.run(_END, person=one.person, named=one.role, over=one.scope, rests_on=one.basis)
    lost = find_lost(held, ending)
    for one in lost:
        await audit.record(tx, None, f"role.end.{one.role}", await audit.ensure_actor(tx, one.person), one.org)
    return lost


async def pass_on_given(tx: Tx, goes: str, stays: str) -> None:
    """Let what one person gave rest on another, into whom they are merged."""
    for row in await tx.all(_WITH_BASIS, rests_on=make_given_basis(goes)):
        named = {"person_id": row.person_id, "role": row.role, "scope": row.scope}
        await tx.run(_ADD, **named, granted_at=row.granted_at, basis=make_given_basis(stays))
        await tx.run(_END, person=row.person_id, named=row.role, over=row.scope, rests_on=make_given_basis(goes))


async def load_held(tx: Tx) -> tuple[HeldRole, ...]:
    """Every role of everybody."""
    return _read(await tx.all(_ALL))


def make_roles_query(person_id: str) -> Query:
    """The query for a person's own roles."""
    return _OF_PERSON, {"person": person_id}


async def _load_chain(tx: Tx, person_id: str) -> tuple[HeldRole, ...]:
    """A person's roles in scopes that aren't archived, with those of their givers, and of theirs."""
    found, seen, left = dict[HeldRole, None](), set[str](), [person_id]
    while left:
        person = left.pop()
        seen.add(person)
        statement, params = make_roles_query(person)
        for one in _read(await tx.all(statement, **params)):
            found[one] = None
            if one.basis.startswith(GIVEN):
                left += {one.basis.removeprefix(GIVEN)} - seen
            elif one.basis.startswith(APPOINTED):
                basis = one.basis.replace(APPOINTED, JOINED, 1)
                found |= dict.fromkeys(_read(await tx.all(_WITH_BASIS, rests_on=basis)))
    return tuple(found)


def _read(rows: Iterable[Row]) -> tuple[HeldRole, ...]:
    return tuple(HeldRole(row.person_id, row.role, row.scope, row.basis, row.org) for row in rows)
