"""The people of a simulated day: each comes when the model says, and goes on from what they see."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from bot.core.totals.counting import Outcome
from bot.kit.i18n import load_words
from bot.simulation.ledger import Fate, Ledger, LogEntry
from bot.simulation.plan.model import Homes
from bot.simulation.plan.places import Population, Space, make_account, make_user
from bot.simulation.plan.walks import Deed, Step, Walk, plan_walk
from bot.simulation.platforms.screens import Doors, Person, Screen, Shown

_NOTHING, _GONE = Screen(), Shown(None, None)
_SECOND_TAP = 0.15  # real seconds between the two taps of an impatient person


@dataclass(frozen=True, slots=True)
class Labels:
    """The words on the buttons that these people use."""

    outcomes: Mapping[Outcome, str]
    next: str
    script: str
    undo: str
    by_hand: str
    undone: str


def load_labels() -> Labels:
    """The labels in English, which all of these people read."""
    words = load_words("en")
    outcomes = {one: words.label("outcome", one.value) for one in Outcome}
    names = ("button.next", "button.script", "button.undo", "zip.by_hand", "undo.title")
    return Labels(outcomes, *map(words.t, names))


class Crowd:
    """People at work. ``speed`` is how much faster the simulated day goes than the clock."""

    def __init__(
        self,
        doors: Doors,
        population: Population,
        homes: Homes,
        ledger: Ledger,
        speed: float,
        seed: int,
    ) -> None:
        self._doors, self._population, self._homes = doors, population, homes
        self._ledger, self._speed, self._seed = ledger, speed, seed
        self._labels, self._begun = load_labels(), time.perf_counter()
        self._walking: set[asyncio.Task[None]] = set()
        self._failures = list[BaseException]()
        self.arrived = 0

    @property
    def now(self) -> float:
        """The seconds of the simulated day."""
        return (time.perf_counter() - self._begun) * self._speed

    @property
    def present(self) -> int:
        """How many people are in the middle of something."""
        return len(self._walking)

    async def run(self, arrivals: Sequence[tuple[float, int]]) -> None:
        """Let everybody come when they come, and wait until the last one is done. Raises the first mishap."""
        self._begun = time.perf_counter()
        for at, number in arrivals:
            if (pause := (at - self.now) / self._speed) > 0:
                await asyncio.sleep(pause)
            self._start(number)
            if self._failures:
                raise self._failures[0]
        while self._walking:
            await asyncio.wait(self._walking, return_when=asyncio.FIRST_EXCEPTION)
            if self._failures:
                raise self._failures[0]

    async def stop(self) -> None:
        """Let everybody go at once."""
        for task in self._walking:
            task.cancel()
        if self._walking:
            await asyncio.wait(self._walking)

    def _start(self, number: int) -> None:
        person, walk = self.plan(number)
        self.arrived += 1
        task = asyncio.create_task(self._walk(person, walk))
        self._walking.add(task)
        task.add_done_callback(self._finish)

    def _finish(self, task: asyncio.Task[None]) -> None:
        self._walking.discard(task)
        if not task.cancelled() and (failure := task.exception()):
            self._failures.append(failure)

    def plan(self, number: int) -> tuple[Person, Walk]:
        """Who a person is, and what they will do. The same for the same seed, but for the alert that they may see."""
        random = Random(f"{self._seed} {number}")  # noqa: S311 - a model's, no secret
        space = self._population.choose(random)
        alerted = self._doors[space.platform].find_post(space) is not None
        walk = plan_walk(random, self._homes.draw_zip(random), alerted=alerted)
        return make_person(number, space), walk

    async def _walk(self, person: Person, walk: Walk) -> None:
        screen = _NOTHING
        for step in walk.steps:
            await asyncio.sleep(step.after / self._speed)
            if step.twice and self._find_label(step) in screen.buttons:
                screen = await self._do_twice(person, walk, step, screen) or screen
            else:
                screen = await self._do(person, walk, step, screen) or screen

    async def _do_twice(self, person: Person, walk: Walk, step: Step, screen: Screen) -> Screen | None:
        """Tap, and once more before the answer. Neither tap outlasts the other's mishap, or the end of the day."""
        first = asyncio.create_task(self._do(person, walk, step, screen))
        try:
            await asyncio.sleep(_SECOND_TAP)
            await self._do(person, walk, step, screen)
            return await first
        finally:
            first.cancel()
            await asyncio.gather(first, return_exceptions=True)

    async def _do(self, person: Person, walk: Walk, step: Step, screen: Screen) -> Screen | None:
        """Do one step. Returns what is shown then, None if nothing is."""
        at = self.now
        try:
            shown = await self._ask(person, walk, step, screen)
        except asyncio.CancelledError:  # the day is interrupted, and this may have been saved
            self._record_log(person, walk, step, _GONE)
            raise
        self._record(at, person, walk, step, shown)
        if step.deed is Deed.ZIP and shown.screen and (district := self._find_district(shown.screen)):
            at = self.now
            shown = await self._doors[person.space.platform].tap(person, shown.screen, district)
            self._record(at, person, walk, step, shown)
        return shown.screen

    async def _ask(self, person: Person, walk: Walk, step: Step, screen: Screen) -> Shown:
        door, again = self._doors[person.space.platform], step.redelivered
        if (label := self._find_label(step)) in screen.buttons:
            return await door.tap(person, screen, label, redelivered=again)
        if step.deed is Deed.POSTED_SCRIPT:
            post = door.find_post(person.space)
            if post and label in post.buttons:
                return await door.tap(person, post, label, redelivered=again)
        return await door.command(person, *_type_command(step, walk), redelivered=again)

    def _find_label(self, step: Step) -> str:
        """The button for a step, empty where a command is typed."""
        match step.deed:
            case Deed.OUTCOME if step.outcome:
                return self._labels.outcomes[step.outcome]
            case Deed.NEXT:
                return self._labels.next
            case Deed.SCRIPT | Deed.POSTED_SCRIPT:
                return self._labels.script
            case Deed.UNDO:
                return self._labels.undo
        return ""

    def _find_district(self, screen: Screen) -> str | None:
        """The first district that the answer to a ZIP asks about, None if it asks nothing."""
        if self._labels.by_hand not in screen.buttons:
            return None
        first = next(iter(screen.buttons))
        return first if first != self._labels.by_hand else None

    def _record(self, at: float, person: Person, walk: Walk, step: Step, shown: Shown) -> None:
        self._ledger.add(at, person.space.platform, step.deed, shown)
        self._record_log(person, walk, step, shown)

    def _record_log(self, person: Person, walk: Walk, step: Step, shown: Shown) -> None:
        if step.deed not in (Deed.OUTCOME, Deed.LOG, Deed.UNDO):
            return
        screen = shown.screen or _NOTHING
        is_done = self._labels.undone in screen.text if step.deed is Deed.UNDO else screen.reference
        fate = Fate.UNKNOWN if shown.screen is None else Fate.CONFIRMED if is_done else Fate.REFUSED
        if fate is Fate.REFUSED:
            self._ledger.refusals[screen.text.partition("\n")[0]] += 1
        whose = (person.space.platform, make_account(person.number, person.space))
        entry = LogEntry(whose, walk.steps.index(step), step.deed, fate, step.outcome, screen.reference)
        self._ledger.logs.append(entry)


def make_person(number: int, space: Space) -> Person:
    """The person with this number in their space."""
    return Person(number, space, make_user(number, space.platform))


def _type_command(step: Step, walk: Walk) -> tuple[str, Mapping[str, str]]:
    match step.deed:
        case Deed.ZIP:
            return "profile", {"district": walk.zip}
        case Deed.OUTCOME | Deed.LOG:
            return "log", {"outcome": step.outcome.value if step.outcome else ""}
        case Deed.UNDO:
            return "undo", {}
        case Deed.MYCALLS:
            return "mycalls", {}
        case Deed.BOARD:
            return "leaderboard", {}
    return "script", {}
