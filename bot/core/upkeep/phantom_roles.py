"""Roles that nobody can hold. Earlier versions accepted any text as an account, and granted roles to it."""

import re
from collections.abc import Mapping
from functools import partial
from types import MappingProxyType

from msgspec import Struct

from bot.core.base.keys.keys import Keys
from bot.core.base.stored_values import read_or
from bot.core.people.grants import PHANTOM
from bot.store.engine import Tx
from bot.store.sql import select
from bot.store.statement import Statement
from bot.store.tables import accounts, chapters, orgs, roles

# The form of account ids on each platform. The console accepts any name.
_ACCOUNTS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {"discord": re.compile(r"[0-9]{15,20}"), "slack": re.compile(r"T[A-Z0-9]+:[UW][A-Z0-9]+")}
)
_ROLES_WITH_ACCOUNTS = Statement(
    select(roles.c.role, accounts.c.platform, accounts.c.address, orgs.c.name.label("org"), chapters.c.name)
    .select_from(
        roles.join(accounts, accounts.c.person_id == roles.c.person_id)
        .outerjoin(orgs, orgs.c.id == roles.c.scope)
        .outerjoin(chapters, chapters.c.id == roles.c.scope)
    )
    .distinct()
    .order_by(roles.c.role, accounts.c.platform)
)


class PhantomRole(Struct, frozen=True):
    """A role held by text that is not an account on its platform. ``scope`` is empty for the coalition."""

    platform: str
    typed: str
    role: str
    scope: str


async def find_phantom_roles(tx: Tx, keys: Keys) -> tuple[PhantomRole, ...]:
    """Find the roles whose account can't exist. Unreadable accounts are left to `bot.core.upkeep.damage`."""
    found = list[PhantomRole]()
    for row in await tx.all(_ROLES_WITH_ACCOUNTS):
        typed = read_or("", partial(keys.decrypt, row.address))
        pattern = _ACCOUNTS.get(row.platform)
        if typed and pattern and not pattern.fullmatch(typed):
            found.append(PhantomRole(row.platform, typed, row.role, row.org or row.name or ""))
    return tuple(found)


def describe_phantom(phantom: PhantomRole) -> str:
    """A sentence with the impossible account, its role, and the command that revokes it."""
    scope = f" scope:{phantom.scope}" if phantom.scope else ""
    command = f"/role revoke person:{PHANTOM}:{phantom.platform}:{phantom.typed} role:{phantom.role}{scope}"
    return (
        f"“{phantom.typed}” is no account on {phantom.platform.capitalize()}, and holds the role {phantom.role}"
        f"{f' for {phantom.scope}' if phantom.scope else ''}. As an admin, type at the console: {command}"
    )
