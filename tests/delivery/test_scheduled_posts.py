"""Scheduled posts of campaigns: each comes once, in its channels, over restarts and clock changes too."""

import asyncio
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.cogs.alerts.posted_card import draw_posted_card
from bot.core.campaign_files.campaign_file import load_campaign
from bot.core.campaigns.lifecycle import Move
from bot.core.outbox.scheduled_posts import ScheduledPosts
from bot.core.times.clock import SECOND
from bot.errors import ConfigError
from bot.kit.cards.markup import strip_markup
from bot.kit.i18n import load_words
from bot.store.engine import Store
from tests.core.postcards.support import LINES, send
from tests.core.support.alerting import Newsroom, make_newsroom
from tests.core.support.coalition import ADMIN, ANA, BEN, ROOT
from tests.core.support.tables import everything
from tests.services import HandClock, campaign, core_on, instant, new_request

RHYTHM = (
    "rhythm:",
    "  lines_open: true",
    '  day_summary: "20:00"',
    '  reminders: [{cron: "30 2 * * *", text: {en: Call, es: Llama}}]',
)


async def newsroom(store: Store, at: str, *lines: str) -> Newsroom:
    core = await core_on(
        store, files=(campaign("vof", *lines),), clock=HandClock(instant(at)), admins=[("console", "root")]
    )
    room = await make_newsroom(core)
    await room.subscribe(ANA, 2)
    await room.subscribe(BEN, 1)
    return room


def make_schedule(room: Newsroom) -> ScheduledPosts:
    """The service that makes scheduled posts, as after a restart."""
    return ScheduledPosts(room.core.base, room.core.campaigns)


async def count_kinds(room: Newsroom) -> Counter[str]:
    """The number of alerts of each kind."""
    return Counter(row["kind"] for row in (await everything(room.core.store))["alerts"])


async def step_through(room: Newsroom, begin: str, end: str, step: int = 600) -> None:
    """Step from one local time to another, with a restart at every scan."""
    room.core.clock.at = instant(begin)
    while room.core.clock() <= instant(end):
        await make_schedule(room).post_due()
        room.core.clock.forward(seconds=step)


@pytest.mark.parametrize("change", ["2026-11-01", "2027-03-14"])
async def test_a_week_with_a_clock_change_has_one_post_of_each_kind_a_day(store: Store, change: str) -> None:
    room = await newsroom(store, "2026-10-01 12:00", *RHYTHM)
    there = date.fromisoformat(change)
    begin, end = f"{there - timedelta(days=1)} 00:00", f"{there + timedelta(days=1)} 23:50"
    await step_through(room, begin, end, 1200)
    # Saturday, Sunday and Monday. Nobody called, so there is no daily summary.
    assert await count_kinds(room) == {"reminder": 3, "lines": 1}


async def test_two_workers_post_it_once_in_every_channel(store: Store) -> None:
    room = await newsroom(store, "2026-11-24 08:59", *RHYTHM)
    assert await make_schedule(room).post_due() == 0
    room.core.clock.forward(minutes=1)
    assert sorted(await asyncio.gather(*(make_schedule(room).post_due() for _ in range(4)))) == [0, 0, 0, 1]
    assert await room.deliver("discord") == ["c1", "c2"]
    assert await room.deliver("slack") == ["c1"]


async def test_each_org_gets_only_its_own_summary(store: Store) -> None:
    """One org called; the other only wrote, and gets a summary, too."""
    room = await newsroom(store, "2026-11-24 19:00", *RHYTHM, *LINES)
    for _ in range(2):
        await room.house.log(ANA)
    await send(room.core, BEN)
    room.core.clock.forward(hours=1)
    assert await make_schedule(room).post_due() == 2
    due = {one.space: one.snapshot for platform in ("discord", "slack") for one in await room.take(platform)}
    shown = {space: (one.today, one.postcards_today) for space, one in due.items()}
    numbers = {space: [one and (one.n, one.people) for one in both] for space, both in shown.items()}
    assert numbers == {"guild": [(2, 0), None], "T1": [(0, 0), (3, 0)]}
    texts = {space: strip_markup(draw_posted_card(load_words("en"), one, "d", "en").body) for space, one in due.items()}
    assert texts == {"guild": "Our day: 2 calls.", "T1": "Our day: 0 calls.\nApart from calls: 3 postcards."}
    assert await make_schedule(room).post_due() == 0


async def test_a_post_missed_by_more_than_an_hour_is_dropped(store: Store) -> None:
    room = await newsroom(store, "2026-11-24 08:00", *RHYTHM)
    room.core.clock.forward(hours=2, seconds=1)
    assert await make_schedule(room).post_due() == 0
    assert await make_schedule(room).find_next_time() == instant("2026-11-24 20:00")


async def test_without_a_channel_there_is_nothing_to_post(store: Store) -> None:
    room = await newsroom(store, "2026-11-24 09:00", *RHYTHM)
    for who, name in ((ANA, "c1"), (ANA, "c2"), (BEN, "c1")):
        await room.channels.unsubscribe(who, await room.house.reach(who), name)
    assert await make_schedule(room).post_due() == 0
    assert await count_kinds(room) == {}


async def test_a_paused_campaign_says_nothing(store: Store) -> None:
    room = await newsroom(store, "2026-11-24 08:59", *RHYTHM)
    await room.core.lifecycle.move(ROOT, ADMIN, "vof", Move.PAUSE, new_request(), room.core.clock())
    room.core.clock.forward(minutes=2)
    assert await make_schedule(room).post_due() == 0


async def test_start_and_close_come_at_their_time_also_when_a_command_moves_it(store: Store) -> None:
    lines = ("opens: 2026-11-24 09:00", "closes: 2026-11-25 17:00", "rhythm: {start: true, close: true}")
    room = await newsroom(store, "2026-11-24 08:59", *lines)
    assert await make_schedule(room).post_due() == 0
    room.core.clock.forward(minutes=1)
    assert await make_schedule(room).post_due() == 1
    room.core.clock.forward(hours=1)
    await room.core.lifecycle.move(ROOT, ADMIN, "vof", Move.CLOSE, new_request(), room.core.clock())
    room.core.clock.at += SECOND
    assert await make_schedule(room).post_due() == 1
    room.core.clock.at = instant("2026-11-25 17:01")
    assert await make_schedule(room).post_due() == 0
    assert await count_kinds(room) == {"start": 1, "close": 1}


async def test_quiet_hours_delay_it_and_a_full_day_doesnt(store: Store) -> None:
    room = await newsroom(store, "2026-11-24 08:00", *RHYTHM)
    await room.subscribe(ANA, 1, quiet="22:00-10:00")
    room.core.clock.at = instant("2026-11-24 09:00")
    await make_schedule(room).post_due()
    assert await room.deliver() == ["c1", "c2"]
    room.core.clock.at = instant("2026-11-24 10:00")
    assert await room.deliver() == ["c3"]


def test_a_schedule_that_never_comes_or_comes_often_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "vof.yaml"
    for cron in ("*/5 * * * *", "0 9 31 2 *", "9 am", "0 25 * * *"):
        lines = (
            "campaign: vof",
            "title: T",
            "rhythm:",
            "  reminders:",
            f"    - cron: '{cron}'",
            "scripts: {en: {text: A}}",
        )
        file.write_text("\n".join(lines))
        with pytest.raises(ConfigError) as caught:
            load_campaign(file, "America/New_York")
        assert [problem.line for problem in caught.value.problems] == [5]
