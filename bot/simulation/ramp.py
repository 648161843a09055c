"""Finds the highest speed that a machine holds: how many commands a second it answers, of the kind that the day has.

A day's busiest minute decides, not its mean. So the ramp lets people come evenly, as many as the busiest minute would
have at each speed, with short pauses between their commands, so that each step is at its full load after seconds. An
alert is in every channel, as in that minute: people answer it, and its numbers are redrawn as calls come in.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from bot.simulation.alerts import send_alert, wait_for_alerts
from bot.simulation.crowd import Crowd
from bot.simulation.ledger import Ledger, find_percentile
from bot.simulation.meter import Load, measure
from bot.simulation.plan.model import MINUTE, draw_arrivals, list_alerts
from bot.simulation.plan.places import Population
from bot.simulation.plan.walks import plan_walk
from bot.simulation.stage import Settings, Stage, open_stage

FASTEST = 120.0  # beyond that, a call takes less than a second or two, and a person's next command meets the last one's
MARGIN = 0.8  # of what the last good step took: a day has to hold for hours what a step holds for seconds
_FIRST, _GROWTH, _BISECTIONS = 20.0, 1.6, 3  # commands a second; each step's factor; steps between the last two
_HURRY = 200.0  # how much faster people are in a step: a walk takes three seconds
_STEP, _WARMING = 12.0, 4.0  # seconds of a step, and those of its beginning that aren't judged
# Seconds for 99 of 100 answers. Days at a speed whose step took 0.7 had stalls of three seconds in their busiest hour.
_SLOWEST = 0.5
_ANSWERED = 0.9  # of the commands that were planned: fewer means that people queue
_LAG = 0.5  # seconds that the crowd itself may wake up late


@dataclass(frozen=True, slots=True)
class Shape:
    """The day as planned: commands in all, in its busiest minute, and for each person."""

    commands: int
    busiest: int
    people: int

    @property
    def commands_each(self) -> float:
        """Commands for each person."""
        return self.commands / self.people


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the ramp: commands a second as planned and as answered, and the slowest of a hundred in seconds."""

    planned: float
    answered: float
    slowest: float
    late: int
    load: Load

    @property
    def has_slow_crowd(self) -> bool:
        """Whether the crowd itself was too slow, so that nobody knows what Callboard would hold."""
        return self.load.lag > _LAG

    @property
    def is_held(self) -> bool:
        """Whether everybody was answered in time, and nobody queued."""
        kept_up = self.answered >= _ANSWERED * self.planned and not self.has_slow_crowd
        return kept_up and self.late == 0 and self.slowest <= _SLOWEST


@dataclass(frozen=True, slots=True)
class Found:
    """What a machine holds: ``rate`` commands a second in the best step, and the ``speed`` that follows for a day."""

    shape: Shape
    steps: tuple[Step, ...]
    rate: float

    @property
    def speed(self) -> float:
        """How many times as fast as the clock the day may go."""
        return min(FASTEST, MARGIN * self.rate * MINUTE / self.shape.busiest)


def plan_shape(settings: Settings) -> Shape:
    """Count the commands of a day that is answered at once, with alerts that are everywhere at once."""
    minutes, homes, alerted = Counter[int](), settings.homes, min(list_alerts(settings.hours), default=0.0)
    for begun, person in draw_arrivals(settings.people, settings.hours, settings.seed):
        random = Random(f"{settings.seed} {person}")  # noqa: S311 - a model's, no secret
        at, walk = begun, plan_walk(random, homes.draw_zip(random), alerted=begun >= alerted)
        for step in walk.steps:
            at += step.after
            minutes[int(at // MINUTE)] += 1
    return Shape(sum(minutes.values()), max(minutes.values()), settings.people)


async def find_speed(settings: Settings, say: Callable[[Step], None]) -> Found:
    """Find the speed on a deployment of its own. ``say`` is called with each step. Raises ConfigError, Unavailable."""
    shape, steps = plan_shape(settings), list[Step]()
    async with open_stage(replace(settings, keep=False)) as stage, stage.run() as running:
        alert = await send_alert(stage.discord, stage.spaces[0], 0)
        await wait_for_alerts((alert,), lambda: stage.posts, stage.channels)
        held, failed, rate, left = 0.0, 0.0, _FIRST, _BISECTIONS
        people = 0
        while left:
            step, people = await try_rate(settings, stage, running.process.pid, shape, rate, people)
            steps.append(step)
            say(step)
            held, failed = (rate, failed) if step.is_held else (held, rate)
            left -= bool(failed and held) and len(steps) > 1
            rate = choose_rate(held, failed)
            if rate < _FIRST / 16 or MARGIN * held * MINUTE / shape.busiest > FASTEST:
                break
    return Found(shape, tuple(steps), held)


def choose_rate(held: float, failed: float) -> float:
    """The next step's commands a second, after the best that held and the least that failed; 0 for neither. Plain."""
    if not failed:
        return held * _GROWTH
    return (held * failed) ** 0.5 if held else failed / 2


async def try_rate(
    settings: Settings,
    stage: Stage,
    pid: int,
    shape: Shape,
    rate: float,
    first: int,
    seconds: tuple[float, float] = (_WARMING, _STEP),
) -> tuple[Step, int]:
    """One step with new people, the first of whom is number ``first``; and the number of the next one.

    ``seconds`` are those at which the judged part begins and ends.
    """
    ledger, each = Ledger(), shape.commands_each / rate * _HURRY
    crowd = Crowd(stage.doors, Population(stage.spaces), settings.homes, ledger, _HURRY, settings.seed)
    count = int(seconds[1] * _HURRY / each)
    async with measure(pid) as load:
        await crowd.run([(number * each, first + number) for number in range(count)])
    begun, ended = (second * _HURRY / MINUTE for second in seconds)
    judged = [one for minute, one in ledger.minutes.items() if begun <= minute < ended]
    taken = [one for minute in judged for one in minute.seconds]
    answered = len(taken) / (seconds[1] - seconds[0])
    return Step(rate, answered, find_percentile(taken, 0.99), sum(one.late for one in judged), load), first + count
