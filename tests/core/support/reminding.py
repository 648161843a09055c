"""What daily and one-time reminders have in common: how people ask for them, and what follows if one can't be sent."""

from bot.core.reminders.due_reminders import DueReminders
from bot.core.reminders.own_reminders import OwnReminders, ReminderRequest
from bot.core.reminders.reminder_list import ReminderList
from bot.identity import Caller
from tests.services import ZONE, Core


def own(core: Core) -> OwnReminders:
    """The service, as after a restart."""
    return OwnReminders(core.base, core.people, core.campaigns, ZONE, core.congress)


def due(core: Core) -> DueReminders:
    """The service, as after a restart."""
    return DueReminders(core.base, core.people, core.campaigns, core.built.guidance.finder)


def request(core: Core, who: Caller) -> ReminderRequest:
    """What somebody asks now, on a platform that reports no zone."""
    return ReminderRequest(who, core.clock())


async def schedule(core: Core, who: Caller, written: str) -> ReminderList:
    """Set a reminder, in English."""
    return (await own(core).schedule(request(core, who), written, lambda _: "en"))[0]


async def read(core: Core, who: Caller) -> ReminderList:
    """Somebody's reminders."""
    return (await own(core).read(request(core, who)))[0]


async def stop(core: Core, who: Caller) -> bool:
    """Stop all, and return whether there were any."""
    return (await own(core).stop(request(core, who)))[0]


async def expect_retry_within_the_hour(core: Core, service: DueReminders) -> None:
    """Let the one due reminder fail twice: it comes again after a minute, and never when it would be an hour late."""
    [one] = await service.take("discord", 50)
    await service.retry_later(one, 60.0)
    assert await service.take("discord", 50) == ()
    core.clock.forward(minutes=1)
    [again] = await service.take("discord", 50)
    await service.retry_later(again, 3600.0)
    core.clock.forward(minutes=65)
    assert await service.take("discord", 50) == ()
