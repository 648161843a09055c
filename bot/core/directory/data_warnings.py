"""What an admin should know about the Congress data: it is old, or its parts are of two Congresses."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from msgspec import Struct

from bot.core.directory.members import Directory, Edition
from bot.core.directory.terms import is_over
from bot.core.times.clock import DAY


class Doubt(StrEnum):
    """Why the data may be wrong, most serious first."""

    OVER = "over"  # a new Congress has begun
    TERMS = "terms"  # some members' terms are over
    AGED = "aged"  # loaded so long ago that members have changed since
    ZIPS = "zips"  # the ZIP file has another Congress's districts
    UNKNOWN_ZIPS = "unknown_zips"  # the ZIP file doesn't say which Congress's districts it has


# The undated ZIP file (`zip_file.TRACTS`) is from 2024 and has the districts of this Congress.
UNDATED = 119
FRESH = 180 * DAY  # older data is out of date: a seat or two changes hands in this time


class DataWarning(Struct, frozen=True):
    """One doubt, with the edition's Congress and its end, the members who have left, and the ZIP file's Congress."""

    doubt: Doubt
    congress: int
    until: date
    gone: tuple[str, ...] = ()
    zips_for: int = 0


def find_data_warnings(directory: Directory, at: int) -> tuple[DataWarning, ...]:
    """The warnings at an instant. There are none without data."""
    edition = directory.edition
    if edition is None:
        return ()
    if is_over(edition.valid_to, at):
        return (_make_warning(edition, Doubt.OVER),)
    gone = tuple(sorted(member.name for member in directory.members.values() if is_over(member.ends, at)))
    aged = not gone and at - edition.loaded_at > FRESH  # `Doubt.TERMS` says the same
    return (
        *((_make_warning(edition, Doubt.TERMS, gone),) if gone else ()),
        *((_make_warning(edition, Doubt.AGED),) if aged else ()),
        *_find_zip_warnings(edition),
    )


def _find_zip_warnings(edition: Edition) -> tuple[DataWarning, ...]:
    """The warnings about the districts of ZIPs."""
    if edition.zips_for is None:
        return (_make_warning(edition, Doubt.UNKNOWN_ZIPS),) if edition.number > UNDATED else ()
    return (_make_warning(edition, Doubt.ZIPS),) if edition.zips_for != edition.number else ()


def _make_warning(edition: Edition, doubt: Doubt, gone: Sequence[str] = ()) -> DataWarning:
    return DataWarning(doubt, edition.number, edition.valid_to, tuple(gone), edition.zips_for or 0)
