"""What somebody should know of the data on Congress: that they are old, or of two Congresses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.core.clock import day_of
from bot.core.members import Directory, Edition
from bot.core.zones import EASTERN


class Doubt(StrEnum):
    """Why the data may be wrong, gravest first."""

    OVER = "over"  # a new Congress has begun
    TERMS = "terms"  # some members' terms are over
    ZIPS = "zips"  # the ZIPs are of another Congress's districts


@dataclass(frozen=True, slots=True)
class Caveat:
    """One doubt: which Congress the data are of, until when, who may have gone, and whose districts the ZIPs have."""

    doubt: Doubt
    congress: int
    until: date
    gone: tuple[str, ...] = ()
    zips_for: int = 0


def caveats(directory: Directory, today: date) -> tuple[Caveat, ...]:
    """Return what an admin should know; nothing while all is well, or while nothing was ever loaded."""
    edition = directory.edition
    if edition is None:
        return ()
    if today >= edition.valid_to:
        return (_caveat(edition, Doubt.OVER),)
    gone = tuple(sorted(member.name for member in directory.members.values() if member.ends <= today))
    of_other_maps = edition.zips_for is not None and edition.zips_for != edition.number
    return (
        *((_caveat(edition, Doubt.TERMS, gone),) if gone else ()),
        *((_caveat(edition, Doubt.ZIPS),) if of_other_maps else ()),
    )


def today(at: int) -> date:
    """Return the day that it is in Washington at an instant."""
    return day_of(at, ZoneInfo(EASTERN))


def _caveat(edition: Edition, doubt: Doubt, gone: Sequence[str] = ()) -> Caveat:
    return Caveat(doubt, edition.number, edition.valid_to, tuple(gone), edition.zips_for or 0)
