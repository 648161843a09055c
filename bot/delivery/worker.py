"""The loop that delivers. It sleeps until something is due, and holds no more than it can send."""

import asyncio
import secrets
from collections import Counter
from collections.abc import Collection, Coroutine, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog

from bot.core.base.clock import SECOND
from bot.core.outbox.card_edits import Edit
from bot.core.outbox.deliveries import Due, Room
from bot.delivery.alert_sender import Sender
from bot.delivery.card_editor import Editor
from bot.delivery.drawing import Drawing
from bot.delivery.leases import Leases
from bot.delivery.notice_sender import Notifier
from bot.delivery.outbox import Outbox
from bot.delivery.overdue_notifier import OverdueNotifier
from bot.delivery.reminder_sender import Reminder
from bot.kit.cards.outbound import Poster, Posters
from bot.log import failed

EDITS = 32  # cards of a platform that are edited at once
_DIRECT = 50  # direct messages of a platform that are under way at once
_GLANCE = 10 * SECOND  # between two looks at whether cards still show what is true, and at rows of other processes
_BREATH = 1.0  # seconds between two looks at what can't be taken just now
_REST = 0.03  # seconds between two rounds, for each looks at many rows and what ended meanwhile makes one
_DRAIN = 2.0  # seconds for what is under way when the program ends
_SULK = 5.0  # seconds after something nobody foresaw

Place = TypeVar("Place")

_log = structlog.get_logger("callboard.delivery")


@dataclass(frozen=True, slots=True)
class Hands:
    """How many deliveries are under way at once: of a platform, and of one space, which lets the others through.

    Where a try can't be repeated it is one of a space for each process, for a crash leaves so many unknown.
    """

    platform: int = 64
    space: int = 8
    unrepeatable: int = 1


_HANDS = Hands()


class Worker:
    """Delivers what is due on the platforms that are connected, until it is stopped."""

    def __init__(self, outbox: Outbox, posters: Posters, drawing: Drawing, hands: Hands = _HANDS) -> None:
        self._hands = hands
        self._deliveries, self._edits, self._holding = outbox.deliveries, outbox.edits, outbox.holding
        self._posters, self._clock, self._bell = posters, outbox.clock, outbox.bell
        self._leases = Leases(outbox.deliveries, outbox.clock)
        self._sender = Sender(outbox.deliveries, drawing, outbox.clock)
        self._editor = Editor(outbox.edits, drawing)
        self._reminders = outbox.reminders
        self._reminder = Reminder(outbox.reminders, drawing)
        self._notices, self._names = outbox.notices, outbox.name_notices
        self._notifier = Notifier(outbox.notices, posters, drawing.notice)
        self._name_notifier = Notifier(outbox.name_notices, posters, drawing.names)
        self._asker = OverdueNotifier(outbox.holding, posters, drawing, outbox.clock)
        self._damage = outbox.damage
        self._playing, self._refreshing, self._looks_at = outbox.playing, outbox.refreshing, 0
        self._name = secrets.token_hex(8)
        self._rounds = self._begun = 0
        self._busy = Counter[tuple[str, str]]()
        self._editing, self._reminding, self._telling = Counter[str](), Counter[str](), Counter[str]()
        self._under_way = set[asyncio.Task[None]]()
        self._edits_left = list[Edit]()  # by what was cancelled
        self._loop: asyncio.Task[None] | None = None
        self._stopping = False

    def start(self, posters: Iterable[Poster] = ()) -> None:
        """Begin to deliver, by ``posters`` besides those there are."""
        for poster in posters:
            self._posters.add(poster)
        self._loop = asyncio.create_task(self._run(), name="delivery")

    def add(self, poster: Poster) -> None:
        """Deliver by ``poster`` as well from now on."""
        self._posters.add(poster)
        self._bell.ring()

    async def stop(self) -> None:
        """Take nothing more, and give what is under way two seconds; what it leaves is given back."""
        until = asyncio.get_running_loop().time() + _DRAIN
        self._stopping = True
        self._bell.ring()
        # The round ends by itself: cancelled while it takes rows, it could leave them taken after all were given back.
        await _finish([self._loop] if self._loop else [], until)
        await _finish(tuple(self._under_way), until)
        await self._leases.stop()
        if self._rounds:
            await self._release()

    async def _release(self) -> None:
        """Leave nothing under lease, so that the next process need not wait for its end."""
        try:
            await self._deliveries.release(self._name)
            for edit in self._edits_left:
                await self._edits.later(edit, 0)
        except Exception as error:  # supervisor: the leases end by themselves
            failed(_log, "could not release", error)

    async def once(self) -> None:
        """Do all that is due now, to its end, for whoever has no use for a loop."""
        begun = -1
        # What was begun may have ended within its round, and left something due behind.
        while begun != self._begun or self._under_way:
            begun = self._begun
            pause = await self.round()
            if self._under_way:
                await asyncio.wait(set(self._under_way))
            if pause <= 0:
                begun = -1

    async def _run(self) -> None:
        await self._recover()
        while not self._stopping:
            try:
                # What is due and wasn't taken has no room: the bell rings when there is some.
                pause = max(await self.round(), _BREATH)
            except Exception as error:  # supervisor: the rows stay, and are looked at again
                failed(_log, "could not deliver", error)
                pause = _SULK
            await asyncio.sleep(_REST)
            if not self._stopping:
                await self._bell.wait(pause)

    async def _recover(self) -> None:
        try:
            await self._deliveries.recover()
        except Exception as error:  # supervisor: the leases end by themselves
            failed(_log, "could not recover", error)

    async def round(self) -> float:
        """Take what there is room for, and return in how many seconds more is due, none for what has no room yet."""
        await self._look()
        await self._notices.end_alerts()
        for platform in self._posters.platforms():
            await self._holding.hold(platform)
            if poster := self._posters.of(platform):
                await self._take(poster)
                await self._take_edits(poster)
                await self._take_reminders(poster)
        await self._asker.ask()
        await self._take_notices()
        return await self._until_due()

    async def _look(self) -> None:
        """Find, every few seconds, what campaigns post by themselves, and cards that show something old."""
        if self._clock() < self._looks_at:
            return
        self._looks_at = self._clock() + _GLANCE
        await self._playing.play()
        await self._names.look()
        self._looks_at = min(self._looks_at, await self._playing.next_at() or self._looks_at)
        posters = [self._posters.of(platform) for platform in self._posters.platforms()]
        await self._refreshing.mark({poster.platform: poster.edits for poster in posters if poster})
        for damaged in await self._damage.look():
            _log.error("a row can't be read", table=damaged.table, columns=damaged.columns, reference=damaged.reference)

    async def _take(self, poster: Poster) -> None:
        room = self._hands.platform - sum(count for (where, _), count in self._busy.items() if where == poster.platform)
        if room <= 0 or self._stopping:
            return
        self._rounds += 1
        await self._leases.refresh()
        token = f"{self._name}-{self._rounds}"  # of this round: what was taken before is another lease
        share = self._hands.space if poster.repeatable else self._hands.unrepeatable
        for due in await self._deliveries.take(poster.platform, token, Room(room, share, self._busy)):
            self._hold(self._busy, (due.platform, due.space), self._send(due, poster), "could not send")

    async def _send(self, due: Due, poster: Poster) -> None:
        self._leases.hold(due)
        try:
            await self._sender.send(due, poster)
        finally:
            self._leases.let_go(due)

    async def _take_edits(self, poster: Poster) -> None:
        room = EDITS - self._editing[poster.platform]
        if room <= 0 or self._stopping:
            return
        for edit in await self._edits.take(poster.platform, room):
            self._hold(self._editing, edit.platform, self._edit(edit, poster), "could not edit")

    async def _edit(self, edit: Edit, poster: Poster) -> None:
        try:
            await self._editor.edit(edit, poster)
        except asyncio.CancelledError:
            self._edits_left.append(edit)
            raise

    async def _take_reminders(self, poster: Poster) -> None:
        if self._stopping or self._reminding[poster.platform] >= _DIRECT:
            return
        for one in await self._reminder.take(poster):
            self._hold(self._reminding, one.platform, self._reminder.remind(one, poster), "could not remind")

    async def _take_notices(self) -> None:
        """Tell people what they are told of alerts and names, as soon as there is somebody to tell it by."""
        if self._stopping or not self._posters.platforms() or self._telling[""] >= _DIRECT:
            return
        for notice in await self._notifier.take():
            self._hold(self._telling, "", self._notifier.tell(notice), "could not tell")
        for names in await self._name_notifier.take():
            self._hold(self._telling, "", self._name_notifier.tell(names), "could not tell")

    def _hold(self, held: Counter[Place], place: Place, work: Coroutine[Any, Any, None], failing: str) -> None:
        """Begin something that counts among what is ``held`` at a place until it ends."""
        held[place] += 1
        self._begun += 1
        task = asyncio.create_task(self._supervised(held, place, work, failing))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _supervised(
        self, held: Counter[Place], place: Place, work: Coroutine[Any, Any, None], failing: str
    ) -> None:
        try:
            await work
        except Exception as error:  # supervisor: its lease ends, or its next day comes, and it is taken up again
            failed(_log, failing, error)
        finally:
            held[place] -= 1
            if not held[place]:
                del held[place]
            self._bell.ring()

    async def _until_due(self) -> float:
        platforms = self._posters.platforms()
        times = [self._looks_at, await self._deliveries.next_at(platforms)]
        times += [await self._edits.next_at(one) for one in platforms]
        times += [await self._reminders.next_at(one) for one in platforms]
        times += [await self._notices.find_next_time(), await self._names.find_next_time()] if platforms else []
        return (min(at for at in times if at is not None) - self._clock()) / SECOND


async def _finish(tasks: Collection[asyncio.Task[None]], until: float) -> None:
    """Let tasks go on until a moment of the loop's clock, then cancel what is left of them."""
    if not tasks:
        return
    _, late = await asyncio.wait(tasks, timeout=max(until - asyncio.get_running_loop().time(), 0))
    for task in late:
        task.cancel()
    if late:
        await asyncio.wait(late)
