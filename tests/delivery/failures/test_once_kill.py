"""Single reminders, and a process that is killed on the way: nobody gets one twice."""

import os
import signal
from pathlib import Path

from bot.core.times.clock import SECOND
from bot.identity import Caller
from tests.core.support.reminding import due, schedule
from tests.core.support.tables import everything
from tests.delivery.failures.killed import AheadClock
from tests.delivery.failures.test_kill import Deliverer, Town, clock, deliver_all, deliverer, town
from tests.fixtures import use_store
from tests.platforms.discord import User
from tests.services import core_on

__all__ = ["clock", "deliverer", "town"]  # fixtures

EACH, KILLS = 5, 11
PEOPLE = EACH * (KILLS + 1)
OPENS = "POST /users/@me/channels"
MINUTE = 60 * SECOND


async def test_kills_remind_nobody_twice_and_leave_no_row(
    town: Town, clock: AheadClock, sqlite_path: Path, deliverer: Deliverer
) -> None:
    users = [town.discord.user(f"u{number}") for number in range(PEOPLE)]
    await schedule_all(town, clock, sqlite_path, users[:EACH])
    clock.ahead += 20 * MINUTE
    for number in range(KILLS):
        held = town.discord.hold(OPENS, times=3)
        opened = count_opens(town) + number % 3
        child = await deliverer.begin(clock.ahead)
        await wait_for_opens(town, opened)
        os.kill(child, signal.SIGKILL)
        assert await deliverer.ended() == -signal.SIGKILL
        held.set()
        await schedule_all(town, clock, sqlite_path, users[(number + 1) * EACH : (number + 2) * EACH])
        clock.ahead += 20 * MINUTE
    for _ in range(2):
        while await deliver_all(clock, deliverer) != 0:
            clock.ahead += 50 * SECOND
        assert max(count_messages(users)) == 1
        assert sum(count_messages(users)) < PEOPLE, "no kill came between taking a reminder and its message"
        clock.ahead += 180 * MINUTE
    assert await read_rows(clock, sqlite_path) == []


def count_messages(users: list[User]) -> list[int]:
    """The number of direct messages that each person got."""
    return [len(user.dm.messages) for user in users]


def count_opens(town: Town) -> int:
    """The number of requests to open a direct message."""
    return sum(request == OPENS for request in town.discord.requests)


async def wait_for_opens(town: Town, than: int) -> None:
    """Wait until there are more than ``than`` requests to open a direct message."""
    await town.discord.until(lambda: count_opens(town) > than)


async def schedule_all(town: Town, clock: AheadClock, database: Path, users: list[User]) -> None:
    """Set a reminder in twenty minutes for everybody."""
    async with use_store(f"sqlite:///{database}") as store:
        core = await core_on(store, clock=clock)
        for user in users:
            await schedule(core, Caller("discord", user.id, town.guilds[0].id), "in 20 minutes")


async def read_rows(clock: AheadClock, database: Path) -> list[dict[str, object]]:
    """The rows that are left after another scan."""
    async with use_store(f"sqlite:///{database}") as store:
        core = await core_on(store, clock=clock)
        await due(core).take("discord", 50)
        rows = (await everything(store))["once_reminders"]
    return rows
