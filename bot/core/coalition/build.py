"""Builds the services of the coalition room."""

from collections.abc import Collection

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.coalition.channels import Channels
from bot.core.coalition.coalition import Coalition
from bot.core.coalition.installations import Installations
from bot.core.coalition.joining import Joining
from bot.core.coalition.org_file import OrgFiles
from bot.core.coalition.orgs import Orgs
from bot.core.coalition.profiles import Profiles
from bot.core.coalition.roles import Roles
from bot.core.coalition.space_links import SpaceLinks
from bot.core.coalition.spaces import Spaces
from bot.core.congress.congress import Congress
from bot.core.people.people import People


class CoalitionServices(Struct, frozen=True):
    """The services for orgs, spaces, channels, roles and profiles."""

    coalition: Coalition
    orgs: Orgs
    org_files: OrgFiles
    spaces: Spaces
    links: SpaceLinks
    channels: Channels
    installations: Installations
    joining: Joining
    roles: Roles
    profiles: Profiles


def build_coalition(
    base: Base, people: People, congress: Congress, admins: Collection[tuple[str, str]], zone: str
) -> CoalitionServices:
    """Build the room. ``zone`` is the IANA name of the coalition's time zone."""
    store, keys, clock, audit = base.store, base.keys, base.clock, base.audit
    coalition = Coalition(store, keys, clock)
    return CoalitionServices(
        coalition=coalition,
        orgs=Orgs(store, clock, people, coalition, audit),
        org_files=OrgFiles(store, coalition, audit),
        spaces=Spaces(store, keys, clock, people, audit),
        links=SpaceLinks(store, keys, clock, people, audit),
        channels=Channels(store, keys, clock, people, audit, zone),
        installations=Installations(store, keys, clock, audit),
        joining=Joining(store, keys, clock, people, base.requests, audit),
        roles=Roles(store, keys, clock, people, audit, admins),
        profiles=Profiles(store, clock, people, coalition, congress),
    )
