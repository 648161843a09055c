"""Alert drafts: kept for a week for their author alone, and only once however often an alert is refused."""

import pytest

from bot.core.alerts.alert_drafts import AlertDrafts, FormEntry
from bot.errors import UserError
from bot.store.engine import Store
from tests.core.support.alerting import make_newsroom
from tests.core.support.coalition import ADMIN, ANA, BEN
from tests.services import Core, core_on

TYPED = FormEntry("alert", "Call @everyone", "vof", "soonish", "Nowhere")


@pytest.fixture
async def core(store: Store) -> Core:
    return await core_on(store, admins=[("console", "root")])


def drafts(core: Core) -> AlertDrafts:
    return AlertDrafts(core.base, core.people)


async def test_a_refused_draft_is_kept_as_typed_for_its_author_for_a_week(core: Core) -> None:
    await make_newsroom(core)
    kept = drafts(core)
    await kept.keep(ANA, "form-1", TYPED)
    await kept.keep(ANA, "form-1", FormEntry("alert", "Call again"))
    assert [one.entry.words for one in await kept.list_refused(ANA)] == ["Call again"]
    assert await kept.list_refused(BEN) == ()
    with pytest.raises(UserError, match=r"alert\.no_draft"):
        await kept.find(BEN, "form-1")
    core.clock.forward(days=6)
    assert (await kept.find(ANA, "form-1")).alert is None
    core.clock.forward(days=2)
    assert await kept.list_refused(ANA) == ()


async def test_the_same_words_typed_again_are_one_draft_until_they_are_an_alert(core: Core) -> None:
    room = await make_newsroom(core)
    await room.subscribe(ANA)
    kept = drafts(core)
    other = await kept.keep(ANA, "form-0", FormEntry("alert", "Other"))
    first = await kept.keep(ANA, "form-1", FormEntry("alert", "Call", when="soonish"))
    core.clock.forward(seconds=1)
    again = await kept.keep(ANA, "form-2", FormEntry("alert", " Call ", when="tomorow"))
    assert again == first  # so that the buttons of either refusal work
    assert [one.entry.when for one in await kept.list_refused(ANA)] == ["tomorow", ""]
    alert = await room.draft(ANA, "Call")
    await kept.settle(ANA, ADMIN, "", alert.id, FormEntry("alert", "Call"))
    assert [one.id for one in await kept.list_refused(ANA)] == [other]


async def test_sending_or_editing_a_draft_leaves_only_one(core: Core) -> None:
    room = await make_newsroom(core)
    await room.subscribe(ANA)
    kept = drafts(core)
    await kept.keep(ANA, "form-1", TYPED)
    first = await room.draft(ANA, "First")
    await kept.settle(ANA, ADMIN, "form-1", first.id, FormEntry("alert", "First"))
    assert await kept.list_refused(ANA) == ()
    second = await room.draft(ANA, "Second")
    await kept.settle(ANA, ADMIN, first.id, second.id, FormEntry("alert", "Second"))
    assert await room.list_words(ANA) == [("drafts", "Second")]
    with pytest.raises(UserError, match=r"alert\.unknown"):
        await room.alerts.confirm(ANA, ADMIN, first.id)
    assert (await kept.find(ANA, second.id)).entry.words == "Second"


async def test_editing_a_draft_does_not_withdraw_its_alert(core: Core) -> None:
    room = await make_newsroom(core)
    await room.subscribe(ANA)
    kept = drafts(core)
    sent = await room.draft(ANA, "Sent")
    await kept.settle(ANA, ADMIN, "", sent.id, FormEntry("alert", "Sent"))
    await room.alerts.confirm(ANA, ADMIN, sent.id)
    other = await room.draft(ANA, "Other")
    await kept.settle(ANA, ADMIN, sent.id, other.id, FormEntry("alert", "Other"))
    assert await room.list_words(ANA) == [("open", "Sent"), ("drafts", "Other")]


async def test_only_the_newest_drafts_are_kept(core: Core) -> None:
    await make_newsroom(core)
    kept = drafts(core)
    for number in range(30):
        core.clock.forward(seconds=1)
        await kept.keep(ANA, f"form-{number}", FormEntry("alert", f"Words {number}"))
    assert [one.entry.words for one in await kept.list_refused(ANA)] == [
        f"Words {number}" for number in range(29, 9, -1)
    ]
