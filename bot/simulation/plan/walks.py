"""What one person does on a simulated day, and when. Plain functions with seeded randomness.

The shares are guesses, made once and kept here. The product's three targets are the most that a person calls; after a
call people look at the next office soon; a call with its wait takes three minutes on average, and some take ten.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import log
from random import Random
from typing import TypeVar

from bot.core.totals.counting import Outcome

T = TypeVar("T")

GIVES_ZIP = 0.6
CALLS = ((1, 0.3), (2, 0.25), (3, 0.45))
OUTCOMES = ((Outcome.VOICEMAIL, 0.5), (Outcome.SPOKE, 0.3), (Outcome.UNAVAILABLE, 0.2))
TYPES_LOG = 0.1  # types /log instead of tapping the outcome
UNDOES = 0.02
LOOKS_AT_OWN = 0.1
LOOKS_AT_BOARD = 0.08
TAPS_TWICE = 0.01
DELIVERED_TWICE = 0.002  # of the platforms' requests: a resumed connection, a retry after a lost acknowledgement
_CALL_SECONDS, _CALL_SPREAD = 150.0, 0.6  # the median, and the standard deviation of its logarithm
_READING, _MOMENT = 20.0, 8.0  # seconds on average


class Deed(StrEnum):
    """What a person does in one step."""

    ZIP = "/profile with a ZIP"
    SCRIPT = "/script"
    POSTED_SCRIPT = "Get the script, under an alert"
    NEXT = "Next office"
    OUTCOME = "a tapped outcome"
    LOG = "/log"
    UNDO = "Undo"
    MYCALLS = "/mycalls"
    BOARD = "/leaderboard"


@dataclass(frozen=True, slots=True)
class Step:
    """One deed, ``after`` so many seconds since the answer to the last one."""

    deed: Deed
    after: float
    outcome: Outcome | None = None
    twice: bool = False
    redelivered: bool = False


@dataclass(frozen=True, slots=True)
class Walk:
    """All that one person does, and their ZIP."""

    steps: tuple[Step, ...]
    zip: str

    @property
    def seconds(self) -> float:
        """How long it takes if every answer comes at once."""
        return sum(step.after for step in self.steps)


def plan_walk(random: Random, own_zip: str, *, alerted: bool) -> Walk:
    """Plan a walk. ``alerted``: an alert is in the person's channel, and they come because of it."""
    gives_zip = bool(own_zip) and random.random() < GIVES_ZIP
    steps = [_make_step(random, Deed.ZIP)] if gives_zip else []
    first = Deed.POSTED_SCRIPT if alerted else Deed.SCRIPT
    steps.append(_make_step(random, first, _draw_pause(random, _MOMENT) if gives_zip else 0.0))
    for number in range(_choose(random, CALLS)):
        if number:
            steps.append(_make_step(random, Deed.NEXT, _draw_pause(random, _MOMENT)))
        steps += _plan_call(random)
    for deed, share in ((Deed.MYCALLS, LOOKS_AT_OWN), (Deed.BOARD, LOOKS_AT_BOARD)):
        if random.random() < share:
            steps.append(_make_step(random, deed, _draw_pause(random, _READING)))
    return Walk(tuple(steps), own_zip if gives_zip else "")


def _plan_call(random: Random) -> list[Step]:
    outcome = _choose(random, OUTCOMES)
    deed = Deed.LOG if random.random() < TYPES_LOG else Deed.OUTCOME
    steps = [_make_step(random, deed, random.lognormvariate(log(_CALL_SECONDS), _CALL_SPREAD), outcome)]
    if random.random() < UNDOES:
        steps.append(_make_step(random, Deed.UNDO, _draw_pause(random, _READING)))
        steps.append(_make_step(random, Deed.LOG, _draw_pause(random, _READING), outcome))
    return steps


def _make_step(random: Random, deed: Deed, after: float = 0.0, outcome: Outcome | None = None) -> Step:
    return Step(deed, after, outcome, random.random() < TAPS_TWICE, random.random() < DELIVERED_TWICE)


def _draw_pause(random: Random, mean: float) -> float:
    return random.expovariate(1 / mean)


def _choose(random: Random, weighted: Sequence[tuple[T, float]]) -> T:
    choices, weights = zip(*weighted, strict=True)
    found: T = random.choices(choices, weights)[0]
    return found
