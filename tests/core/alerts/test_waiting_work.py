"""Waiting work is counted only within a person's reach."""

import pytest
from msgspec.structs import replace

from bot.core.alerts.alert_drafts import AlertDrafts, FormEntry
from bot.core.alerts.waiting_work import Waiting, WaitingWork, WaitingWorkReader
from bot.identity import Caller
from bot.store.engine import Store
from tests.core.support.alerting import RULES, Newsroom, make_newsroom
from tests.core.support.coalition import ADMIN, ANA, BEN, ROOT
from tests.services import core_on

ADA = Caller("console", "ada", "console")


@pytest.fixture
async def room(store: Store) -> Newsroom:
    return await make_newsroom(await core_on(store, admins=[("console", "root"), ("console", "ada")]))


def count_work(room: Newsroom) -> WaitingWorkReader:
    return WaitingWorkReader(room.core.base, room.core.people)


async def test_failed_channels_count_for_their_org_for_a_week(room: Newsroom) -> None:
    await room.subscribe(ANA, 3)
    assert await count_work(room).read(ANA, await room.house.reach(ANA)) == WaitingWork()
    alert = await room.send(ANA)
    for delivery in await room.take("discord"):
        assert await room.deliveries.begin(delivery)
        await room.deliveries.record_refusal(delivery, "outside", "")
    assert (await count_work(room).read(ANA, await room.house.reach(ANA))).failed == Waiting(3, alert)
    assert (await count_work(room).read(BEN, await room.house.reach(BEN))).failed == Waiting()
    assert (await count_work(room).read(ANA, ADMIN)).failed.count == 3
    room.core.clock.forward(days=8)
    assert (await count_work(room).read(ANA, ADMIN)).failed == Waiting()


async def test_drafts_count_only_for_their_author(room: Newsroom) -> None:
    core = room.core
    drafts = AlertDrafts(core.base, core.people)
    for number in range(2):
        await drafts.keep(ANA, f"form-{number}", FormEntry("alert", f"Call {number}"))
    assert (await count_work(room).read(BEN, await room.house.reach(BEN))).drafts == 0
    await drafts.keep(BEN, "form", FormEntry("alert", "Call"))
    assert (await count_work(room).read(BEN, await room.house.reach(BEN))).drafts == 1
    assert (await count_work(room).read(ANA, await room.house.reach(ANA))).drafts == 2


async def test_alerts_wait_for_every_admin_but_their_author(store: Store) -> None:
    core = await core_on(store, admins=[("console", "root"), ("console", "ada")])
    room = await make_newsroom(core, replace(RULES, two_person=True))
    await room.subscribe(ANA)
    written = {who: [await room.send(who, audience="coalition") for _ in range(n)] for who, n in ((ROOT, 1), (ADA, 2))}
    for reader, other in ((ROOT, ADA), (ADA, ROOT)):
        waiting = (await count_work(room).read(reader, ADMIN)).approve
        assert waiting == Waiting(len(written[other]), max(written[other]))
    assert (await count_work(room).read(ANA, await room.house.reach(ANA))).approve == Waiting()
