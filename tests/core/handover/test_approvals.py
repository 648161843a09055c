"""With two persons, a change that reaches beyond one org waits for another admin."""

import pytest

from bot.core.campaigns.campaign_history import load_history
from bot.core.changes.change_notices import ChangeKind
from bot.core.drafts.publishing import Published
from bot.errors import UserError
from bot.roles import Reach, Role
from bot.store.engine import Store
from bot.store.sql import select
from bot.store.statement import Statement
from bot.store.tables import change_notices
from tests.core.handover.test_importing import NEW, read_goals, refuse
from tests.core.support.drafting import Desk
from tests.core.support.handing_over import Sender, appoint, sit_at
from tests.services import Core, caller, campaign, core_on, new_request

REASONS = Statement(select(change_notices.c.reason).where(change_notices.c.reason.is_not(None)))


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
    title = {"en": "Call today"}
    assert [(one.is_new, one.campaign, one.title) for one in told] == [(True, "call-today", title)] * 2
    assert await notices.take(10) == ()
    await ben.approvals.refuse(ben.who, waits)
    [answer] = await notices.take(10)
    assert (answer.accounts[0][1], answer.kind, answer.campaign) == ("ana", ChangeKind.REFUSED, "call-today")
    assert (answer.is_new, answer.title) == (True, title)
    await notices.postpone(answer, 5)
    assert await notices.take(10) == ()
    core.clock.forward(minutes=2)
    assert [one.id for one in await notices.take(10)] == [answer.id]
    assert "call-today" not in await read_goals(core)


async def test_the_reason_for_a_refusal_reaches_the_author_and_the_list_of_drafts(store: Store) -> None:
    core, ana, ben = await open_core(store)
    desk, notices, refusals = Desk(core, ana.who), core.built.changes.notices, core.built.changes.refusals
    draft = (await desk.start("Today")).draft.id
    saved = (await desk.save(draft, "script:en:all", text="Hello")).draft
    first = await desk.try_publish(draft)
    assert isinstance(first, Published)
    await notices.take(10)
    since = {saved.campaign_id: saved.updated_at, "vof": 0}
    assert await refusals.find(since) == {}
    await ben.approvals.refuse(ben.who, first.waits, "The number is wrong")
    [told] = await notices.take(10)
    assert (told.kind, told.reason) == (ChangeKind.REFUSED, "The number is wrong")
    [row] = await store.read(lambda tx: tx.all(REASONS))
    assert b"number" not in row.reason
    found = await refusals.find(since)
    assert {key: one.reason for key, one in found.items()} == {saved.campaign_id: "The number is wrong"}
    assert await refusals.find({saved.campaign_id: core.clock() + 1}) == {}, "the draft was changed since"
    again = await desk.try_publish(draft)
    assert isinstance(again, Published)
    assert await refusals.find(since) == {}, "it waits again"
    core.clock.forward(minutes=1)
    await ben.approvals.refuse(ben.who, again.waits)
    assert [one.reason for one in (await refusals.find(since)).values()] == [""]


async def test_the_author_learns_once_that_admins_get_no_direct_messages(store: Store) -> None:
    core, ana, ben = await open_core(store)
    await appoint(core, "cleo")
    waits = (await ana.bring_in(NEW)).waits
    notices = core.built.changes.notices
    for asked in await notices.take(10):
        await notices.give_up(asked)
    [told] = await notices.take(10)
    assert (told.accounts[0][1], told.kind, told.proposal) == ("ana", ChangeKind.UNREACHED, waits)
    await notices.give_up(told)
    assert await notices.take(10) == ()
    await ben.release(waits)


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


async def test_an_author_takes_a_change_back_and_admins_learn_of_it(store: Store) -> None:
    core, ana, ben = await open_core(store)
    waits = (await ana.bring_in(NEW)).waits
    assert (await refuse(take_back(ben, waits))).key == "change.gone", "it isn't his"
    request = new_request()
    for _ in "ab":  # the platform delivers it twice
        await take_back(ana, waits, request)
    assert await ben.approvals.list(ben.who) == ()
    assert await core.built.changes.notices.take(10) == (), "nobody is asked about it anymore"
    for asked in (ben.release(waits), ben.approvals.refuse(ben.who, waits), ben.approvals.load(ben.who, waits)):
        assert (await refuse(asked)).key == "change.withdrawn"
    assert (await core.audit.load_newest(Reach(Role.ADMIN)))[0].action == "campaign.withdraw"
    assert "call-today" not in await read_goals(core)


async def take_back(who: Sender, change: str, request: str = "") -> None:
    await who.approvals.withdraw(who.who, change, request or new_request(), who.core.clock())


async def test_an_older_button_of_an_author_takes_a_change_back_too(store: Store) -> None:
    core, ana, ben = await open_core(store)
    waits = (await ana.bring_in(NEW)).waits
    assert [one.kind for one in await core.built.changes.notices.take(10)] == [ChangeKind.WAITING]
    await ana.approvals.refuse(ana.who, waits)
    assert await core.built.changes.notices.take(10) == (), "no message to oneself"
    assert (await refuse(ben.release(waits))).key == "change.withdrawn"


async def test_a_coordinator_sees_and_takes_back_only_the_own_changes(store: Store) -> None:
    core, ana, _ = await open_core(store)
    cora = await sit_at(core, "cora", "Ours")
    desk = Desk(core, cora.who, cora.reach)
    key = (await desk.publish_new("Our day")).campaign.key
    widened = await ana.bring_in((await ana.export(key)).replace("audience: org", "audience: coalition"))
    assert [one.proposal.id for one in await cora.approvals.list_own(cora.who)] == []
    assert (await refuse(cora.approvals.load_own(cora.who, widened.waits))).key == "change.gone"
    assert (await refuse(take_back(cora, widened.waits))).key == "change.gone"
    await Sender(core, caller("ben")).release(widened.waits)
    draft = (await desk.edit(key)).draft.id
    await desk.save(draft, "goal", goal="70")
    asked = await desk.try_publish(draft)
    assert isinstance(asked, Published)
    assert asked.waits
    [own] = await cora.approvals.list_own(cora.who, "our d")
    assert own.is_own
    assert await cora.approvals.list_own(cora.who, "another") == ()
    await take_back(cora, asked.waits)
    assert (await read_goals(core))[key] is None
    assert (await desk.load(draft)).draft.entries["goal"] == "70", "it is still a draft"


async def test_going_back_to_an_earlier_version_waits_too(store: Store) -> None:
    core, ana, ben = await open_core(store)
    for goal in ("500", "700"):
        await ben.release((await ana.bring_in(NEW.replace("500", goal))).waits)
    history, request = core.built.drafts.histories, new_request()
    for _ in "ab":
        back = await history.go_back(ana.who, ana.reach, "call-today", 1, request, core.clock())
        assert back.waits
    assert await ben.approvals.count(ben.who) == (1, back.waits)
    assert (await read_goals(core))["call-today"] == 700
    assert (await refuse(ana.release(back.waits))).key == "change.own"
    await ben.release(back.waits)
    assert (await read_goals(core))["call-today"] == 500


async def test_widening_the_audience_of_a_draft_waits_and_so_does_narrowing_it(store: Store) -> None:
    core, ana, ben = await open_core(store)
    desk = Desk(core, ana.who)
    await core.add_org("Ours")
    key = (await desk.publish_new("Our day", org="Ours")).campaign.key
    for audience in ("coalition", "org"):
        draft = (await desk.edit(key)).draft.id
        await desk.save(draft, "audience", audience=audience)
        asked = await desk.try_publish(draft)
        assert isinstance(asked, Published)
        assert asked.waits
        assert core.campaigns.files[key].audience != audience
        await ben.release(asked.waits)
        assert core.campaigns.files[key].audience == audience


async def test_giving_a_campaign_back_to_its_file_waits_for_nobody(store: Store) -> None:
    core, ana, ben = await open_core(store)
    await ben.release((await ana.adopt("vof")).waits)
    assert await core.built.handover.ownership.take(campaign("vof", "goal: 7")), "it takes a shell on the server"
    assert (await read_goals(core))["vof"] == 7
    assert await ben.approvals.count(ben.who) == (0, "")


async def test_a_change_waits_for_a_week(store: Store) -> None:
    core, ana, ben = await open_core(store)
    waits = (await ana.bring_in(NEW)).waits
    core.clock.forward(days=8)
    assert await ben.approvals.list(ben.who) == ()
    assert (await refuse(ben.release(waits))).key == "change.gone"
