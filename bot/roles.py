"""Who may do what, in the words that every room shares."""

from dataclasses import dataclass
from enum import IntEnum


class Role(IntEnum):
    """What a person may do; each role may do all that the ones below it may."""

    VOLUNTEER = 0
    CAPTAIN = 1
    COORDINATOR = 2
    ADMIN = 3


@dataclass(frozen=True, slots=True)
class Reach:
    """How far somebody's roles go: the highest one, and the ids of the orgs and chapters they hold one in."""

    role: Role = Role.VOLUNTEER
    orgs: frozenset[str] = frozenset()
    chapters: frozenset[str] = frozenset()

    def over_org(self, org_id: str) -> bool:
        """Whether they coordinate this org, or the whole coalition."""
        return self.role is Role.ADMIN or org_id in self.orgs

    def over_chapter(self, chapter_id: str, org_id: str) -> bool:
        """Whether they captain this chapter, or may more."""
        return self.over_org(org_id) or chapter_id in self.chapters
