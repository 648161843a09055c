"""A hidden public name stays hidden for its account, whatever its owner does."""

from contextlib import suppress
from pathlib import Path

import pytest

from bot.core.base.statuses import NameStatus
from bot.core.boards.board_view import Board, Period
from bot.core.coalition.profiles import ProfileChange
from bot.core.moderation.moderation import Reason
from bot.core.moderation.name_review import NameReason, NameReview
from bot.core.times.clock import DAY
from bot.errors import UserError
from bot.identity import Caller
from bot.store.engine import Store
from tests.core.support.coalition import ADMIN, ANA, BEN, ROOT, House, expect_refusal, house_on
from tests.core.support.tables import everything
from tests.services import Core, core_on, new_request

CAI, ABROAD = Caller("discord", "8", ANA.space), Caller("slack", "T9:U9", "T9")
HALF_A_YEAR = 180 * DAY


@pytest.fixture
async def core(store: Store, tmp_path: Path) -> Core:
    return await core_on(store, folder=tmp_path)


@pytest.fixture
async def house(core: Core) -> House:
    house = house_on(core)
    await house.linked("Valley Org", ANA)
    await house.linked("Harbor Org", BEN)
    await call_as(house, CAI, "Calling Cai")
    return house


def review_on(core: Core) -> NameReview:
    return NameReview(core.base, core.people)


async def hide(house: House, account: str = CAI.account) -> None:
    reach = await house.reach(ANA)
    assert await review_on(house.core).decide(ANA, reach, account, NameReason.OFFENSIVE) == 1


async def allow(house: House, who: Caller = ANA) -> int:
    """Allow Cai's name from where Cai is, with the reach of ``who``."""
    return await review_on(house.core).decide(ANA, await house.reach(who), CAI.account, None)


async def forget(house: House, who: Caller = CAI) -> None:
    await house.core.privacy.forget(who, new_request())


async def call_as(house: House, who: Caller, name: str) -> NameStatus:
    known = await house.core.profiles.change(who, ProfileChange(public_name=name))
    with suppress(UserError):  # a person who called before forgetting has already called today
        await house.log(who)
    return known.name


async def read_board_names(house: House) -> list[str]:
    read, at = house.core.boards.read, house.core.clock()
    board = await read(ROOT, Board.VOLUNTEERS, Period.CAMPAIGN, None, at, admin=True)
    return [line.name for line in board.lines]


async def link(core: Core, maker: Caller, joiner: Caller) -> None:
    await core.linking.join(joiner, await core.linking.make_code(maker, new_request()), new_request())


@pytest.mark.parametrize("name", ["Calling Cai", "Another Cai"])
@pytest.mark.parametrize("before", ["at once", "emptied", "twice", "renamed", "a day", "half a year"])
async def test_forgetting_does_not_restore_a_hidden_name(house: House, name: str, before: str) -> None:
    await hide(house)
    if before in ("emptied", "renamed"):
        await house.core.profiles.change(CAI, ProfileChange(public_name="-" if before == "emptied" else "Third Cai"))
    await forget(house)
    if before == "twice":
        await house.core.profiles.change(CAI, ProfileChange(name="Cai"))
        await forget(house)
    house.core.clock.at += {"a day": DAY, "half a year": HALF_A_YEAR - 1}.get(before, 0)
    await house.core.privacy.sweep()
    assert await call_as(house, CAI, name) is NameStatus.HIDDEN
    assert (await house.core.profiles.read(CAI)).name is NameStatus.HIDDEN
    house.core.clock.forward(days=1)
    await house.log(CAI)
    assert await read_board_names(house) == []


async def test_a_hidden_name_expires_after_half_a_year_and_leaves_nothing(house: House) -> None:
    await hide(house)
    await forget(house)
    assert len((await everything(house.core.store))["guards"]) == 1
    house.core.clock.at += HALF_A_YEAR
    assert await call_as(house, CAI, "Calling Cai") is NameStatus.SHOWN
    await house.core.privacy.sweep()
    assert (await everything(house.core.store))["guards"] == []


async def test_nothing_is_kept_for_a_name_never_hidden_or_allowed_again(house: House) -> None:
    await hide(house)
    await allow(house)
    await forget(house)
    assert (await everything(house.core.store))["guards"] == []
    assert await call_as(house, CAI, "Calling Cai") is NameStatus.SHOWN


async def test_only_the_same_org_can_allow_a_returning_accounts_name(house: House) -> None:
    await hide(house)
    house.core.clock.forward(seconds=1)
    dan = Caller(BEN.platform, "T1:U2", BEN.space)
    await call_as(house, dan, "Daring Dan")  # for the other org, which hides that name too
    assert await review_on(house.core).decide(BEN, await house.reach(BEN), dan.account, NameReason.OFFENSIVE) == 1
    await forget(house, dan)
    await call_as(house, dan, "Daring Dan")
    await house.log(BEN)  # the newest call of all
    await forget(house)
    await house.core.profiles.change(CAI, ProfileChange(public_name="Another Cai"))  # no chapter, and no call since
    with expect_refusal("name.nobody"):
        await allow(house, BEN)
    await forget(house, dan)
    assert await allow(house) == 1
    assert (await house.core.profiles.read(CAI)).name is NameStatus.SHOWN
    assert await call_as(house, dan, "Daring Dan") is NameStatus.HIDDEN
    await forget(house)
    assert await call_as(house, CAI, "Calling Cai") is NameStatus.SHOWN


async def test_a_forgotten_or_unnamed_account_can_be_allowed_too(house: House) -> None:
    await hide(house)
    await forget(house)
    with expect_refusal("name.nobody"):
        await allow(house, BEN)
    assert await allow(house) == 1
    assert await call_as(house, CAI, "Calling Cai") is NameStatus.SHOWN
    house.core.clock.forward(days=1)
    await house.log(CAI)
    await hide(house)
    await house.core.profiles.change(CAI, ProfileChange(public_name="-"))
    assert await allow(house) == 1
    assert await call_as(house, CAI, "Calling Cai") is NameStatus.SHOWN
    trail = [entry.action for entry in await house.audit.load_newest(ADMIN)]
    assert trail[:4] == ["name.allow", "name.hide", "name.allow", "name.hide"]


@pytest.mark.parametrize("come_back_by", [CAI, ABROAD])
async def test_every_linked_account_keeps_the_block(house: House, come_back_by: Caller) -> None:
    await link(house.core, CAI, ABROAD)
    await hide(house)
    await forget(house, come_back_by)
    assert await call_as(house, come_back_by, "Another Cai") is NameStatus.HIDDEN


@pytest.mark.parametrize("part", [False, True])
async def test_linking_carries_a_returning_accounts_block_and_unlinking_keeps_it(house: House, part: bool) -> None:
    await hide(house)
    await forget(house)
    await house.core.profiles.change(ABROAD, ProfileChange(public_name="Other Cai"))
    await link(house.core, ABROAD, CAI)
    if part:
        await house.core.linking.unlink(ABROAD, new_request())
    for who in (CAI, ABROAD):
        assert (await house.core.profiles.change(who, ProfileChange(public_name="Third Cai"))).name is NameStatus.HIDDEN


async def test_suspension_and_hidden_name_are_lifted_separately(house: House) -> None:
    reach = await house.reach(ANA)
    await hide(house)
    await house.core.moderation.suspend(ANA, reach, CAI.account, Reason.SPAM, new_request())
    await forget(house)
    assert await house.core.moderation.unsuspend(ANA, reach, CAI.account, new_request())
    with expect_refusal("suspend.unknown"):
        await house.core.moderation.unsuspend(ANA, reach, CAI.account, new_request())
    assert await call_as(house, CAI, "Calling Cai") is NameStatus.HIDDEN
    await house.core.moderation.suspend(ANA, reach, CAI.account, Reason.SPAM, new_request())
    await forget(house)
    assert await allow(house) == 1
    with expect_refusal("suspend.paused_name"):
        await house.core.profiles.change(CAI, ProfileChange(public_name="Calling Cai"))


@pytest.mark.parametrize("back", [False, True])
async def test_the_trail_says_when_a_gone_accounts_next_name_is_no_longer_hidden(house: House, back: bool) -> None:
    await hide(house)
    await forget(house)
    if back:
        await house.core.profiles.change(CAI, ProfileChange(name="Cai"))
    house.core.clock.at += HALF_A_YEAR
    for _ in range(2):
        await house.core.privacy.sweep()
    trail = [(entry.action, entry.result) for entry in await house.audit.load_newest(ADMIN)]
    assert trail.count(("name.end", "expired")) == (0 if back else 1)  # a name of who came back stays hidden
