"""An instant and the zone to show it in: a blank that each language writes its own way."""

from dataclasses import dataclass


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
