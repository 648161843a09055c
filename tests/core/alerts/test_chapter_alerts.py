"""Alerts to chapters: only their own channels."""

import pytest

from bot.core.alerts.alerts import AlertRequest, Preview
from bot.core.coalition.audience import Audience, read_audience
from bot.identity import Caller
from bot.store.engine import Store
from tests.core.support.alerting import Newsroom, make_newsroom
from tests.core.support.coalition import ADMIN, ANA, BEN, ROOT, expect_refusal
from tests.services import core_on


@pytest.fixture
async def room(store: Store) -> Newsroom:
    """Ours with the chapters Bay and Delta and three channels, Theirs with one."""
    room = await make_newsroom(await core_on(store, admins=[("console", "root")]))
    for chapter in ("Bay", "Delta"):
        await room.house.chapters.add(ROOT, ADMIN, "Ours", chapter)
    await room.subscribe(ANA, 3)
    await room.subscribe(BEN)
    return room


async def draft(room: Newsroom, *names: str) -> Preview:
    """Write an alert to chapters of Ours."""
    places = await room.house.chapters.fetch_places(ADMIN)
    chosen = Audience((await room.house.org_id("Ours"),), chapters=tuple(one.id for one in places if one.name in names))
    return await room.alerts.draft(ANA, await room.house.reach(ANA), AlertRequest("Call"), room.core.clock(), chosen)


async def map_channel(room: Newsroom, who: Caller, channel: str, chapter: str) -> None:
    """Map a channel to a chapter."""
    there = Caller(who.platform, who.account, who.space, (f"channel:{channel}",))
    await room.house.chapters.map(there, await room.house.reach(who), chapter, {None: "here"})


async def test_only_channels_of_those_chapters_get_it(room: Newsroom) -> None:
    await map_channel(room, ANA, "c1", "Bay")
    await map_channel(room, ANA, "c2", "Delta")
    preview = await draft(room, "Bay")
    assert (preview.chapters, [one.name for one in preview.channels]) == (("Ours: Bay",), ["c1"])
    await room.alerts.confirm(ANA, await room.house.reach(ANA), preview.id)
    assert await room.deliver() == ["c1"]
    both = await draft(room, "Bay", "Delta")
    assert sorted(one.name for one in both.channels) == ["c1", "c2"]


async def test_chapters_without_channels_get_nothing(room: Newsroom) -> None:
    preview = await draft(room, "Bay")
    assert preview.channels == ()
    with expect_refusal("alert.nobody"):
        await room.alerts.confirm(ANA, await room.house.reach(ANA), preview.id)


async def test_a_chapter_that_moved_to_another_org_gets_nothing(room: Newsroom) -> None:
    await map_channel(room, ANA, "c1", "Bay")
    await room.house.chapters.move(ROOT, ADMIN, "Bay", "Theirs")
    assert (await draft(room, "Bay")).channels == ()


def test_an_audience_from_before_chapters_is_still_read() -> None:
    assert read_audience('{"orgs": ["a"], "states": [], "everyone": false}') == Audience(("a",))
    whole = Audience(("a",), chapters=("b", "c"))
    assert read_audience(whole.format()) == whole
