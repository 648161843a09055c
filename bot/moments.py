"""An instant and the zone to show it in: a blank that each language writes its own way."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Moment:
    """``at`` is in UTC microseconds, ``zone`` an IANA name.

    ``shared``: it belongs to a campaign, so readers see it on their own clock where that is known.
    ``dated``: words for it name the year, because it may be another one.
    """

    at: int
    zone: str
    shared: bool = False
    dated: bool = False


def name_year(moment: Moment, now: int) -> Moment:
    """The moment, with its year unless that is the year in which ``now``, in UTC microseconds, is."""
    return replace(moment, dated=_find_year(moment.at, moment.zone) != _find_year(now, moment.zone))


def _find_year(at: int, zone: str) -> int:
    return datetime.fromtimestamp(at / 1_000_000, UTC).astimezone(ZoneInfo(zone)).year
