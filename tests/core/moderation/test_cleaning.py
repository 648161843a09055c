"""Cleaning up after a person in one audited step: what it shows, what it takes out, and what it leaves."""

from pathlib import Path

import pytest

from bot.core.coalition.org_directory import fetch_orgs
from bot.core.coalition.profiles import ProfileChange
from bot.core.moderation.cleaning import Cleaning, CleanupReceipt, Plan, Span
from bot.core.moderation.moderation import Reason
from bot.roles import Reach, Role
from bot.store.engine import Store
from tests.core.support.accounts import ANA, ANNA, exact, link, log
from tests.core.support.refusals import read_refusal
from tests.services import JUNIOR, REPRESENTATIVE, SENIOR, Core, caller, core_on, instant, new_request

ALL = Reach(Role.ADMIN)
CORA = caller("cora", "discord", "server")


@pytest.fixture
async def core(store: Store, tmp_path: Path) -> Core:
    core = await core_on(store, folder=tmp_path)
    await core.add_org("North", "Uptown")
    await core.add_org("South", "Harbor")
    return core


def cleaning(core: Core) -> Cleaning:
    return Cleaning(core.base, core.people, core.campaigns, core.moderation)


async def preview(core: Core, span: Span, reach: Reach = ALL) -> Plan:
    return await cleaning(core).preview(CORA, reach, ANA.account, span, new_request())


async def clean(core: Core, plan: Plan, span: Span, reach: Reach = ALL, request: str | None = None) -> CleanupReceipt:
    return await cleaning(core).clean(CORA, reach, plan.who, Reason.SPAM, span, request or new_request())


async def org(core: Core, name: str) -> Reach:
    [found] = [one.id for one in await core.store.read(lambda tx: fetch_orgs(tx, ALL)) if one.name == name]
    return Reach(Role.COORDINATOR, frozenset({found}))


async def three_days(core: Core) -> None:
    """Ana calls on a Sunday, on the Monday after it, and on Tuesday."""
    for wall, office in (("2026-11-22 12:00", SENIOR), ("2026-11-23 12:00", JUNIOR), ("2026-11-24 12:00", SENIOR)):
        core.clock.at = instant(wall)
        await log(core, ANA, office=office)


@pytest.mark.parametrize(("span", "days"), [(Span.TODAY, 1), (Span.WEEK, 2), (Span.ALL, 3)])
async def test_it_takes_out_only_what_it_showed(core: Core, span: Span, days: int) -> None:
    await three_days(core)
    await log(core, caller("ben"), office=SENIOR)
    plan = await preview(core, span)
    assert [call.day for call in plan.calls] == ["2026-11-22", "2026-11-23", "2026-11-24"][-days:]
    assert len(await core.live_calls()) == 4  # the preview changed nothing
    assert await clean(core, plan, span) == CleanupReceipt(days, named=False, accounts=((ANA.platform, ANA.account),))
    assert len(await core.live_calls()) == 4 - days
    await exact(core)
    assert (await read_refusal(log(core, ANA, office=REPRESENTATIVE)))[0] == "limits.suspended"


async def test_no_office_is_shown_and_both_steps_are_audited(core: Core) -> None:
    await log(core, ANA, office=SENIOR)
    plan = await preview(core, Span.TODAY)
    assert SENIOR not in str(plan)
    await clean(core, plan, Span.TODAY)
    entries = [(entry.action, entry.object, entry.result) for entry in await core.audit.load_newest(ALL)]
    assert entries == [("person.remove.today", plan.who, "spam"), ("person.preview.today", plan.who, "1")]


async def test_a_request_delivered_again_does_it_once(core: Core) -> None:
    await log(core, ANA, office=SENIOR)
    plan = await preview(core, Span.ALL)
    first = await clean(core, plan, Span.ALL, request="once")
    assert await clean(core, plan, Span.ALL, request="once") == first
    assert len(await core.audit.load_newest(ALL)) == 2


async def test_the_public_name_is_hidden_and_cannot_be_chosen_again_while_suspended(core: Core) -> None:
    await core.profiles.change(ANA, ProfileChange(public_name="Ana P."))
    await log(core, ANA)
    plan = await preview(core, Span.ALL)
    assert plan.named
    assert (await clean(core, plan, Span.ALL)).named
    assert (await core.profiles.read(ANA)).profile.public_name is None
    assert (await read_refusal(core.profiles.change(ANA, ProfileChange(public_name="Again"))))[
        0
    ] == "suspend.paused_name"


async def test_neither_undo_nor_redelivery_nor_unlinking_revives_anything(core: Core) -> None:
    await log(core, ANA, office=SENIOR, request="first")
    await log(core, ANNA, office=SENIOR)
    await link(core)
    plan = await preview(core, Span.ALL)
    assert (await clean(core, plan, Span.ALL)).calls == 1
    await log(core, ANA, office=SENIOR, request="first")
    await core.undo_service.identify_and_undo(ANA, None, new_request(), core.clock(), (await core.rows())[0].id)
    await core.moderation.unsuspend(CORA, ALL, ANA.account, new_request())
    await core.linking.unlink(ANA, new_request())
    assert (await core.live_calls(), await core.totals()) == ([], frozenset())


async def test_a_coordinator_touches_only_calls_of_their_org(core: Core) -> None:
    await core.profiles.change(ANA, ProfileChange(chapter="Harbor"), ALL)
    await log(core, ANA, office=SENIOR)
    await core.profiles.change(ANA, ProfileChange(chapter="Uptown"), ALL)
    await log(core, ANA, office=JUNIOR)
    north = await org(core, "North")
    plan = await preview(core, Span.ALL, north)
    assert (len(plan.calls), plan.elsewhere) == (1, 1)
    assert (await clean(core, plan, Span.ALL, north)).calls == 1
    assert [slot for _, slot, _ in await core.live_calls()] == [SENIOR]
    south = await org(core, "South")
    assert (await read_refusal(clean(core, plan, Span.ALL, south)))[0] == "suspend.unknown"


async def test_a_suspension_outlives_forgetting_and_can_be_lifted_for_a_returning_account(core: Core) -> None:
    await log(core, ANA, office=SENIOR)
    await core.moderation.suspend(CORA, ALL, ANA.account, Reason.SPAM, new_request())
    await core.privacy.forget(ANA, new_request())
    assert (await read_refusal(log(core, ANA, office=JUNIOR)))[0] == "limits.suspended"
    assert await core.moderation.unsuspend(CORA, ALL, ANA.account, new_request())
    assert (await log(core, ANA, office=JUNIOR)).kind == "logged"
    actions = [(entry.action, entry.result) for entry in reversed(await core.audit.load_newest(ALL))]
    assert actions == [("person.suspend", "spam"), ("person.forget", "suspended"), ("person.unsuspend", "ok")]
    assert len({entry.object for entry in await core.audit.load_newest(ALL)}) == 1
