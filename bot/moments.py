"""An instant together with the zone it is told in: a sentence's blank that every language writes its own way."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Moment:
    """``at`` in UTC microseconds, ``zone`` an IANA name."""

    at: int
    zone: str
