"""Reminders as direct messages: one a day, retried after a rate limit, and not after a refusal."""

from bot.core.reminders.reminder_rows import BY_PERSON, BY_PLATFORM
from bot.identity import Caller
from tests.core.support.reminding import read, schedule
from tests.core.support.tables import everything
from tests.delivery.conftest import Floor
from tests.delivery.press import worker_on


async def set_reminder(floor: Floor, who: Caller) -> None:
    await schedule(floor.room.core, who, "daily 13:00")


async def test_a_reminder_comes_privately_once_a_day(floor: Floor) -> None:
    worker = worker_on(floor.room, floor.wires.discord, floor.wires.slack)
    team = floor.there[0].team
    ben = team.user("Ben")
    await set_reminder(floor, floor.ana)
    await set_reminder(floor, Caller("slack", f"{team.id}:{ben.id}", team.id))
    for _ in range(3):
        floor.room.core.clock.forward(hours=1)
        await worker.run_once()
    for direct in (floor.user.dm.messages, ben.dm.messages):
        [message] = direct
        assert "a voicemail counts too" in message.text
        assert "Stop reminding me" in str(message.buttons)
    assert floor.counts() == ([0] * 6, [0] * 4)
    floor.room.core.clock.forward(hours=22)
    await worker.run_once()
    assert (len(floor.user.dm.messages), len(ben.dm.messages)) == (2, 2)


async def test_an_unreachable_platform_delays_it(floor: Floor) -> None:
    worker = worker_on(floor.room, floor.wires.discord, floor.wires.slack)
    await set_reminder(floor, floor.ana)
    floor.discord.refuse("POST /users/@me/channels", 503, 0, times=10)
    for _ in range(2):
        floor.room.core.clock.forward(minutes=30)
        await worker.run_once()
    floor.discord.state.faults.waiting.clear()
    floor.room.core.clock.forward(minutes=10)
    await worker.run_once()
    assert len(floor.user.dm.messages) == 1


async def test_a_person_who_refuses_direct_messages_is_tried_once(floor: Floor) -> None:
    worker = worker_on(floor.room, floor.wires.discord, floor.wires.slack)
    await set_reminder(floor, floor.ana)
    floor.discord.refuse("POST /channels/*/messages", 403, 50007, times=1)
    floor.room.core.clock.forward(hours=1)
    await worker.run_once()
    [row] = (await everything(floor.room.core.store))["reminders"]
    assert row["refused"] == BY_PERSON
    floor.room.core.clock.forward(days=1)
    await worker.run_once()
    assert not floor.user.dm.messages


async def test_a_workspace_that_lets_nobody_be_written_to_is_not_the_persons_doing(floor: Floor) -> None:
    worker = worker_on(floor.room, floor.wires.discord, floor.wires.slack)
    team = floor.there[0].team
    ben = Caller("slack", f"{team.id}:{team.user('Ben').id}", team.id)
    await set_reminder(floor, ben)
    team.refused_scopes = {"im:write"}
    floor.room.core.clock.forward(hours=1)
    await worker.run_once()
    [row] = (await everything(floor.room.core.store))["reminders"]
    assert row["refused"] == BY_PLATFORM
    kept = (await read(floor.room.core, ben)).daily
    assert kept is not None
    assert (kept.refused, kept.refused_by_person) == (True, False)
