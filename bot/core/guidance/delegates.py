"""Whom of somebody's targets has no vote on the floor of the House."""

from bot.core.directory.members import REPRESENTATIVE, VOTELESS, Title, find_house_title
from bot.core.guidance.targets import Target, state_in


def title_of(target: Target | None, place: str | None) -> Title | None:
    """Return a target's title for somebody who lives in ``place``; None where it isn't known, or no member's."""
    if target is None:
        return None
    if target.member:
        return target.member.title
    return find_house_title(state_in(place or "")) if target.generic == REPRESENTATIVE else None


def has_no_vote(target: Target | None, place: str | None) -> bool:
    """Say whether a target speaks in the House and doesn't vote on its floor."""
    return title_of(target, place) in VOTELESS
