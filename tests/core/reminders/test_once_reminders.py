"""Reminders that come once: given out at most once, shown, stopped and forgotten like the daily ones."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import pytest

from bot.core.campaigns.lifecycle import Move
from bot.core.coalition.profiles import ProfileChange
from bot.core.moderation.moderation import Reason
from bot.core.reminders.due_reminders import DueDailyReminder, DueReminders
from bot.core.reminders.once_reminders import MOST, DueReminder
from bot.core.times.clock import SECOND
from bot.identity import Caller
from bot.store.engine import Store
from tests.core.support.accounts import ANA, ANNA, BO, link, log
from tests.core.support.coalition import ADMIN, ROOT
from tests.core.support.refusals import read_refusal
from tests.core.support.reminding import due, expect_retry_within_the_hour, own, read, request, schedule, stop
from tests.core.support.tables import everything
from tests.services import ZONE, Core, HandClock, caller, core_on, instant, new_request

MINUTE = 60 * SECOND
NOON = instant("2026-11-24 12:00")  # a Tuesday


@pytest.fixture
async def core(store: Store, tmp_path: Path) -> Core:
    return await core_on(store, folder=tmp_path, clock=HandClock(NOON))


async def set_reminder(core: Core, written: str = "in 20 minutes", who: Caller = ANA) -> list[int]:
    """Ask for a reminder, and return when the ones that come once do, in minutes from now."""
    kept = await schedule(core, who, written)
    return [(one.at - core.clock()) // MINUTE for one in kept.once]


async def take_due(core: Core, platform: str = "discord") -> list[str]:
    return [one.account for one in await due(core).take(platform, 50)]


async def rows(core: Core) -> int:
    return len((await everything(core.store))["once_reminders"])


async def test_it_comes_once_and_leaves_the_daily_one_alone(core: Core) -> None:
    await set_reminder(core, "daily 13:00")
    assert await set_reminder(core) == [20]
    assert await due(core).next_at("discord") == NOON + 20 * MINUTE
    assert await take_due(core) == []
    core.clock.forward(minutes=20)
    assert await take_due(core) == [ANA.account]
    assert await take_due(core) == []  # even if the process died before sending it
    core.clock.forward(minutes=40)
    assert await take_due(core) == [ANA.account]
    core.clock.forward(days=1)
    assert await take_due(core) == [ANA.account]
    assert await rows(core) == 0


async def test_several_reminders_come_and_a_repeated_one_is_kept_once(core: Core) -> None:
    await set_reminder(core, "tomorrow at noon")
    await set_reminder(core, "tomorrow 12:00")
    assert await set_reminder(core, "at 4 pm") == [240, 24 * 60]
    for minutes in range(MOST - 2):
        await set_reminder(core, f"in {minutes + 5} minutes")
    assert await read_refusal(schedule(core, ANA, "in 2 hours")) == (
        "remind.many",
        {"count": MOST},
    )
    assert await set_reminder(core, "in 3 hours", BO) == [180]


async def test_a_person_who_called_is_still_reminded(core: Core) -> None:
    await set_reminder(core)
    await log(core, ANA)
    core.clock.forward(minutes=21)
    assert await take_due(core) == [ANA.account]


async def test_nobody_is_reminded_late_while_suspended_or_without_a_campaign(core: Core) -> None:
    for who in (ANA, BO):
        await set_reminder(core, "in 20 minutes", who)
    await core.moderation.suspend(caller("cora", "discord", "server"), ADMIN, ANA.account, Reason.SPAM, new_request())
    core.clock.forward(minutes=81)
    assert await take_due(core) == []
    assert await rows(core) == 0
    await set_reminder(core, "in 20 minutes", BO)
    await core.lifecycle.move(ROOT, ADMIN, "vof", Move.PAUSE, new_request(), core.clock())
    core.clock.forward(minutes=21)
    assert await take_due(core) == []
    assert await rows(core) == 0


async def test_a_certainly_unsent_reminder_is_retried_within_its_hour(core: Core) -> None:
    await set_reminder(core)
    core.clock.forward(minutes=20)
    await expect_retry_within_the_hour(core, due(core))
    assert await rows(core) == 0


@pytest.mark.parametrize("end", [DueReminders.record_sent, partial(DueReminders.record_refusal, by_person=True)])
async def test_a_sent_or_refused_reminder_leaves_no_row(
    core: Core, end: Callable[[DueReminders, DueDailyReminder | DueReminder], Awaitable[None]]
) -> None:
    await set_reminder(core)
    core.clock.forward(minutes=20)
    [one] = await due(core).take("discord", 50)
    await end(due(core), one)
    assert await rows(core) == 0


async def test_two_processes_take_it_once(core: Core) -> None:
    await set_reminder(core)
    core.clock.forward(minutes=20)
    both = await asyncio.gather(take_due(core), take_due(core))
    assert sorted(map(len, both)) == [0, 1]


async def test_only_its_person_drops_one_and_stop_ends_all(core: Core) -> None:
    await set_reminder(core)
    await set_reminder(core, "tomorrow at noon")
    first, second = (await read(core, ANA)).once
    assert len((await own(core).stop_one(request(core, BO), first.id))[0].once) == 0
    left, _ = await own(core).stop_one(request(core, ANA), first.id)
    assert left.once == (second,)
    await set_reminder(core, "in 20 minutes", ANNA)
    await link(core, ANA, ANNA)
    assert await stop(core, ANNA)
    assert not await stop(core, ANA)
    assert await rows(core) == 0


async def test_it_is_exported_and_forgotten(core: Core) -> None:
    await set_reminder(core)
    await schedule(core, BO, "in 30 minutes")
    held = await core.data_export.read(ANA)
    assert held
    assert [one.at for one in held.once] == [NOON + 20 * MINUTE]
    await core.privacy.forget(ANA, new_request())
    assert await rows(core) == 1  # Bo's
    core.clock.forward(minutes=20)
    assert await take_due(core) == []


async def test_a_zone_that_becomes_known_is_offered_and_moves_all_or_none(core: Core) -> None:
    await set_reminder(core, "daily 9:00")
    await set_reminder(core, "tomorrow at noon")
    await set_reminder(core, "Friday 9:00 Eastern")
    assert (await read(core, ANA)).assumed == ZONE
    await core.profiles.change(ANA, ProfileChange(district="CA-11"))
    before = await read(core, ANA)
    assert (before.assumed, before.own) == (ZONE, "America/Los_Angeles")
    moved, _ = await own(core).settle(request(core, ANA), move=True)
    assert moved.assumed is None
    assert [(one.at - core.clock()) // MINUTE for one in moved.once] == [27 * 60, (3 * 24 - 3) * 60]
    assert moved.daily
    assert moved.daily.zone == "America/Los_Angeles"


async def test_who_leaves_it_is_not_asked_again(core: Core) -> None:
    await set_reminder(core, "daily 9:00")
    await set_reminder(core, "tomorrow at noon")
    await core.profiles.change(ANA, ProfileChange(district="CA-11"))
    before = await read(core, ANA)
    left, _ = await own(core).settle(request(core, ANA), move=False)
    assert left.assumed is None
    assert [one.at for one in left.once] == [one.at for one in before.once]


async def test_a_span_from_now_does_not_depend_on_the_zone(core: Core) -> None:
    await set_reminder(core)
    kept, _ = await own(core).set_zone(request(core, ANA), "America/Denver")
    assert [one.at for one in kept.once] == [NOON + 20 * MINUTE]
