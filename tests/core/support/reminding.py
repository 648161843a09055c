"""What daily and one-time reminders have in common when one can't be sent."""

from bot.core.reminders.reminders import Reminders
from tests.services import Core


async def expect_retry_within_the_hour(core: Core, service: Reminders) -> None:
    """Let the one due reminder fail twice: it comes again after a minute, and never when it would be an hour late."""
    [one] = await service.take("discord", 50)
    await service.retry_later(one, 60.0)
    assert await service.take("discord", 50) == ()
    core.clock.forward(minutes=1)
    [again] = await service.take("discord", 50)
    await service.retry_later(again, 3600.0)
    core.clock.forward(minutes=65)
    assert await service.take("discord", 50) == ()
