"""An alert to the whole coalition may need another admin, who is asked wherever they are."""

import pytest
from msgspec.structs import replace

from bot.core.alerts.notices import NoticeKind
from bot.identity import Caller
from bot.store.engine import Store
from bot.store.sql import select
from bot.store.statement import Statement
from bot.store.tables import alerts
from tests.core.support.alerting import RULES, make_newsroom
from tests.core.support.coalition import ADMIN, ANA, ROOT, expect_refusal
from tests.services import core_on

ADMINS = [("console", "root"), ("console", "ada")]
REASONS = Statement(select(alerts.c.reason).where(alerts.c.reason.is_not(None)))
ADA = Caller("console", "ada", "console")


async def test_an_alert_to_the_coalition_can_need_two_admins(store: Store) -> None:
    room = await make_newsroom(await core_on(store, admins=ADMINS), replace(RULES, two_person=True))
    await room.subscribe(ANA)
    preview = await room.draft(ROOT, audience="coalition")
    assert (await room.alerts.confirm(ROOT, ADMIN, preview.id)).awaiting
    assert await room.take() == ()
    with expect_refusal("alert.own"):
        await room.alerts.release(ROOT, ADMIN, preview.id)
    for _ in range(2):
        assert not (await room.alerts.release(ADA, ADMIN, preview.id)).awaiting
    assert await room.deliver() == ["c1"]
    await room.send(ANA)  # only to one org
    assert await room.deliver() == ["c1"]


async def test_the_reason_for_a_refusal_is_kept_encrypted_and_reaches_the_author(store: Store) -> None:
    room = await make_newsroom(await core_on(store, admins=ADMINS), replace(RULES, two_person=True))
    await room.subscribe(ANA)
    asked = [await room.send(ROOT, audience="coalition") for _ in range(3)]
    await room.written.notices.take(9)
    await room.operations.cancel(ADA, ADMIN, asked[0], "The number is wrong")
    await room.operations.cancel(ADA, ADMIN, asked[1])
    await room.operations.cancel(ROOT, ADMIN, asked[2], "Its author takes it back")
    assert await room.operations.cancel(ADA, ADMIN, asked[0], "Another one") == await room.operations.read_detail(
        ADMIN, asked[0]
    )
    shown = [(await room.operations.read_detail(ADMIN, one)).progress.reason for one in asked]
    assert shown == ["The number is wrong", "", ""]
    told = await room.written.notices.take(9)
    assert {(one.accounts, one.kind, one.detail.progress.reason) for one in told} == {
        ((("console", "root"),), NoticeKind.DECLINED, reason) for reason in shown[:2]
    }
    kept = await store.read(lambda tx: tx.all(REASONS))
    assert [b"number" in row.reason for row in kept] == [False]


@pytest.mark.parametrize("unseen", [[("discord", "42")], [("discord", "42"), ("slack", "T1:U1"), ("console", "bo")]])
async def test_admins_who_never_used_callboard_are_asked_too(store: Store, unseen: list[tuple[str, str]]) -> None:
    """Only config.yaml knows them; they can be written to all the same, and approve it."""
    core = await core_on(store, admins=[("console", "root"), *unseen])
    room = await make_newsroom(core, replace(RULES, two_person=True))
    await room.subscribe(ANA)
    alert = await room.send(ROOT, audience="coalition")
    asked = [one for notice in await room.written.notices.take(9) for one in notice.accounts]
    assert sorted(asked) == sorted(unseen)
    platform, account = unseen[0]
    second = Caller(platform, account, None)
    assert not (await room.alerts.release(second, await room.house.reach(second), alert)).awaiting


async def test_without_a_second_admin_nobody_is_promised_one(store: Store) -> None:
    room = await make_newsroom(await core_on(store, admins=[("console", "root")]), replace(RULES, two_person=True))
    await room.subscribe(ANA)
    preview = await room.draft(ROOT, audience="coalition")
    with expect_refusal("alert.no_second"):
        await room.alerts.confirm(ROOT, ADMIN, preview.id)
    assert (await room.alerts.preview(ADMIN, preview.id)).id == preview.id  # it is a draft still
    assert await room.take() == ()
