"""Voiding calls and suspending people: what it changes, who can do it, and what others read."""

import pytest
from sqlalchemy import bindparam, update

from bot.core.coalition.org_directory import fetch_orgs
from bot.core.moderation.moderation import Reason, VoidReceipt
from bot.core.people.grants import COALITION, grant
from bot.phrases import list_all
from bot.roles import Reach, Role
from bot.store.engine import Store, Tx
from bot.store.statement import Statement
from bot.store.tables import calls
from tests.core.support.refusals import read_refusal
from tests.services import JUNIOR, SENIOR, Core, caller, campaign, core_on, new_request

ALL = Reach(Role.ADMIN)
_REFER = Statement(update(calls).where(calls.c.id == bindparam("call")).values(reference="ABCD-1234"))


async def reach(core: Core, org: str) -> Reach:
    """The reach of a coordinator of ``org``."""
    [found] = [one.id for one in await core.store.read(lambda tx: fetch_orgs(tx, ALL)) if one.name == org]
    return Reach(Role.COORDINATOR, frozenset({found}))


async def void(
    core: Core,
    call: str,
    within: Reach = ALL,
    reason: Reason = Reason.SPAM,
    request: str | None = None,
) -> VoidReceipt:
    return await core.moderation.void(caller("cora"), within, call, reason, request or new_request())


async def suspend(core: Core, who: str, within: Reach = ALL, by: str = "cora") -> bool:
    return await core.moderation.suspend(caller(by), within, who, Reason.SPAM, new_request())


async def unsuspend(core: Core, who: str, within: Reach = ALL, by: str = "cora") -> bool:
    return await core.moderation.unsuspend(caller(by), within, who, new_request())


async def trail(core: Core) -> list[tuple[str, str, str]]:
    """The audit trail as (action, object, result), oldest first."""
    verdict, entries = await core.audit.verify(), await core.audit.load_newest(ALL)
    assert verdict.broken is None
    return [(entry.action, entry.object, entry.result) for entry in reversed(entries)]


@pytest.fixture
async def two(core: Core) -> Core:
    """Ana calls for North, Ben for South."""
    await core.add_org("North", "Uptown")
    await core.add_org("South", "Harbor")
    await core.tell("ana", chapter="Uptown", district="CA-11")
    await core.tell("ben", chapter="Harbor")
    return core


# --- void ---


@pytest.mark.parametrize("reason", list(Reason))
async def test_a_voided_call_leaves_every_total_and_keeps_its_row(two: Core, reason: Reason) -> None:
    await two.log("ben")
    before = await two.totals()
    logged = await two.log("ana", "voicemail", SENIOR)
    voided = await void(two, logged.reference, reason=reason)
    assert voided == VoidReceipt(
        logged.reference, "2026-11-23", SENIOR, logged.outcome, already=False, coalition=1, campaign="vof"
    )
    assert await two.totals() == before == await two.rebuilt()
    [row] = [row for row in await two.rows() if row.id == logged.call_id]
    assert row.removed_as == reason
    assert await trail(two) == [("call.void", logged.call_id, reason)]
    assert (await two.log("ana", "voicemail", SENIOR)).kind == "logged"


async def test_a_call_is_voided_with_its_upgrades(core: Core) -> None:
    for outcome in ("unavailable", "voicemail", "spoke"):
        logged = await core.log("ana", outcome, SENIOR)
    assert (await void(core, logged.reference)).outcome == "spoke"
    assert (await core.live_calls(), await core.totals()) == ([], frozenset())


@pytest.mark.parametrize("change", ["{0}", " {0} ", "{1}", "{2}", "{3}", "{4}"])
async def test_a_reference_is_understood_as_it_is_read_aloud(core: Core, change: str) -> None:
    logged = await core.log("ana")
    plain = logged.reference.replace("-", "")
    misread = logged.reference.replace("1", "I").replace("0", "o")
    spaced = f"{plain[:4]} {plain[4:]}"
    typed = change.format(logged.reference, plain, logged.reference.lower(), misread, spaced)
    assert (await void(core, typed)).reference == logged.reference


async def test_calls_are_voided_after_the_campaign_closed(store: Store) -> None:
    core = await core_on(store, [campaign("vof", "closes: 2026-11-24 00:00")])
    logged = await core.log("ana")
    core.clock.forward(days=3)
    assert (await void(core, logged.reference)).coalition == 0


async def test_a_call_that_no_longer_counts_is_reported_and_not_changed(core: Core) -> None:
    logged = await core.log("ana")
    await core.undo("ana")
    assert (await void(core, logged.reference)).already
    assert [row.removed_as for row in await core.rows()] == ["undo"]
    assert await trail(core) == []


async def test_a_void_delivered_again_has_one_effect_and_the_same_answer(core: Core) -> None:
    logged = await core.log("ana")
    first = await void(core, logged.reference, request="v1")
    await core.log("ben")
    assert await void(core, logged.reference, request="v1") == first
    assert len(await trail(core)) == 1


@pytest.mark.parametrize(
    "typed", ["", "ABCD", "ZZZZ-ZZZZ", "no such thing", "'; DROP TABLE calls", "四四四四-四四四四"]
)
async def test_an_unknown_reference_is_not_found(core: Core, typed: str) -> None:
    await core.log("ana")
    assert await read_refusal(void(core, typed)) == ("void.unknown", {"word": typed})


async def test_another_orgs_call_is_refused_like_an_unknown_one(two: Core) -> None:
    logged = await two.log("ana")
    south = await reach(two, "South")
    assert await read_refusal(void(two, logged.reference, south)) == ("void.unknown", {"word": logged.reference})
    assert len(await two.live_calls()) == 1
    assert (await void(two, logged.reference, await reach(two, "North"))).coalition == 0


async def test_a_call_stays_in_the_reach_of_the_org_it_was_logged_for(two: Core) -> None:
    logged = await two.log("ana")
    await two.tell("ana", chapter="Harbor")
    assert (await read_refusal(void(two, logged.reference, await reach(two, "South"))))[0] == "void.unknown"
    await void(two, logged.reference, await reach(two, "North"))


async def test_two_calls_with_one_reference_are_distinguished_by_day_or_office(two: Core) -> None:
    first, second = await two.log("ana", office=SENIOR), await two.log("ana", office=JUNIOR)
    foreign = await two.log("ben")
    for logged in (first, second, foreign):
        await two.store.write(_referring(logged.call_id))
    north = await reach(two, "North")
    assert await read_refusal(void(two, "abcd1234", north)) == (
        "void.ambiguous",
        {
            "calls": list_all([f"2026-11-23 {SENIOR}", f"2026-11-23 {JUNIOR}"]),
            "example": f"ABCD-1234 2026-11-23 {SENIOR}",
        },
    )
    assert (await read_refusal(void(two, "ABCD-1234 2026-11-23", north)))[0] == "void.ambiguous"
    assert (await read_refusal(void(two, "ABCD-1234 2026-11-22", north)))[0] == "void.unknown"
    assert (await void(two, f"ABCD 1234 {JUNIOR}", north)).slot == JUNIOR
    assert {row.id for row in await two.rows() if row.removed_at} == {second.call_id}


def _referring(call_id: str):  # type: ignore[no-untyped-def]  # a unit of work
    async def refer(tx: Tx) -> int:
        return await tx.run(_REFER, call=call_id)

    return refer


# --- suspend ---


async def test_a_suspended_persons_logs_are_refused_and_their_calls_stay(two: Core) -> None:
    first = await two.log("ana", request="r1")
    before = await two.rows(), await two.totals()
    assert await suspend(two, "ana", await reach(two, "North"))
    assert await read_refusal(two.log("ana", office=JUNIOR)) == ("limits.suspended", {})
    assert await read_refusal(two.log("ana", office=first.slot)) == ("limits.suspended", {})
    assert await two.log("ana", request="r1") == first  # redelivered: the same answer
    assert (await two.rows(), await two.totals()) == before
    assert (await two.log("ben")).kind == "logged"
    assert await unsuspend(two, "ana", await reach(two, "North"))
    assert (await two.log("ana")).kind == "logged"


async def test_suspending_and_lifting_are_audited_under_random_ids(two: Core) -> None:
    await two.log("ana")
    north = await reach(two, "North")
    assert [await suspend(two, "ana", north), await suspend(two, "ana", north)] == [True, False]
    assert [await unsuspend(two, "ana", north), await unsuspend(two, "ana", north)] == [True, False]
    [(first, who, reason), (second, same, ok)] = await trail(two)
    assert (first, reason, second, ok) == ("person.suspend", "spam", "person.unsuspend", "ok")
    assert who == same
    assert who not in {row.person_id for row in await two.rows()}
    assert len(await two.audit.load_newest(north)) == 2
    assert await two.audit.load_newest(await reach(two, "South")) == ()


async def test_a_suspension_delivered_again_gets_the_same_answer(two: Core) -> None:
    for _ in range(2):
        assert await two.moderation.suspend(caller("cora"), ALL, "ana", Reason.TEST, "s1")
    assert len(await trail(two)) == 1


async def test_another_orgs_volunteer_does_not_exist(two: Core) -> None:
    await two.log("ana")
    await two.log("ben")
    south = await reach(two, "South")
    unknown = await read_refusal(suspend(two, "nobody", south))
    assert unknown == ("suspend.unknown", {})
    assert await read_refusal(suspend(two, "ana", south)) == unknown
    assert await read_refusal(unsuspend(two, "ana", south)) == unknown
    assert (await two.log("ana")).kind == "logged"


async def test_a_caller_is_in_the_orgs_reach_until_they_join_another(two: Core) -> None:
    logged = await two.log("ana")
    north = await reach(two, "North")
    await two.tell("ana", chapter="-")
    assert await suspend(two, "ana", north)
    await void(two, logged.reference)
    assert await unsuspend(two, "ana", north)  # even once the call is voided
    await two.tell("ana", chapter="Harbor")
    assert await read_refusal(suspend(two, "ana", north)) == ("suspend.unknown", {})
    assert await suspend(two, "ana", await reach(two, "South"))


async def test_an_admin_reaches_people_of_no_org(core: Core) -> None:
    await core.log("ana")
    assert await suspend(core, "ana")


async def test_an_admin_is_not_suspended(store: Store) -> None:
    core = await core_on(store, admins=[("console", "ana")])
    await core.add_org("North", "Uptown")
    for name in ("ana", "ben"):
        await core.tell(name, chapter="Uptown")
    await core.store.write(_made_admin(core, "ben"))
    for name in ("ana", "ben"):
        for within in (ALL, await reach(core, "North")):
            assert await read_refusal(suspend(core, name, within)) == ("suspend.admin", {})
        assert (await core.log(name)).kind == "logged"


async def test_a_foreign_persons_admin_role_is_not_revealed(two: Core) -> None:
    await two.store.write(_made_admin(two, "ana"))
    assert await read_refusal(suspend(two, "ana", await reach(two, "South"))) == ("suspend.unknown", {})


async def test_nobody_decides_about_themselves(two: Core) -> None:
    north = await reach(two, "North")
    await suspend(two, "ana", north)
    assert await read_refusal(unsuspend(two, "ana", north, by="ana")) == ("suspend.own", {})
    assert await read_refusal(suspend(two, "ben", await reach(two, "South"), by="ben")) == ("suspend.own", {})


def _made_admin(core: Core, name: str):  # type: ignore[no-untyped-def]  # a unit of work
    async def make(tx: Tx) -> bool:
        person = await core.people.take(tx, caller(name))
        return await grant(tx, person.id, Role.ADMIN, COALITION, core.clock())

    return make
