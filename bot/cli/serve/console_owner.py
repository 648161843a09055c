"""Who is the admin at the console: the owner of the database, while Callboard has no other admins.

So a newcomer can try what coordinators and admins do. Where settings or database name admins, their word holds.
"""

import os

from bot.adapters.console.own_commands import RoleHint
from bot.config.settings import Admin, Config
from bot.config.store_url import StoreUrl
from bot.core.people.grants import COALITION, fetch_holders
from bot.errors import Unavailable
from bot.roles import Role
from bot.store.engine import Tx
from bot.store.glance import glance

OWNER = "you"  # the name at the console without --as


async def choose_role_hint(settings: Config, name: str) -> RoleHint:
    """What somebody called ``name`` at the console reads about their role. They are the admin if it is `OWNER`."""
    if settings.coalition.admins:
        return RoleHint.OTHER_ADMINS if name.casefold() == OWNER else RoleHint.NONE
    if not _is_own_database(settings.store.url):
        return RoleHint.UNCLAIMED
    if await _has_admins(settings.store.url):
        return RoleHint.OTHER_ADMINS if name.casefold() == OWNER else RoleHint.NONE
    return RoleHint.OWNER if name.casefold() == OWNER else RoleHint.OTHER_NAME


def add_owner(settings: Config, hint: RoleHint) -> Config:
    """The settings with the owner as the admin, where `choose_role_hint` found that they are."""
    if hint not in (RoleHint.OWNER, RoleHint.OTHER_NAME):
        return settings
    coalition = settings.coalition.model_copy(update={"admins": (Admin("console", OWNER),)})
    return settings.model_copy(update={"coalition": coalition})


def _is_own_database(address: StoreUrl) -> bool:
    """Whether the database is a file of the user who runs this, or one that they are about to create."""
    if address.engine != "sqlite":
        return False
    try:
        return address.path.stat().st_uid == os.geteuid()
    except FileNotFoundError:
        return True
    except OSError:  # opening it says what is wrong
        return False


async def _has_admins(address: StoreUrl) -> bool:
    try:
        return bool(await glance(address, _fetch_admins))
    except Unavailable:  # opening it says what is wrong
        return True


async def _fetch_admins(tx: Tx) -> frozenset[str]:
    return await fetch_holders(tx, Role.ADMIN, COALITION)
