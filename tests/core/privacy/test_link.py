"""Two accounts become one person, count once, and separate again as they were."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from bot.core.coalition.org_directory import EVERYTHING
from bot.core.coalition.profiles import ProfileChange
from bot.core.moderation.moderation import Reason
from bot.core.people.grants import fetch_grants, grant, revoke
from bot.core.people.profiles.profiles import Profile
from bot.core.privacy.link import LinkReceipt
from bot.identity import Caller
from bot.roles import Reach, Role
from bot.store.engine import Store, Tx
from tests.core.support.accounts import ANA, ANNA, BO, exact, link, log, person
from tests.core.support.refusals import read_refusal
from tests.core.support.tables import everything
from tests.services import (
    JUNIOR,
    MONDAY,
    REPRESENTATIVE,
    SENIOR,
    Core,
    caller,
    campaign,
    core_on,
    new_request,
)


async def tell(core: Core, who: Caller, **told: str) -> None:
    await core.profiles.change(who, ProfileChange(**told), EVERYTHING)


async def join_chapters(core: Core) -> None:
    """Ana belongs to Uptown in North, and her Slack account to Midtown in South."""
    await core.add_org("North", "Uptown")
    await core.add_org("South", "Midtown")
    await tell(core, ANA, chapter="Uptown", district="CA-11", name="Ana")
    core.clock.forward(seconds=1)
    await tell(core, ANNA, chapter="Midtown", name="Anna", public_name="A.")


async def total(core: Core, by: str, key: str = "") -> tuple[int, int]:
    found = [
        (row.n, row.people)
        for row in await core.totals()
        if (row.period, row.by, row.key) == ("campaign", by, key) and row.scope == ""
    ]
    return found[0] if found else (0, 0)


async def test_calls_of_both_count_as_one_persons(core: Core) -> None:
    await join_chapters(core)
    await log(core, ANA, office=SENIOR)
    await log(core, ANNA, office=JUNIOR)
    assert await total(core, "total") == (2, 2)
    assert await link(core) == LinkReceipt(("slack", "discord"), 0, ("chapter", "name"))
    assert await person(core, ANA) == await person(core, ANNA)
    assert await total(core, "total") == (2, 1)
    assert (await log(core, ANNA, office=JUNIOR)).kind == "same"
    assert (await log(core, ANNA, office=REPRESENTATIVE)).own == 3
    await exact(core)


@pytest.mark.parametrize(
    ("first", "later"),
    [
        ("spoke", "spoke"),
        ("voicemail", "spoke"),
        ("spoke", "voicemail"),
        ("unavailable", "voicemail"),
        ("voicemail", "unavailable"),
        ("unavailable", "unavailable"),
    ],
)
@pytest.mark.parametrize("ana_first", [True, False])
async def test_of_two_calls_the_better_outcome_stays_with_the_earlier_calls_org(
    core: Core, first: str, later: str, ana_first: bool
) -> None:
    """Product rule 9."""
    await join_chapters(core)
    earlier, other = (ANA, ANNA) if ana_first else (ANNA, ANA)
    receipt = await log(core, earlier, first)
    await log(core, other, later)
    before = await everything(core.store)
    assert (await link(core)).doubles == 1
    rows = await core.rows()
    [kept] = [row for row in rows if row.removed_at is None]
    [gave_way] = [row for row in rows if row.removed_at is not None]
    assert (kept.id, gave_way.removed_as) == (receipt.call_id, "link")
    order = ["spoke", "voicemail", "unavailable"]
    assert kept.outcome == min(first, later, key=order.index)
    completed = int(kept.outcome != "unavailable")
    assert await total(core, "org", kept.org_id) == (completed, completed)
    assert await total(core, "org", gave_way.org_id) == (0, 0)
    await exact(core)
    assert await core.linking.unlink(ANA, new_request()) in (("slack",), ("discord",))
    after = await everything(core.store)
    for table in ("people", "accounts", "calls", "counters", "roles", "links", "link_calls"):
        assert comparable(core, after[table]) == comparable(core, before[table]), table
    await exact(core)


def comparable(core: Core, rows: Sequence[Mapping[str, Any]]) -> list[Any]:
    """Rows without the noise of encryption: equal profiles have different ciphertexts."""
    seen = [
        {name: core.people.read_profile(value) if name == "profile" else value for name, value in row.items()}
        for row in rows
    ]
    return sorted(map(str, seen))


async def test_the_older_person_stays_and_gaps_are_filled(core: Core) -> None:
    await join_chapters(core)
    kept = await person(core, ANA)
    await link(core, maker=ANNA, other=ANA)  # whichever account makes the code
    assert await person(core, ANNA) == kept
    known = await core.profiles.read(ANNA)
    assert known.profile == Profile(district="CA-11", name="Ana", public_name="A.", congress=119)
    assert known.chapter == "Uptown"
    await core.linking.unlink(ANA, new_request())
    assert (await core.profiles.read(ANA)).profile == Profile(district="CA-11", name="Ana", congress=119)
    assert (await core.profiles.read(ANNA)).profile == Profile(name="Anna", public_name="A.")
    assert (await core.profiles.read(ANNA)).chapter == "Midtown"


async def test_later_profile_changes_survive_unlinking(core: Core) -> None:
    await join_chapters(core)
    await link(core)
    await tell(core, ANNA, public_name="Ana L.")
    await core.linking.unlink(ANNA, new_request())
    assert (await core.profiles.read(ANA)).profile.public_name == "Ana L."
    assert (await core.profiles.read(ANNA)).profile.public_name == "A."


async def test_linking_combines_roles_and_a_revoked_one_stays_revoked(core: Core) -> None:
    await join_chapters(core)
    await tell(core, BO, name="Bo")
    anna, bo = await person(core, ANNA), await person(core, BO)

    async def give(tx: Tx) -> None:
        for one in (anna, bo):
            await grant(tx, one, Role.COORDINATOR, "south", 1)
        await grant(tx, anna, Role.CAPTAIN, "midtown", 1)

    await core.store.write(give)
    await link(core)
    both = await person(core, ANA)
    assert both
    held = await core.store.read(lambda tx: fetch_grants(tx, both))
    assert {one.role for one in held} == {Role.COORDINATOR, Role.CAPTAIN}
    await core.store.write(lambda tx: revoke(tx, both, Role.COORDINATOR, "south"))
    await core.linking.unlink(ANA, new_request())
    assert await core.store.read(lambda tx: fetch_grants(tx, both)) == ()
    assert [one.role for one in await core.store.read(lambda tx: fetch_grants(tx, anna))] == [Role.CAPTAIN]


async def test_later_calls_stay_with_their_platform(core: Core) -> None:
    await join_chapters(core)
    await log(core, ANA, office=SENIOR)
    await link(core)
    await log(core, ANNA, office=JUNIOR)
    await log(core, ANA, office=REPRESENTATIVE)
    await core.linking.unlink(ANA, new_request())
    assert (await log(core, ANA, office=SENIOR)).own == 2
    assert (await log(core, ANNA, office=JUNIOR)).kind == "same"
    for who, office in ((ANA, JUNIOR), (ANNA, SENIOR), (ANNA, REPRESENTATIVE)):
        assert await read_refusal(log(core, who, office=office)) == ("log.counted", {})  # unlinking reopens no slot
    await exact(core)


async def test_an_undone_duplicate_revives_nothing(core: Core) -> None:
    await join_chapters(core)
    await log(core, ANA, "voicemail")
    await log(core, ANNA, "spoke")
    await link(core)
    await core.undo_service.identify_and_undo(ANNA, None, new_request(), core.clock())
    assert await core.totals() == frozenset()
    await core.linking.unlink(ANA, new_request())
    assert (await core.live_calls(), await core.totals()) == ([], frozenset())


async def test_a_later_upgrade_survives_unlinking(core: Core) -> None:
    await join_chapters(core)
    await log(core, ANA, "unavailable")
    await log(core, ANNA, "voicemail")
    await link(core)
    await log(core, ANA, "spoke")
    await core.linking.unlink(ANA, new_request())
    assert sorted(outcome for _, _, outcome in await core.live_calls()) == ["spoke", "voicemail"]
    await exact(core)


async def test_three_accounts_unlink_in_turn(core: Core) -> None:
    await join_chapters(core)
    third = caller("eve")
    core.clock.forward(seconds=1)
    for who, office in ((ANA, SENIOR), (ANNA, SENIOR), (third, SENIOR)):
        await log(core, who, office=office)
    before = await core.totals()
    await link(core, ANNA, third)
    await link(core, ANA, third)
    assert await total(core, "total") == (1, 1)
    assert len({await person(core, who) for who in (ANA, ANNA, third)}) == 1
    await core.linking.unlink(third, new_request())
    assert await person(core, ANNA) == await person(core, third) != await person(core, ANA)
    await exact(core)
    await core.linking.unlink(third, new_request())
    assert len({await person(core, who) for who in (ANA, ANNA, third)}) == 3
    assert await core.totals() == before


async def test_each_person_gets_back_their_own_links_and_nobody_elses(core: Core) -> None:
    """Others were here before, between and after the two who link and part."""
    everyone = [caller("eve"), ANA, caller("fay"), ANNA, caller("gil")]
    for who in everyone:
        await tell(core, who, name="A")
        core.clock.forward(seconds=1)
    for n, who in enumerate(everyone):
        await link(core, who, caller(f"second-{n}"))
    before = {row["id"]: row["person_id"] for row in (await everything(core.store))["links"]}
    assert len(set(before.values())) == len(everyone)
    await link(core)
    await core.linking.unlink(ANA, new_request())
    assert {row["id"]: row["person_id"] for row in (await everything(core.store))["links"]} == before


async def test_several_campaigns_move_together(store: Store) -> None:
    core = await core_on(store, [campaign("one"), campaign("two")])
    for who in (ANA, ANNA):
        for key in ("one", "two"):
            await log(core, who, campaign=key)
    await link(core)
    assert [row.campaign_id for row in await core.rows() if row.removed_at is None] == ["one", "two"]
    await exact(core)


async def test_a_request_delivered_again_gets_the_same_answer(core: Core) -> None:
    made, joined, parted = new_request(), new_request(), new_request()
    code = await core.linking.make_code(ANA, made)
    assert await core.linking.make_code(ANA, made) == code
    linked = await core.linking.join(ANNA, code, joined)
    assert await core.linking.join(ANNA, code, joined) == linked
    out = await core.linking.unlink(ANNA, parted)
    assert await core.linking.unlink(ANNA, parted) == out
    assert await core.linking.join(ANNA, code, joined) == linked  # and links nothing
    assert await person(core, ANA) != await person(core, ANNA)


async def test_an_account_cannot_link_to_itself(core: Core) -> None:
    code = await core.linking.make_code(ANA, new_request())
    assert await read_refusal(core.linking.join(ANA, code, new_request())) == ("link.self", {})
    await core.linking.join(ANNA, code, new_request())  # that attempt didn't use it up


async def test_a_suspended_person_cannot_link_or_unlink(core: Core) -> None:
    chief, reach = caller("chief", "discord", "server"), Reach(Role.ADMIN)
    code = await core.linking.make_code(ANA, new_request())
    await core.moderation.suspend(chief, reach, ANA.account, Reason.SPAM, new_request())
    assert await read_refusal(core.linking.join(ANNA, code, new_request())) == ("link.suspended", {})
    assert await read_refusal(core.linking.make_code(ANA, new_request())) == ("link.suspended", {})
    await core.moderation.unsuspend(chief, reach, ANA.account, new_request())
    await link(core)
    await core.moderation.suspend(chief, reach, ANA.account, Reason.SPAM, new_request())
    assert await read_refusal(core.linking.unlink(ANNA, new_request())) == ("link.suspended", {})


async def test_a_link_is_undone_within_a_day(core: Core) -> None:
    await link(core)
    core.clock.forward(hours=24, seconds=1)
    assert await read_refusal(core.linking.unlink(ANA, new_request())) == ("link.nothing", {})
    assert await read_refusal(core.linking.unlink(caller("eve"), new_request())) == ("link.nothing", {})
    assert await person(core, ANA) == await person(core, ANNA)


async def test_both_accounts_see_the_link(core: Core) -> None:
    await log(core, ANA)
    assert (await core.histories.read(ANA, MONDAY)).platforms == ("discord",)
    await link(core)
    for who in (ANA, ANNA):
        assert (await core.histories.read(who, core.clock())).platforms == ("discord", "slack")
        held = await core.data_export.read(who)
        assert held
        assert [account.platform for account in held.accounts] == ["discord", "slack"]
        assert len(held.linked) == 1


async def test_a_link_is_audited_and_the_trail_stays_whole(core: Core) -> None:
    await link(core)
    await core.linking.unlink(ANA, new_request())
    entries = await core.audit.load_newest(Reach(Role.ADMIN))
    assert [entry.action for entry in entries] == ["person.unlink", "person.link"]
    assert (await core.audit.verify()).broken is None
