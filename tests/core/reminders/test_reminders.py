"""Reminders: at the time people mean, once a day, only while a campaign is open, deleted with their person."""

import asyncio
from pathlib import Path

import pytest

from bot.core.base.keys.caller_keys import hash_account
from bot.core.base.keys.keys import Keys
from bot.core.campaigns.lifecycle import Move
from bot.core.moderation.moderation import Reason
from bot.core.times.clock import DAY, SECOND
from bot.core.times.daily_times import DailyTime, is_stop_request, parse_reminder_time
from bot.errors import UserError
from bot.identity import Caller
from bot.store.engine import Store
from tests.core.support.accounts import ANA, ANNA, BO, link, log
from tests.core.support.coalition import ADMIN, ROOT
from tests.core.support.refusals import read_refusal
from tests.core.support.reminding import due, expect_retry_within_the_hour, read, schedule, stop
from tests.core.support.tables import everything
from tests.services import SECRET, ZONE, Core, HandClock, caller, core_on, instant, new_request

EASTERN, PACIFIC = "America/New_York", "America/Los_Angeles"
NINE = instant("2026-11-24 09:00")
CY = caller("cy", "discord", "server")


@pytest.mark.parametrize(
    ("written", "cron", "zone"),
    [
        ("9:00", "0 9 * * 1,2,3,4,5", EASTERN),
        ("6pm daily", "0 18 * * *", EASTERN),
        ("every day at 8:30 Pacific", "30 8 * * *", PACIFIC),
        ("mon, thu 18:30", "30 18 * * 1,4", EASTERN),
        ("Mondays and Tues at noon", "0 12 * * 1,2", EASTERN),
        ("weekends 10 a.m.", "0 10 * * 0,6", EASTERN),
        ("weekdays 07:05 America/Chicago", "5 7 * * 1,2,3,4,5", "America/Chicago"),
    ],
)
def test_typed_times_are_understood(written: str, cron: str, zone: str) -> None:
    asked = parse_reminder_time(written, EASTERN)
    assert (asked.cron, asked.zone) == (cron, zone)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("whenever", "remind.unclear"),
        ("", "remind.unclear"),
        ("25:00", "time.clock"),
        ("9:00 Atlantis", "time.zone"),
    ],
)
def test_unclear_times_are_refused(written: str, key: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_reminder_time(written, EASTERN)
    assert caught.value.key in (key, f"{key}_near")


def test_stop_in_several_words() -> None:
    assert all(is_stop_request(word) for word in ("stop", " Stop! ", "off", "-", "never"))
    assert not is_stop_request("9:00")
    assert DailyTime(9 * 60, frozenset({0, 6}), ZONE).cron == "0 9 * * 0,6"


@pytest.fixture
async def core(store: Store, tmp_path: Path) -> Core:
    return await core_on(store, folder=tmp_path, clock=HandClock(NINE - 60 * SECOND))


async def set_reminder(core: Core, who: Caller = ANA, written: str = "daily 9:00") -> None:
    await schedule(core, who, written)


async def take_due(core: Core, platform: str = "discord") -> list[str]:
    return [one.account for one in await due(core).take(platform, 50)]


async def test_a_reminder_comes_once_a_day(core: Core) -> None:
    await set_reminder(core)
    assert await take_due(core) == []
    core.clock.forward(minutes=1)
    assert await take_due(core) == [ANA.account]
    assert await take_due(core) == []
    core.clock.forward(days=1)
    assert await take_due(core) == [ANA.account]


async def test_a_changed_reminder_does_not_come_twice_a_day(core: Core) -> None:
    await set_reminder(core)
    core.clock.forward(minutes=1)
    assert await take_due(core) == [ANA.account]
    kept = await schedule(core, ANA, "daily 9:30")
    assert kept.daily
    assert kept.daily.next_at == NINE + DAY + 30 * 60 * SECOND
    core.clock.forward(minutes=30)
    assert await take_due(core) == []
    core.clock.forward(days=1)
    assert await take_due(core) == [ANA.account]


async def test_callers_suspended_people_and_those_who_stopped_are_not_reminded(core: Core) -> None:
    for who in (ANA, BO, CY):
        await set_reminder(core, who)
    await log(core, ANA)
    assert await stop(core, BO)
    assert not await stop(core, BO)
    core.clock.forward(minutes=1)
    assert await take_due(core) == [CY.account]
    core.clock.forward(days=1)
    assert sorted(await take_due(core)) == sorted([ANA.account, CY.account])


async def test_nothing_comes_while_no_campaign_is_open_or_an_hour_late(core: Core) -> None:
    await set_reminder(core)
    await core.lifecycle.move(ROOT, ADMIN, "vof", Move.PAUSE, new_request(), core.clock())
    core.clock.forward(minutes=1)
    assert await take_due(core) == []
    await core.lifecycle.move(ROOT, ADMIN, "vof", Move.OPEN, new_request(), core.clock())
    core.clock.forward(days=1, hours=1, seconds=1)
    assert await take_due(core) == []
    core.clock.forward(hours=23)
    assert await take_due(core) == [ANA.account]


async def test_a_certainly_unsent_reminder_is_retried_within_the_hour(core: Core) -> None:
    await set_reminder(core)
    core.clock.forward(minutes=1)
    await expect_retry_within_the_hour(core, due(core))


async def test_an_unreachable_person_is_left_alone_until_they_ask_again(core: Core) -> None:
    await set_reminder(core)
    core.clock.forward(minutes=1)
    [one] = await due(core).take("discord", 50)
    await due(core).record_refusal(one, by_person=True)
    kept = await read(core, ANA)
    assert kept.daily
    assert kept.daily.refused
    assert kept.daily.refused_by_person
    core.clock.forward(days=1)
    assert await take_due(core) == []
    await set_reminder(core, ANA, "daily 9:30")
    core.clock.forward(minutes=30)
    assert await take_due(core) == [ANA.account]


async def test_stop_works_for_all_linked_accounts_even_suspended_or_after_the_close(core: Core) -> None:
    for who in (ANA, ANNA, BO):
        await set_reminder(core, who)
    await link(core, ANA, ANNA)
    await core.lifecycle.move(ROOT, ADMIN, "vof", Move.CLOSE, new_request(), core.clock())
    await core.moderation.suspend(caller("cora", "discord", "server"), ADMIN, ANA.account, Reason.SPAM, new_request())
    assert await stop(core, ANNA)
    [left] = (await everything(core.store))["reminders"]
    assert left["account_key"] == hash_account(Keys(SECRET), BO)


async def test_one_person_on_two_platforms_is_reminded_once(core: Core) -> None:
    for who in (ANA, ANNA):
        await set_reminder(core, who)
    await link(core, ANA, ANNA)
    core.clock.forward(minutes=1)
    assert len([*await take_due(core, ANA.platform), *await take_due(core, ANNA.platform)]) == 1


async def test_two_processes_remind_one_person_once(core: Core) -> None:
    for who in (ANA, ANNA):
        await set_reminder(core, who)
    await link(core, ANA, ANNA)
    core.clock.forward(minutes=1)
    both = [await asyncio.gather(take_due(core, "discord"), take_due(core, "slack")) for _ in range(2)]
    assert len([one for round in both for platform in round for one in platform]) == 1


async def test_it_is_shown_exported_and_forgotten(core: Core) -> None:
    await set_reminder(core)
    assert (await read(core, BO)).daily is None
    await set_reminder(core, BO, "daily 10:00")
    held = await core.data_export.read(ANA)
    assert held
    assert [(one.cron, one.next_at) for one in held.reminders] == [("0 9 * * *", NINE)]
    await core.privacy.forget(ANA, new_request())
    assert [row["cron"] for row in (await everything(core.store))["reminders"]] == ["0 10 * * *"]


async def test_an_unclear_time_saves_nothing(core: Core) -> None:
    assert await read_refusal(schedule(core, ANA, "soon")) == (
        "remind.unclear",
        {"word": "soon"},
    )
    assert (await everything(core.store))["reminders"] == []
