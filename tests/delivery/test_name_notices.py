"""Reviewers of public names get one private notice when some are waiting."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import bindparam, delete

from bot.core.coalition.profiles import ProfileChange
from bot.core.moderation.name_review import NamePolicy, NameReason, NameReview
from bot.core.times.clock import HOUR
from bot.identity import Caller
from bot.roles import Reach, Role
from bot.store.statement import Statement
from bot.store.tables import actors
from tests.core.support.accounts import person
from tests.core.support.coalition import ADMIN, ROOT
from tests.delivery.conftest import Floor, read_messages, run_rounds

_FORGET = Statement(delete(actors).where(actors.c.person_id == bindparam("person")))  # as when a person is forgotten


@pytest.fixture
async def review(floor: Floor) -> NameReview:
    """Let Ana's org review new names."""
    core = floor.room.core
    review = NameReview(core.base, core.people)
    await review.set_policy(ROOT, ADMIN, "Discord org", NamePolicy.REVIEW)
    return review


def volunteer(floor: Floor, number: int) -> Caller:
    return Caller("discord", str(9_000 + number), floor.ana.space)


async def choose(floor: Floor, number: int, name: str) -> None:
    """Let a volunteer of Ana's org choose a name and make a call."""
    who = volunteer(floor, number)
    await floor.room.core.profiles.change(who, ProfileChange(public_name=name))
    await floor.room.house.log(who)


async def test_names_chosen_together_cause_one_notice_that_names_none(floor: Floor, review: NameReview) -> None:
    for number, name in enumerate(("Calling Cai", "Daring Dan", "Easy Eve")):
        await choose(floor, number, name)
    await run_rounds(floor)
    [told] = read_messages(floor)
    assert "3 new public names are waiting for your decision" in told
    assert "Cai" not in told
    await run_rounds(floor)
    floor.room.core.clock.at += 30 * HOUR
    await run_rounds(floor)
    assert read_messages(floor) == [told]  # no second notice for the same name
    assert len(await review.list_waiting(ADMIN)) == 3


async def test_a_reviewer_gets_at_most_one_notice_a_day(floor: Floor, review: NameReview) -> None:
    await choose(floor, 0, "Calling Cai")
    await run_rounds(floor)
    for number in range(20):
        who, name = volunteer(floor, 0), f"Caller {chr(65 + number)}"
        await floor.room.core.profiles.change(who, ProfileChange(public_name=name))
        await run_rounds(floor, 1)
    assert len(read_messages(floor)) == 1
    floor.room.core.clock.at += 24 * HOUR
    await run_rounds(floor)
    assert len(read_messages(floor)) == 2
    assert "1 new public name is waiting" in read_messages(floor)[-1]


async def decide(floor: Floor, review: NameReview) -> None:
    reach = await floor.room.house.reach(floor.ana)
    await review.decide(floor.ana, reach, volunteer(floor, 0).account, NameReason.OFFENSIVE)


async def empty(floor: Floor, _: NameReview) -> None:
    await floor.room.core.profiles.change(volunteer(floor, 0), ProfileChange(public_name="-"))


async def open_up(_: Floor, review: NameReview) -> None:
    await review.set_policy(ROOT, ADMIN, "Discord org", NamePolicy.OPEN)


@pytest.mark.parametrize("meanwhile", [decide, empty, open_up])
async def test_a_name_decided_in_the_meantime_causes_no_notice(
    floor: Floor, review: NameReview, meanwhile: Callable[[Floor, NameReview], Awaitable[None]]
) -> None:
    await choose(floor, 0, "Calling Cai")
    await run_rounds(floor, 1)
    await meanwhile(floor, review)
    await run_rounds(floor)
    assert read_messages(floor) == []


async def test_another_orgs_people_get_no_notice(floor: Floor, review: NameReview) -> None:
    team = floor.there[0].team
    user = team.user("Bo")
    bo = Caller("slack", f"{team.id}:{user.id}", team.id)
    await floor.room.house.log(bo)
    await floor.room.house.roles.give(
        Caller("slack", ROOT.account, bo.space), ADMIN, bo.account, Role.COORDINATOR, "Slack org"
    )
    await choose(floor, 0, "Calling Cai")
    await run_rounds(floor)
    assert (len(read_messages(floor)), len(user.dm.messages)) == (1, 0)
    await review.set_policy(ROOT, ADMIN, "Slack org", NamePolicy.REVIEW)
    await floor.room.core.profiles.change(bo, ProfileChange(public_name="Busy Bo"))
    await run_rounds(floor)
    assert (len(read_messages(floor)), len(user.dm.messages)) == (1, 1)
    floor.room.core.clock.at += 24 * HOUR
    await choose(floor, 1, "Daring Dan")
    await run_rounds(floor)
    assert (len(read_messages(floor)), len(user.dm.messages)) == (2, 1)  # Bo has one to decide on, but no new one


async def test_an_unreachable_reviewer_is_retried_and_a_refusing_one_is_not(floor: Floor, review: NameReview) -> None:
    floor.discord.refuse("POST /users/@me/channels", 503, 0, "", times=2)
    await choose(floor, 0, "Calling Cai")
    await run_rounds(floor, 40)
    assert len(read_messages(floor)) == 1
    floor.discord.refuse("POST /users/@me/channels", 403, 50007, "Cannot send messages to this user", times=100)
    floor.room.core.clock.at += 24 * HOUR
    await choose(floor, 1, "Daring Dan")
    await run_rounds(floor, 30)
    assert len(read_messages(floor)) == 1
    assert {one.name for one in await review.list_waiting(ADMIN)} == {"Calling Cai", "Daring Dan"}


async def test_a_captain_gets_notices_only_for_their_own_chapter(floor: Floor, review: NameReview) -> None:
    core, house = floor.room.core, floor.room.house
    for chapter in ("East Bay", "West Bay"):
        await house.chapters.add(ROOT, ADMIN, "Discord org", chapter)
    user = floor.discord.user("Cap")
    captain = Caller("discord", user.id, floor.ana.space)
    await house.log(captain)
    giver = Caller("discord", ROOT.account, floor.ana.space)
    await house.roles.give(giver, ADMIN, captain.account, Role.CAPTAIN, "East Bay")
    for number, chapter in enumerate(("East Bay", "West Bay", "West Bay")):
        await core.profiles.change(volunteer(floor, number), ProfileChange(chapter=chapter), Reach(Role.ADMIN))
        await choose(floor, number, f"Caller {chr(65 + number)}")
    await run_rounds(floor)
    assert ["1 new public name" in message.text for message in user.dm.messages] == [True]
    assert ["3 new public names" in text for text in read_messages(floor)] == [True]


async def test_a_forgotten_reviewer_gets_no_notice_and_another_theirs(floor: Floor, review: NameReview) -> None:
    core, user = floor.room.core, floor.discord.user("Bea")
    await choose(floor, 0, "Calling Cai")
    await run_rounds(floor)
    bea, giver = (Caller("discord", account, floor.ana.space) for account in (user.id, ROOT.account))
    await floor.room.house.log(bea)
    await floor.room.house.roles.give(giver, ADMIN, bea.account, Role.COORDINATOR, "Discord org")
    await choose(floor, 1, "Daring Dan")
    await run_rounds(floor, 1)
    gone = await person(core, bea)
    await core.store.write(lambda tx: tx.run(_FORGET, person=gone))
    await run_rounds(floor)
    assert (user.dm.messages, len(read_messages(floor))) == ([], 1)
    core.clock.at += 24 * HOUR
    await run_rounds(floor)
    assert (user.dm.messages, len(read_messages(floor))) == ([], 2)
