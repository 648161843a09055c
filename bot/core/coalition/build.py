"""Builds the services of the coalition room."""

from collections.abc import Collection

from msgspec import Struct

from bot.core.base.build import Base
from bot.core.coalition.channels import Channels
from bot.core.coalition.coalition import Coalition
from bot.core.coalition.installations import Installations
from bot.core.coalition.joining import Joining
from bot.core.coalition.org_file import OrgFiles
from bot.core.coalition.orgs import FollowRename, Orgs, follow_nothing
from bot.core.coalition.profiles import Profiles
from bot.core.coalition.roles import Roles
from bot.core.coalition.space_links import SpaceLinks
from bot.core.coalition.spaces import Spaces
from bot.core.congress.congress import Congress
from bot.core.people.people import People
from bot.core.statehouse.statehouses import Statehouses


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
    base: Base,
    people: People,
    congress: Congress,
    statehouses: Statehouses,
    admins: Collection[tuple[str, str]],
    zone: str,
    follow_rename: FollowRename = follow_nothing,
) -> CoalitionServices:
    """Build the room. ``zone`` is the IANA name of the coalition's time zone. ``follow_rename`` is as in `Orgs`."""
    coalition = Coalition(base)
    return CoalitionServices(
        coalition=coalition,
        orgs=Orgs(base, people, coalition, follow_rename),
        org_files=OrgFiles(base, coalition),
        spaces=Spaces(base, people),
        links=SpaceLinks(base, people),
        channels=Channels(base, people, zone),
        installations=Installations(base),
        joining=Joining(base, people, coalition),
        roles=Roles(base, people, admins),
        profiles=Profiles(base, people, coalition, congress, statehouses),
    )
