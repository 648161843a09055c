"""Which targets have no vote on the floor of the House."""

from bot.core.directory.members import REPRESENTATIVE, VOTELESS, Title, find_house_title
from bot.core.guidance.targets import Target, parse_state_code


def find_title(target: Target | None, place: str | None) -> Title | None:
    """A target's title for a caller who lives in ``place``. None if it is unknown, or no member's."""
    if target is None:
        return None
    if target.member:
        return target.member.title
    return find_house_title(parse_state_code(place or "")) if target.generic == REPRESENTATIVE else None


def has_no_vote(target: Target | None, place: str | None) -> bool:
    """Whether the target sits in the House without a floor vote."""
    return find_title(target, place) in VOTELESS
