"""With two persons, a change that reaches beyond one org waits for another admin."""

import pytest

from bot.core.campaigns.campaign_history import load_history
from bot.core.changes.change_notices import ChangeKind
from bot.core.drafts.publishing import Published
from bot.errors import UserError
from bot.roles import Reach, Role
from bot.store.engine import Store
from tests.core.handover.test_importing import NEW, read_goals, refuse
from tests.core.support.drafting import Desk
from tests.core.support.handing_over import Sender, appoint, sit_at
from tests.services import Core, campaign, core_on


async def open_core(store: Store) -> tuple[Core, Sender, Sender]:
    core = await core_on(store, [campaign("vof")], two_person=True)
    ana, ben = await appoint(core, "ana", "ben")
    return core, ana, ben


async def test_an_import_waits_for_another_admin_who_sees_what_would_change(store: Store) -> None:
    core, ana, ben = await open_core(store)
    view = await ana.view(NEW)
    assert view.needs_second
    waits = (await ana.save(view)).waits
    assert waits
    assert "call-today" not in await read_goals(core)
    assert await ben.approvals.count(ben.who) == (1, waits)
    assert await ana.approvals.count(ana.who) == (0, "")
    seen = await ben.approvals.load(ben.who, waits)
    assert (seen.differences, seen.is_own, seen.in_force) == (view.differences, False, None)
    assert (await ana.approvals.load(ana.who, waits)).is_own
    assert (await refuse(ana.release(waits))).key == "change.own"
    await ben.release(waits)
    assert (await read_goals(core))["call-today"] == 500
    [line] = await store.read(lambda tx: load_history(tx, "call-today"))
    assert line.actor == seen.proposal.actor, "the author's act, not the other admin's"
    assert (await refuse(ben.release(waits))).key == "change.gone"
    actions = [one.action for one in await core.audit.load_newest(Reach(Role.ADMIN))]
    assert actions[:2] == ["campaign.release", "campaign.ask"]


async def test_each_other_admin_and_then_the_author_is_told_once(store: Store) -> None:
    core, ana, ben = await open_core(store)
    await appoint(core, "cleo")
    waits = (await ana.bring_in(NEW)).waits
    notices = core.built.changes.notices
    told = await notices.take(10)
    assert {(one.accounts[0][1], one.kind) for one in told} == {
        ("ben", ChangeKind.WAITING),
        ("cleo", ChangeKind.WAITING),
    }
    assert await notices.take(10) == ()
    await ben.approvals.refuse(ben.who, waits)
    [answer] = await notices.take(10)
    assert (answer.accounts[0][1], answer.kind, answer.campaign) == ("ana", ChangeKind.REFUSED, "call-today")
    await notices.postpone(answer, 5)
    assert await notices.take(10) == ()
    core.clock.forward(minutes=2)
    assert [one.id for one in await notices.take(10)] == [answer.id]
    assert "call-today" not in await read_goals(core)


async def test_what_stays_within_one_org_waits_for_nobody(store: Store) -> None:
    core, ana, _ = await open_core(store)
    cora = await sit_at(core, "cora", "Ours")
    assert (await cora.bring_in(NEW)).waits == ""
    widened = await ana.bring_in(NEW + "org: Ours\naudience: coalition\n")
    assert widened.waits
    assert [one.file.audience for one in await core.campaigns.load_all() if one.id == "call-today"] == ["org"]
    assert (await cora.bring_in(NEW.replace("500", "7"))).waits == ""
    assert (await refuse(Sender(core, cora.who).release(widened.waits))).key == "change.outdated"


async def test_adopting_and_publishing_wait_too(store: Store) -> None:
    core, ana, ben = await open_core(store)
    adopted = await ana.adopt("vof")
    assert adopted.waits
    await ben.release(adopted.waits)
    assert [one.in_chat for one in await core.campaigns.load_all()] == [True]
    desk = Desk(core, ana.who)
    draft = (await desk.edit("vof")).draft.id
    await desk.save(draft, "goal", goal="900")
    asked = await desk.try_publish(draft)
    assert isinstance(asked, Published)
    assert asked.waits
    assert (await read_goals(core))["vof"] is None
    await desk.load(draft)  # it is a draft until it is released
    await ben.release(asked.waits)
    assert (await read_goals(core))["vof"] == 900
    with pytest.raises(UserError):
        await desk.load(draft)


async def test_a_draft_that_was_changed_after_it_was_published_stays_a_draft(store: Store) -> None:
    core, ana, ben = await open_core(store)
    desk = Desk(core, ana.who)
    draft = (await desk.start("Today")).draft.id
    await desk.save(draft, "script:en:all", text="Hello")
    asked = await desk.try_publish(draft)
    assert isinstance(asked, Published)
    core.clock.forward(minutes=1)
    await desk.save(draft, "goal", goal="5")
    await ben.release(asked.waits)
    assert (await desk.load(draft)).draft.entries["goal"] == "5"


async def test_an_author_takes_a_change_back(store: Store) -> None:
    core, ana, ben = await open_core(store)
    waits = (await ana.bring_in(NEW)).waits
    await ana.approvals.refuse(ana.who, waits)
    assert await ben.approvals.list(ben.who) == ()
    told = await core.built.changes.notices.take(10)
    assert [one.kind for one in told] == [ChangeKind.WAITING]


async def test_a_change_waits_for_a_week(store: Store) -> None:
    core, ana, ben = await open_core(store)
    waits = (await ana.bring_in(NEW)).waits
    core.clock.forward(days=8)
    assert await ben.approvals.list(ben.who) == ()
    assert (await refuse(ben.release(waits))).key == "change.gone"
