"""Runs a simulated day, and compares what people were shown with what was saved."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.simulation.alerts import AlertOutcome, SentAlert, find_outcome, send_alert, wait_for_alerts
from bot.simulation.checker import CallCheck, check_calls, list_faults
from bot.simulation.crowd import Crowd
from bot.simulation.ledger import Ledger
from bot.simulation.meter import Load, measure
from bot.simulation.plan.model import draw_arrivals, list_alerts
from bot.simulation.plan.places import Population
from bot.simulation.saved_calls import read_saved
from bot.simulation.stage import Settings, Stage, open_stage

_LOOK = 0.5  # real seconds between two looks


@dataclass
class Day:
    """A day as it went. ``ended`` is the second of it at which it was interrupted, None if it was whole.

    ``died`` says how Callboard's process ended by itself, and is empty if it didn't. ``troubles`` are the warnings and
    errors in its log, ``folder`` what was kept.
    """

    settings: Settings
    speed: float
    ledger: Ledger = field(default_factory=Ledger)
    arrived: int = 0
    ended: float | None = None
    died: str = ""
    check: CallCheck = field(default_factory=CallCheck)
    wrong_totals: int = 0
    alerts: tuple[AlertOutcome, ...] = ()
    edits: int = 0
    load: Load = field(default_factory=Load)
    troubles: Counter[str] = field(default_factory=Counter)
    folder: Path | None = None

    @property
    def faults(self) -> tuple[str, ...]:
        """What was lost, doubled or late, a sentence each."""
        ended = (f"Callboard's process ended by itself: {self.died}",) if self.died else ()
        return (*ended, *list_faults(self.check, self.wrong_totals, self.ledger.late, self.alerts))


Watch = Callable[[Crowd, Ledger], None]


async def simulate_day(settings: Settings, speed: float, stop: asyncio.Event, watch: Watch) -> Day:
    """Let a day pass ``speed`` times as fast as the clock, or until ``stop``, and check it.

    ``watch`` is called twice a second. Raises ConfigError or Unavailable if the deployment can't be made or started.
    """
    day = Day(settings, speed)
    async with open_stage(settings) as stage:
        await pass_day(day, stage, stop, watch)
        await check_day(day, stage)
    return day


async def pass_day(day: Day, stage: Stage, stop: asyncio.Event, watch: Watch) -> None:
    """Run Callboard while the day passes. Parameters are as in `simulate_day`."""
    async with stage.run() as running, measure(running.process.pid) as day.load:
        ending = asyncio.create_task(running.process.wait())
        ending.add_done_callback(lambda _: stop.set())
        await let_people_come(day, stage, stop, watch)
        day.died = f"status {ending.result()}, {running.last}" if ending.done() else ""
        await _end(ending)
    day.troubles, day.edits = running.troubles, stage.edits


async def check_day(day: Day, stage: Stage) -> None:
    """Compare what people were shown with what was saved, now that Callboard has ended."""
    saved = await read_saved(stage.deployment, {entry.whose for entry in day.ledger.logs})
    day.check, day.wrong_totals = check_calls(day.ledger.logs, saved), saved.wrong_totals
    day.folder = stage.deployment.folder if day.settings.keep else None


async def let_people_come(day: Day, stage: Stage, stop: asyncio.Event, watch: Watch) -> None:
    """Let everybody come to a Callboard that runs, and the alerts go out. Parameters are as in `simulate_day`."""
    settings, alerts = day.settings, list[SentAlert]()
    crowd = Crowd(stage.doors, Population(stage.spaces), settings.homes, day.ledger, day.speed, settings.seed)
    people = asyncio.create_task(crowd.run(draw_arrivals(settings.people, settings.hours, settings.seed)))
    sending = asyncio.create_task(_send_alerts(day, stage, crowd, alerts))
    stopped = asyncio.create_task(stop.wait())
    try:
        while not (people.done() or stopped.done()):
            await asyncio.wait((people, stopped), timeout=_LOOK, return_when=asyncio.FIRST_COMPLETED)
            watch(crowd, day.ledger)
        if not stopped.done():
            people.result()
            await sending
            await wait_for_alerts(alerts, lambda: stage.posts, stage.channels)
    finally:
        day.arrived, day.ended = crowd.arrived, crowd.now if stopped.done() else None
        await _end(people, sending, stopped)
        await crowd.stop()
    day.alerts = tuple(find_outcome(one, stage.posts, stage.channels) for one in alerts)


async def _send_alerts(day: Day, stage: Stage, crowd: Crowd, alerts: list[SentAlert]) -> None:
    for number, at in enumerate(list_alerts(day.settings.hours), 1):
        await asyncio.sleep(max(0.0, (at - crowd.now) / day.speed))
        alerts.append(await send_alert(stage.discord, stage.spaces[0], number))


async def _end(*tasks: "asyncio.Task[Any]") -> None:
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
