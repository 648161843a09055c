"""The delivery loop: sleeps until something is due, then takes and sends no more than fits."""

import asyncio
import secrets
from collections import Counter
from collections.abc import Collection, Coroutine, Iterable
from typing import Any, TypeVar

from msgspec import Struct

from bot.core.outbox.card_edits import CardEdit
from bot.core.outbox.deliveries import Due, Room
from bot.core.outbox.edit_plan import Pace
from bot.core.times.clock import SECOND
from bot.delivery.alarm import Alarm
from bot.delivery.alert_sender import AlertSender
from bot.delivery.author_rights import AuthorRights
from bot.delivery.card_editor import CardEditor
from bot.delivery.drawing import Drawing
from bot.delivery.file_remover import FileRemover
from bot.delivery.leases import Leases
from bot.delivery.notice_sender import NoticeSender
from bot.delivery.outbox import Outbox
from bot.delivery.overdue_notifier import OverdueNotifier
from bot.delivery.reminder_sender import ReminderSender
from bot.kit.cards.outbound import Poster, Posters
from bot.runtime.log import get_logger, log_failure
from bot.runtime.loops import Loop

EDITS = 32  # concurrent edits per platform
_DIRECT = 50  # concurrent direct messages per platform
_SCAN = 10 * SECOND  # between two scans for scheduled posts, outdated cards and rows of other processes
_BREATH = 1.0  # seconds until the next round if something is due but there is no room for it
_REST = 0.03  # seconds between two rounds, so that tasks ending together cause one round
_DRAIN = 2.0  # seconds for running tasks when the program ends
_RECOVERY = 5.0  # seconds until the next round after an unexpected error

Place = TypeVar("Place")

_log = get_logger("callboard.delivery")


class DeliveryLimits(Struct, frozen=True):
    """How many deliveries run at once, per platform and per space.

    If a platform can't repeat a post safely, ``unrepeatable`` applies per space: a crash leaves that many unknown.
    """

    platform: int = 64
    space: int = 8
    unrepeatable: int = 1


_LIMITS = DeliveryLimits()


class Worker:
    """Delivers due rows on the connected platforms until it is stopped. It ``looks`` for rows of other processes."""

    def __init__(
        self, outbox: Outbox, posters: Posters, drawing: Drawing, limits: DeliveryLimits = _LIMITS, looks: bool = False
    ) -> None:
        self._limits = limits
        self._deliveries, self._edits, self._overdue = outbox.deliveries, outbox.card_edits, outbox.overdue_alerts
        self._posters, self._clock, self._waker = posters, outbox.clock, outbox.waker
        self._alarm = Alarm(outbox.waker, outbox.deliveries, posters, outbox.clock, looks)
        self._leases = Leases(outbox.deliveries, outbox.clock)
        self._sender = AlertSender(outbox.deliveries, drawing, outbox.clock, outbox.meter)
        self._editor = CardEditor(outbox.card_edits, drawing)
        self._reminders = outbox.reminders
        self._reminder_sender = ReminderSender(outbox.reminders, drawing)
        self._notices, self._names = outbox.notices, outbox.name_notices
        self._reports, self._changes = outbox.report_sending, outbox.change_notices
        self._postcards, self._files = outbox.postcard_notices, outbox.stored_files
        self._unsent, self._lost_roles = outbox.unsent_postcards, outbox.lost_roles
        self._notice_senders: tuple[NoticeSender[Any] | FileRemover, ...] = (
            NoticeSender(outbox.notices, posters, drawing.draw_notice),
            NoticeSender(outbox.name_notices, posters, drawing.draw_name_notice),
            NoticeSender(outbox.report_sending, posters, drawing.draw_report_notice),
            NoticeSender(outbox.change_notices, posters, drawing.draw_change_notice),
            NoticeSender(outbox.postcard_notices, posters, drawing.draw_postcard_notice),
            NoticeSender(outbox.lost_roles, posters, drawing.draw_lost_role),
            FileRemover(outbox.stored_files, posters),
        )
        self._overdue_notifier = OverdueNotifier(outbox.overdue_alerts, posters, drawing, outbox.clock)
        self._rights = AuthorRights(outbox.overdue_alerts, outbox.roles, posters)
        self._damage, self._audit = outbox.damage, outbox.audit
        self._scheduled_posts, self._card_refresh, self._next_scan = outbox.scheduled_posts, outbox.card_refresh, 0
        self._name = secrets.token_hex(8)
        self._rounds = self._begun = 0
        self._busy = Counter[tuple[str, str]]()
        self._editing, self._reminding, self._telling = Counter[str](), Counter[str](), Counter[str]()
        self._under_way = set[asyncio.Task[None]]()
        self._edits_left = list[CardEdit]()  # of cancelled tasks
        self._loop: asyncio.Task[None] | None = None
        self._stopping = False

    def start(self, posters: Iterable[Poster] = ()) -> None:
        """Start the loop, with ``posters`` in addition to those already connected."""
        for poster in posters:
            self._posters.add(poster)
        self._loop = asyncio.create_task(self._run(), name="delivery")

    def add(self, poster: Poster) -> None:
        """Deliver through ``poster`` too from now on."""
        self._posters.add(poster)
        self._waker.wake()

    async def stop(self) -> None:
        """Take nothing more, give running tasks two seconds, and release what they leave."""
        until = asyncio.get_running_loop().time() + _DRAIN
        self._stopping = True
        self._waker.wake()
        # Let the round end by itself: cancelled while taking rows, it could leave them taken after the release below.
        await _finish([self._loop] if self._loop else [], until)
        await _finish(tuple(self._under_way), until)
        await self._leases.stop()
        if self._rounds:
            await self._release()

    async def _release(self) -> None:
        """End all leases, so that the next process doesn't have to wait for them."""
        try:
            await self._deliveries.release(self._name)
            for edit in self._edits_left:
                await self._edits.postpone(edit, 0)
        except Exception as error:  # supervisor: the leases end by themselves
            log_failure(_log, "could not release", error)

    async def run_once(self) -> None:
        """Do everything that is due now and wait for it, without a loop."""
        begun = -1
        # A task may have ended within its round and left something due.
        while begun != self._begun or self._under_way:
            begun = self._begun
            pause = await self.round()
            if self._under_way:
                await asyncio.wait(set(self._under_way))
            if pause <= 0:
                begun = -1

    async def _run(self) -> None:
        await self._recover()
        await Loop(
            name="delivery",
            work=self._deliver,
            failing="could not deliver",  # the rows stay due for the next round
            log=_log,
            recovery=_RECOVERY,
            wait=self._wait,
            is_over=lambda: self._stopping,
        ).run()

    async def _deliver(self) -> float:
        # Rows that are due but weren't taken wait for room; the waker is called when there is some.
        return max(await self.round(), _BREATH)

    async def _wait(self, pause: float) -> None:
        await asyncio.sleep(_REST)
        if not self._stopping:
            await self._alarm.wait(pause)

    async def _recover(self) -> None:
        try:
            await self._deliveries.recover()
        except Exception as error:  # supervisor: the leases end by themselves
            log_failure(_log, "could not recover", error)

    async def round(self) -> float:
        """Take what there is room for. Returns the seconds until more is due; at most 0 if something waits for room."""
        await self._scan()
        await self._notices.lapse_alerts()
        for platform in self._posters.list_platforms():
            begun = self._clock()
            await self._rights.check(platform)
            await self._overdue.hold(platform)
            if poster := self._posters.find(platform):
                await self._take(poster, begun)
                await self._take_edits(poster)
                await self._take_reminders(poster)
        await self._notices.end_alerts()  # once it is known what is held
        await self._overdue_notifier.ask()
        await self._take_notices()
        return await self._measure_wait()

    async def _scan(self) -> None:
        """Every few seconds: confirm the audit, post what is due, delete unsent postcards, mark outdated cards."""
        if self._clock() < self._next_scan:
            return
        self._next_scan = self._clock() + _SCAN
        await self._confirm_audit()
        await self._scheduled_posts.post_due()
        await self._names.look()
        await self._unsent.sweep()
        self._next_scan = min(self._next_scan, await self._scheduled_posts.find_next_time() or self._next_scan)
        posters = [self._posters.find(platform) for platform in self._posters.list_platforms()]
        paces = {poster.platform: Pace(poster.edits, poster.edit_burst) for poster in posters if poster}
        await self._card_refresh.mark(paces)
        for damaged in await self._damage.look():
            _log.error("a row can't be read", table=damaged.table, columns=damaged.columns, reference=damaged.reference)

    async def _confirm_audit(self) -> None:
        """Note that the audit trail's entries are saved, so that the last one can't be removed unnoticed for long."""
        try:
            await self._audit.confirm()
        except Exception as error:  # supervisor: posts go out all the same, and the next scan tries again
            log_failure(_log, "could not confirm the audit trail", error)

    async def _take(self, poster: Poster, due_by: int) -> None:
        room = self._limits.platform - sum(
            count for (where, _), count in self._busy.items() if where == poster.platform
        )
        if room <= 0 or self._stopping:
            return
        self._rounds += 1
        await self._leases.refresh()
        token = f"{self._name}-{self._rounds}"  # a new lease each round
        share = self._limits.space if poster.repeatable else self._limits.unrepeatable
        for due in await self._deliveries.take(poster.platform, token, Room(room, share, self._busy), due_by):
            self._begin(self._busy, (due.platform, due.space), self._send(due, poster), "could not send")

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
            self._begin(self._editing, edit.platform, self._edit(edit, poster), "could not edit")

    async def _edit(self, edit: CardEdit, poster: Poster) -> None:
        try:
            await self._editor.edit(edit, poster)
        except asyncio.CancelledError:
            self._edits_left.append(edit)
            raise

    async def _take_reminders(self, poster: Poster) -> None:
        if self._stopping or self._reminding[poster.platform] >= _DIRECT:
            return
        for one in await self._reminder_sender.take(poster):
            self._begin(self._reminding, one.platform, self._reminder_sender.send(one, poster), "could not remind")

    async def _take_notices(self) -> None:
        """Send notices about alerts, names, reports and changes, and remove files, once a platform is connected."""
        if self._stopping or not self._posters.list_platforms() or self._telling[""] >= _DIRECT:
            return
        for sender in self._notice_senders:
            for notice in await sender.take():
                self._begin(self._telling, "", sender.send(notice), "could not tell")

    def _begin(self, busy: Counter[Place], place: Place, work: Coroutine[Any, Any, None], failing: str) -> None:
        """Start a task that counts as ``busy`` at a place until it ends."""
        busy[place] += 1
        self._begun += 1
        task = asyncio.create_task(self._supervise(busy, place, work, failing))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _supervise(
        self, busy: Counter[Place], place: Place, work: Coroutine[Any, Any, None], failing: str
    ) -> None:
        try:
            await work
        except Exception as error:  # supervisor: its lease ends, or its next day comes, and it is taken again
            log_failure(_log, failing, error)
        finally:
            busy[place] -= 1
            if not busy[place]:
                del busy[place]
            self._waker.wake()

    async def _measure_wait(self) -> float:
        platforms = self._posters.list_platforms()
        times = [self._next_scan, await self._deliveries.find_next_time(platforms)]
        times += [await self._edits.find_next_time(one) for one in platforms]
        times += [await self._reminders.next_at(one) for one in platforms]
        notices = (self._notices, self._names, self._reports, self._changes, self._postcards, self._lost_roles)
        times += [await source.find_next_time() for source in (*notices, self._files)] if platforms else []
        return (min(at for at in times if at is not None) - self._clock()) / SECOND


async def _finish(tasks: Collection[asyncio.Task[None]], until: float) -> None:
    """Let tasks run until ``until`` on the loop's clock, then cancel the rest."""
    if not tasks:
        return
    _, late = await asyncio.wait(tasks, timeout=max(until - asyncio.get_running_loop().time(), 0))
    for task in late:
        task.cancel()
    if late:
        await asyncio.wait(late)
