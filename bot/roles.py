"""Roles, and how far they reach."""

from dataclasses import dataclass
from enum import IntEnum


class Role(IntEnum):
    """What a person may do. Each role includes the ones below it."""

    VOLUNTEER = 0
    CAPTAIN = 1
    COORDINATOR = 2
    ADMIN = 3


@dataclass(frozen=True, slots=True)
class Reach:
    """A person's highest role, and the ids of the orgs and chapters where they hold one."""

    role: Role = Role.VOLUNTEER
    orgs: frozenset[str] = frozenset()
    chapters: frozenset[str] = frozenset()

    def covers(self, org_id: str | None) -> bool:
        """Whether they coordinate this org; for None, the whole coalition."""
        return self.role is Role.ADMIN or (org_id is not None and self.covers_org(org_id))

    def covers_org(self, org_id: str) -> bool:
        """Whether they coordinate this org or the whole coalition."""
        return self.role is Role.ADMIN or org_id in self.orgs

    def covers_chapter(self, chapter_id: str, org_id: str) -> bool:
        """Whether they captain this chapter, or have a higher role over it."""
        return self.covers_org(org_id) or chapter_id in self.chapters
