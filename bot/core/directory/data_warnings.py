"""What somebody should know of the data on Congress: that they are old, or of two Congresses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.core.base.clock import DAY
from bot.core.directory.members import Directory, Edition
from bot.core.directory.terms import is_over


class Doubt(StrEnum):
    """Why the data may be wrong, gravest first."""

    OVER = "over"  # a new Congress has begun
    TERMS = "terms"  # some members' terms are over
    AGED = "aged"  # loaded so long ago that members have surely changed in between
    ZIPS = "zips"  # the ZIPs are of another Congress's districts
    UNKNOWN_ZIPS = "unknown_zips"  # nobody knows which Congress's districts the ZIPs are of


# The last Congress whose districts the file of ZIPs has that doesn't say so (`zip_file.TRACTS`): it is from 2024.
UNDATED = 119
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
    edition = directory.edition
    if edition is None:
        return ()
    if is_over(edition.valid_to, at):
        return (_caveat(edition, Doubt.OVER),)
    gone = tuple(sorted(member.name for member in directory.members.values() if is_over(member.ends, at)))
    aged = not gone and at - edition.loaded_at > FRESH  # else the same is said already
    return (
        *((_caveat(edition, Doubt.TERMS, gone),) if gone else ()),
        *((_caveat(edition, Doubt.AGED),) if aged else ()),
        *_maps(edition),
    )


def _maps(edition: Edition) -> tuple[Caveat, ...]:
    """Return what is doubtful of the districts that ZIPs are looked up in."""
    if edition.zips_for is None:
        return (_caveat(edition, Doubt.UNKNOWN_ZIPS),) if edition.number > UNDATED else ()
    return (_caveat(edition, Doubt.ZIPS),) if edition.zips_for != edition.number else ()


def _caveat(edition: Edition, doubt: Doubt, gone: Sequence[str] = ()) -> Caveat:
    return Caveat(doubt, edition.number, edition.valid_to, tuple(gone), edition.zips_for or 0)
