"""Builds the services of the people room."""

from collections.abc import Collection

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.people.lost_roles import LostRoleNotices
from bot.core.people.people import People
from bot.core.people.profiles.platform_settings import PlatformSettings
from bot.core.people.profiles.residents import Residents


class PeopleServices(Struct, frozen=True):
    """People, their platforms' settings, and how many live where."""

    people: People
    platform_settings: PlatformSettings
    lost_roles: LostRoleNotices
    residents: Residents


def build_people(base: Base, admins: Collection[tuple[str, str]]) -> PeopleServices:
    """Build the room. ``admins`` are (platform, account) pairs from the config."""
    people = People(base, admins)
    return PeopleServices(
        people, PlatformSettings(base), LostRoleNotices(base, people), Residents(base.store, base.keys)
    )
