"""What somebody should know of the data on Congress: that they are old, or of two Congresses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.core.clock import DAY, day_of
from bot.core.members import Directory, Edition
from bot.core.zones import EASTERN


class Doubt(StrEnum):
    """Why the data may be wrong, gravest first."""

    OVER = "over"  # a new Congress has begun
    TERMS = "terms"  # some members' terms are over
    AGED = "aged"  # loaded so long ago that members have surely changed in between
    ZIPS = "zips"  # the ZIPs are of another Congress's districts


FRESH = 180 * DAY  # after which data are old; a seat or two changes hands in such a time


@dataclass(frozen=True, slots=True)
class Caveat:
    """One doubt: which Congress the data are of, until when, who may have gone, and whose districts the ZIPs have."""

    doubt: Doubt
    congress: int
    until: date
    gone: tuple[str, ...] = ()
    zips_for: int = 0


def caveats(directory: Directory, at: int) -> tuple[Caveat, ...]:
    """Return what an admin should know at an instant; nothing while all is well, or nothing was ever loaded."""
    day = today(at)
    edition = directory.edition
    if edition is None:
        return ()
    if day >= edition.valid_to:
        return (_caveat(edition, Doubt.OVER),)
    gone = tuple(sorted(member.name for member in directory.members.values() if member.ends <= day))
    of_other_maps = edition.zips_for is not None and edition.zips_for != edition.number
    aged = not gone and at - edition.loaded_at > FRESH  # else the same is said already
    return (
        *((_caveat(edition, Doubt.TERMS, gone),) if gone else ()),
        *((_caveat(edition, Doubt.AGED),) if aged else ()),
        *((_caveat(edition, Doubt.ZIPS),) if of_other_maps else ()),
    )


def today(at: int) -> date:
    """Return the day that it is in Washington at an instant."""
    return day_of(at, ZoneInfo(EASTERN))


def _caveat(edition: Edition, doubt: Doubt, gone: Sequence[str] = ()) -> Caveat:
    return Caveat(doubt, edition.number, edition.valid_to, tuple(gone), edition.zips_for or 0)
