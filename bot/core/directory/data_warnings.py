"""What an admin should know about the Congress data: it is old, or its parts are of two Congresses."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from msgspec import Struct

from bot.core.directory.maps import Maps
from bot.core.directory.members import Directory, Edition
from bot.core.directory.terms import find_sitting
from bot.core.times.clock import DAY


class Doubt(StrEnum):
    """Why the data may be wrong, most serious first."""

    OVER = "over"  # a new Congress has begun
    TERMS = "terms"  # some members' terms are over
    AGED = "aged"  # loaded so long ago that members have changed since
    ZIPS = "zips"  # the ZIP file has another Congress's districts
    UNKNOWN_ZIPS = "unknown_zips"  # the ZIP file doesn't say which Congress's districts it has


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
    sitting = find_sitting(directory, at)
    edition = sitting.edition
    if edition is None:
        return ()
    if sitting.over:
        return (_make_warning(edition, Doubt.OVER),)
    gone = tuple(sorted(member.name for member in sitting.past.values() if member.seat not in sitting.seats))
    aged = not gone and at - edition.loaded_at > FRESH  # `Doubt.TERMS` says the same
    return (
        *((_make_warning(edition, Doubt.TERMS, gone),) if gone else ()),
        *((_make_warning(edition, Doubt.AGED),) if aged else ()),
        *_find_zip_warnings(edition, directory.maps),
    )


def _find_zip_warnings(edition: Edition, maps: Maps) -> tuple[DataWarning, ...]:
    """The warnings about the districts of ZIPs."""
    used = maps.find(edition.number)
    if used is None or used.congress == edition.number:
        return ()
    doubt = Doubt.ZIPS if used.is_dated else Doubt.UNKNOWN_ZIPS
    return (_make_warning(edition, doubt, zips_for=used.congress),)


def _make_warning(edition: Edition, doubt: Doubt, gone: Sequence[str] = (), zips_for: int = 0) -> DataWarning:
    return DataWarning(doubt, edition.number, edition.valid_to, tuple(gone), zips_for)
