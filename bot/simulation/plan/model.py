"""When people come on a simulated day, and where they live. Plain functions with seeded randomness.

The shape is that of a real day: the Internet Slowdown of September 10, 2014 led to 303,099 calls to Congress, and to
"over 1,000 calls per minute" at its peak (techdirt.com, 2014-09-11). Over ten hours that is twice the mean minute, as
it is here.
"""

import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random

BEGINS = 8.0  # o'clock; the day's first hour has no alert
# O'clock. Call-in days begin with an alert at nine; a second one asks for the last calls.
ALERTS = (9.0, 16.0)
HOUR, MINUTE = 3600.0, 60.0  # seconds

# Populations of the places with a delegate in House districts of 761,169 people (2020 census, as the apportionment).
_DELEGATES: Mapping[str, float] = {"DC": 0.91, "PR": 4.32, "GU": 0.20, "VI": 0.11, "AS": 0.07, "MP": 0.06}


@dataclass(frozen=True, slots=True)
class Peak:
    """People who come around one time of the day: ``share`` of all, from or around ``at`` o'clock.

    After an alert most come at once and others later, ``spread`` hours on average. Around noon and in the evening they
    come before and after, with a standard deviation of ``spread`` hours.
    """

    at: float
    share: float
    spread: float
    after: bool = False


# Half of all people come whenever they have time. The rest: people who see the alert on their phone, the lunch break,
# the end of the working day. Where an alert falls outside the day, its people come whenever they have time too.
PEAKS = (
    Peak(ALERTS[0], 0.15, 0.75, after=True),
    Peak(12.25, 0.12, 0.6),
    Peak(ALERTS[1], 0.08, 0.75, after=True),
    Peak(17.5, 0.15, 0.9),
)


def list_alerts(hours: float) -> tuple[float, ...]:
    """The seconds from the day's beginning at which alerts go out."""
    return tuple((at - BEGINS) * HOUR for at in ALERTS if 0 <= at - BEGINS < hours)


def draw_arrivals(people: int, hours: float, seed: int) -> list[tuple[float, int]]:
    """When each person comes, in seconds from the day's beginning, earliest first: (time, person)."""
    random = Random(f"{seed} arrivals")  # noqa: S311 - a model's, no secret
    return sorted((_draw_arrival(random, hours), person) for person in range(people))


def _draw_arrival(random: Random, hours: float) -> float:
    point = random.random()
    for peak in PEAKS:
        if point < peak.share:
            at = (peak.at - BEGINS) + _draw_distance(random, peak)
            if 0 <= at < hours:
                return at * HOUR
            break
        point -= peak.share
    return random.random() * hours * HOUR


def _draw_distance(random: Random, peak: Peak) -> float:
    return random.expovariate(1 / peak.spread) if peak.after else random.gauss(0, peak.spread)


class Homes:
    """Where people live: districts by population, then one of the district's ZIPs.

    House districts of 50 states have the same weight: the law gives them nearly the same population.
    """

    def __init__(self, zips: Mapping[str, Sequence[str]]) -> None:
        """``zips`` has each district's ZIPs, by a key such as ``CA-11``."""
        self._districts = sorted(zips)
        self._zips = zips
        self._sums = list(accumulate(_DELEGATES.get(place.partition("-")[0], 1.0) for place in self._districts))

    def draw_zip(self, random: Random) -> str:
        """The ZIP of one person. Empty if no district is known."""
        if not self._districts:
            return ""
        place = self._districts[bisect.bisect(self._sums, random.random() * self._sums[-1])]
        return random.choice(self._zips[place])
