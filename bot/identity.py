"""Who is asking: the account that a request came from, and what the coalition knows about its owner."""

from dataclasses import dataclass
from typing import NamedTuple

from msgspec import Struct

from bot.roles import Reach, Role


@dataclass(frozen=True, slots=True)
class Caller:
    """An account, as a verified platform request names it.

    ``account`` is unique on its platform (``team:user`` on Slack). ``space`` is the id of the server or workspace,
    None outside one (a Discord direct message). ``marks`` are the channel they are in and the roles they hold in
    the space: ``channel:<id>`` and ``role:<id>``. ``alias`` is a second name that the platform gives the same
    account; what was sealed for the alias belongs to them too.
    """

    platform: str
    account: str
    space: str | None
    marks: tuple[str, ...] = ()
    alias: str = ""


class AdminRight(NamedTuple):
    """A person's right to administer a space, by any of their accounts there. A role of theirs has it as its basis."""

    platform: str
    space: str
    accounts: tuple[str, ...]
    person: str
    basis: str


class Identity(Struct, frozen=True):
    """What a request needs to know of its caller before it runs: how far their roles go, and the languages.

    ``lapsed`` is true if one of their roles depends on administering this space, and the platform says they no
    longer do. ``elsewhere`` are the admin rights in spaces that their roles depend on besides: in other spaces, on
    other platforms, and of those who gave them a role. ``unsure`` is true if a platform didn't say, for one of these,
    whether it still exists; the roles that depend on it are left out. ``zone`` is their time zone by their profile.
    ``suspended``: a coordinator stopped them from logging. ``from_here`` is true if one of their roles depends on
    administering this space. ``lost_profile``: what they entered about themselves can't be read.
    """

    reach: Reach = Reach()
    language: str | None = None
    space_language: str | None = None
    lapsed: bool = False
    elsewhere: tuple[AdminRight, ...] = ()
    unsure: bool = False
    zone: str | None = None
    suspended: bool = False
    from_here: bool = False
    lost_profile: bool = False

    @property
    def role(self) -> Role:
        """The highest role."""
        return self.reach.role
