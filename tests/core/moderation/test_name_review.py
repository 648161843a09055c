"""An org that reviews new public names, and captains who decide for their chapter."""

import pytest

from bot.core.base.statuses import NameStatus
from bot.core.boards.board_view import Board, Period
from bot.core.coalition.profiles import ProfileChange
from bot.core.moderation.cleaning import Cleaning, Span
from bot.core.moderation.moderation import Reason
from bot.core.moderation.name_review import NamePolicy, NameReason, NameReview
from bot.core.public_names.public_names import make_mark
from bot.identity import Caller
from bot.roles import Reach, Role
from tests.core.support.coalition import ADMIN, ANA, BEN, ROOT, House, expect_refusal, house_on
from tests.services import Core, new_request

CAI, DAN, EVE = (Caller("discord", account, ANA.space) for account in ("8", "9", "10"))


@pytest.fixture
async def house(core: Core) -> House:
    house = house_on(core)
    await house.linked("Valley Org", ANA)
    await house.linked("Harbor Org", BEN)
    for chapter in ("East Bay", "West Bay"):
        await house.chapters.add(ROOT, ADMIN, "Valley Org", chapter)
    return house


def review_on(core: Core) -> NameReview:
    return NameReview(core.base, core.people)


async def call_as(house: House, who: Caller, name: str, chapter: str | None = None) -> NameStatus:
    known = await house.core.profiles.change(who, ProfileChange(public_name=name, chapter=chapter))
    await house.log(who)
    return known.name


async def read_board_names(house: House, who: Caller, *, admin: bool = False) -> list[str]:
    read = house.core.boards.read
    board = await read(who, Board.VOLUNTEERS, Period.CAMPAIGN, None, house.core.clock(), admin=admin)
    return sorted(line.name for line in board.lines)


async def captain_of(house: House, chapter: str) -> Reach:
    found = {place.name: place.id for place in await house.chapters.fetch_places(ADMIN, None)}
    return Reach(Role.CAPTAIN, chapters=frozenset({found[chapter]}))


async def test_new_names_wait_and_shown_names_stay(core: Core, house: House) -> None:
    review, ours = review_on(core), await house.reach(ANA)
    await call_as(house, CAI, "Calling Cai")
    await review.set_policy(ANA, ours, "Valley Org", NamePolicy.REVIEW)
    assert await call_as(house, DAN, "Daring Dan") is NameStatus.WAITING
    assert await read_board_names(house, CAI) == ["Calling Cai"]
    assert await read_board_names(house, ROOT, admin=True) == ["Calling Cai"]
    [waiting] = await review.list_waiting(ours)
    assert waiting.name == "Daring Dan"
    assert await review.decide_by_actor(ANA, ours, waiting.who, make_mark(waiting.name), None) == 1
    assert await read_board_names(house, CAI) == ["Calling Cai", "Daring Dan"]
    assert (await core.profiles.read(DAN)).name is NameStatus.SHOWN
    assert await review.list_waiting(ours) == ()


async def test_a_changed_name_waits_again_and_only_the_reviewed_name_is_allowed(core: Core, house: House) -> None:
    review, ours = review_on(core), await house.reach(ANA)
    await review.set_policy(ANA, ours, "Valley Org", NamePolicy.REVIEW)
    await call_as(house, CAI, "Calling Cai")
    [waiting] = await review.list_waiting(ours)
    await core.profiles.change(CAI, ProfileChange(public_name="Worse Cai"))
    with expect_refusal("name.nobody"):
        await review.decide_by_actor(ANA, ours, waiting.who, make_mark(waiting.name), None)
    assert await read_board_names(house, CAI) == []
    await review.allow(ANA, ours, "Worse Cai")
    assert await read_board_names(house, CAI) == ["Worse Cai"]
    for name in ("-", "Worst Cai"):
        await core.profiles.change(CAI, ProfileChange(public_name=name))
        assert await read_board_names(house, CAI) == []


async def test_review_cannot_be_avoided_through_another_org_or_chapter(core: Core, house: House) -> None:
    review, ours = review_on(core), await house.reach(ANA)
    await review.set_policy(ANA, ours, "Valley Org", NamePolicy.REVIEW)
    await house.log(BEN)
    abroad = Caller(CAI.platform, CAI.account, None)
    assert (await core.profiles.change(abroad, ProfileChange(public_name="Calling Cai"))).name is NameStatus.SHOWN
    await house.log(CAI)
    assert (await core.profiles.read(abroad)).name is NameStatus.WAITING
    assert await read_board_names(house, CAI) == []
    assert [one.name for one in await review.list_waiting(ours)] == ["Calling Cai"]
    assert await review.list_waiting(await house.reach(BEN)) == ()
    await review.set_policy(ANA, ours, "Valley Org", NamePolicy.OPEN)
    assert await read_board_names(house, CAI) == ["Calling Cai"]


async def test_a_captain_decides_only_for_their_own_chapter(core: Core, house: House) -> None:
    review, ours = review_on(core), await house.reach(ANA)
    await review.set_policy(ANA, ours, "Valley Org", NamePolicy.REVIEW)
    await call_as(house, CAI, "Calling Cai", "East Bay")
    await call_as(house, DAN, "Daring Dan", "West Bay")
    await call_as(house, EVE, "Easy Eve")
    east = await captain_of(house, "East Bay")
    assert [one.name for one in await review.list_waiting(east)] == ["Calling Cai"]
    for account in (DAN.account, EVE.account, "nobody"):
        with expect_refusal("name.nobody"):
            await review.decide(ANA, east, account, None)
    with expect_refusal("name.unknown"):
        await review.hide(ANA, east, "Daring Dan", NameReason.PRIVATE)
    assert await review.decide(ANA, east, CAI.account, None) == 1
    assert await read_board_names(house, CAI) == ["Calling Cai"]
    assert await review.decide(ANA, east, CAI.account, NameReason.OFFENSIVE) == 1
    assert await read_board_names(house, CAI) == []
    assert {one.name for one in await review.list_waiting(ours)} == {"Daring Dan", "Easy Eve"}
    trail = [(entry.action, entry.result) for entry in await house.audit.load_newest(ADMIN)][:2]
    assert trail == [("name.hide", "offensive"), ("name.allow", "ok")]


async def test_another_org_cannot_decide(core: Core, house: House) -> None:
    with expect_refusal("org.unknown"):
        await review_on(core).set_policy(ANA, await house.reach(ANA), "Harbor Org", NamePolicy.REVIEW)


async def test_a_name_hidden_by_a_cleanup_hides_the_next_one_too(core: Core, house: House) -> None:
    await call_as(house, CAI, "Calling Cai")
    cleaning = Cleaning(core.base, core.people, core.campaigns, core.moderation)
    ours = await house.reach(ANA)
    plan = await cleaning.preview(ANA, ours, "8", Span.TODAY, new_request())
    await cleaning.clean(ANA, ours, plan.who, Reason.SPAM, Span.TODAY, new_request())
    await core.moderation.unsuspend(ANA, ours, "8", new_request())
    assert (await core.profiles.change(CAI, ProfileChange(public_name="Another Cai"))).name is NameStatus.HIDDEN
    core.clock.forward(days=1)
    await house.log(CAI)
    assert await read_board_names(house, CAI) == []


@pytest.mark.parametrize(
    ("own", "state"), [("Calling Cai", NameStatus.SHOWN), (None, NameStatus.SHOWN), ("Other Cai", NameStatus.HIDDEN)]
)
async def test_a_name_allowed_while_linked_stays_allowed_after_unlinking(
    core: Core, house: House, own: str | None, state: NameStatus
) -> None:
    """The account's own block is older than the link, but the linked person's name was allowed since."""
    review, abroad, reach = review_on(core), Caller("slack", "T9:U9", "T9"), await house.reach(ANA)
    # The older account stays, with its name if it has one.
    await core.profiles.change(
        abroad, ProfileChange(public_name=None if own == "Calling Cai" else "Calling Cai", language="en")
    )
    core.clock.forward(seconds=1)
    await call_as(house, CAI, own or "Calling Cai")
    await review.decide(ANA, reach, CAI.account, NameReason.OFFENSIVE)
    if own is None:
        await core.profiles.change(CAI, ProfileChange(public_name="-"))
    code = await core.linking.make_code(abroad, new_request())
    await core.linking.join(CAI, code, new_request())
    assert (await core.profiles.read(abroad)).name is NameStatus.HIDDEN
    assert await review.decide(ANA, reach, CAI.account, None) == 1
    await core.linking.unlink(abroad, new_request())
    assert (await core.profiles.read(CAI)).name is state


async def test_neither_linking_nor_unlinking_restores_a_hidden_name(core: Core, house: House) -> None:
    review, abroad = review_on(core), Caller("slack", "T9:U9", "T9")
    await call_as(house, CAI, "Calling Cai")
    await core.profiles.change(abroad, ProfileChange(public_name="Other Cai"))
    code = await core.linking.make_code(CAI, new_request())
    await core.linking.join(abroad, code, new_request())
    await review.decide(ANA, await house.reach(ANA), CAI.account, NameReason.OFFENSIVE)
    await core.linking.unlink(CAI, new_request())
    for who in (CAI, abroad):
        assert (await core.profiles.change(who, ProfileChange(public_name="Third Cai"))).name is NameStatus.HIDDEN
