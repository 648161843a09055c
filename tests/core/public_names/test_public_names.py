"""Public names: plain, not another's, and hidden at once by reviewers."""

import pytest

from bot.core.boards.board_view import Board, Period
from bot.core.coalition.profiles import ProfileChange
from bot.core.congress.edition import read_load
from bot.core.moderation.moderation import Reason
from bot.core.moderation.name_review import NameReason, NameReview
from bot.core.people.profiles.profiles import Profile
from bot.core.public_names.public_names import is_plain
from bot.identity import Caller
from bot.store.engine import Tx
from tests.core.support.coalition import ADMIN, ANA, BEN, ROOT, House, expect_refusal, house_on
from tests.public_data.capitol import LOADED, find_real_files
from tests.services import Core, new_request

CAI = Caller("discord", "8", ANA.space)

PLAIN = [
    *("Ana", "Ana Lee", "Ana M.", "O’Brien-Núñez", "O'Neil", "李小龍", "Nguyễn Thị Minh Khai", "محمد علي", "Phúc"),
    *("Dick Wang", "Anna-Kaptan", "Vladminka", "Иван Петров", "ശ്രീ", "Herene", "Stafford"),
    *("Kɔdzo Akɔfa", "Łukasz", "Đặng", "Анна Li", "阿May", "Σοφία", "Արամ", "Ŋgũgĩ", "Işıl"),
]
NOT_PLAIN = [
    *("F*** immigrants", "Ana Lee (coordinator)", "@everyone go home", "https://evil.example", "evil.example/x"),
    *(
        "coordinator",
        "Coordinator Ana",
        "Ana the ADMIN",
        "Ａｄｍｉｎ",
        "аdmin",
        "Аdmіn",
        "ádmin",
        "a-d-m-i-n",
        "Call board",
    ),
    *(
        "Captain",
        "captain.",
        "Senator Smith",
        "everyone",
        "Ana 123",
        "Ana\u202e",
        "<@1>",
        "...",
        "-- --",
        "🎉",
        "Ana_Lee",
    ),
    *("ᴀdmin", "ɑdmin", "ᴍᴏᴅ", "ꜱtaff", "Аna", "fսck you", "Vаlley"),  # small capitals, IPA, mixed alphabets
    *("Mod", "senadora Ana", "Administradora", "管理员", "參議員", "관리자", "Thượng nghị sĩ", "Đại biểu"),
]


@pytest.mark.parametrize("name", PLAIN)
def test_names_of_people_are_plain(name: str) -> None:
    assert is_plain(name)


@pytest.mark.parametrize("name", NOT_PLAIN)
def test_roles_and_junk_are_not_plain_names(name: str) -> None:
    assert not is_plain(name)


@pytest.fixture
async def house(core: Core) -> House:
    house = house_on(core)
    await house.linked("Valley Org", ANA)
    await house.linked("Harbor Org", BEN)
    await house.chapters.add(ROOT, ADMIN, "Valley Org", "East Bay")
    await house.chapters.add(ROOT, ADMIN, "Harbor Org", "Uptown Five")
    return house


async def call_as(house: House, who: Caller, name: str) -> None:
    await house.core.profiles.change(who, ProfileChange(public_name=name))
    await house.log(who)


async def read_board_names(house: House, who: Caller) -> list[str]:
    at = house.core.clock()
    return [
        line.name for line in (await house.core.boards.read(who, Board.VOLUNTEERS, Period.CAMPAIGN, None, at)).lines
    ]


@pytest.mark.parametrize("name", ["Valley Org", "valley org", "Vаlley Org", "Harbor-Org", "EAST BAY", "East Báy"])
async def test_names_of_orgs_and_the_own_chapter_are_refused(house: House, name: str) -> None:
    with expect_refusal("name.public"):
        await house.core.profiles.change(CAI, ProfileChange(public_name=name))


MEMBERS_NAMES = [
    *("Bernie Sanders", "Bernard Sanders", "chuck schumer", "Hank Johnson", "Alex Padílla", "Chris Van Hollen"),
    *(
        "Sen. Padilla",
        "Sen Padilla",
        "Sen.Padilla",
        "SEN-Padilla",
        "Rep. Nancy Pelosi",
        "Hon. Velazquez",
        "Speaker Johnson",
    ),
]


async def test_members_of_congress_are_refused_and_surnames_are_accepted(house: House) -> None:
    await house.core.congress.replace(read_load(*find_real_files(), LOADED))
    for name in MEMBERS_NAMES:
        with expect_refusal("name.public"):
            await house.core.profiles.change(CAI, ProfileChange(public_name=name))
    for name in ("Padilla", "Ana Padilla", "Sen", "Amartya Sen", "Sen Thida"):
        await house.core.profiles.change(CAI, ProfileChange(public_name=name))


async def test_a_refusal_reveals_no_other_chapter(house: House) -> None:
    await call_as(house, CAI, "Uptown Five")
    assert await read_board_names(house, CAI) == ["Uptown Five"]


async def test_a_stored_name_is_checked_again_when_shown(house: House) -> None:
    await call_as(house, CAI, "Calling Cai")
    assert await read_board_names(house, CAI) == ["Calling Cai"]
    await house.chapters.add(ROOT, ADMIN, "Valley Org", "Calling Cai")
    assert await read_board_names(house, CAI) == []

    async def keep(tx: Tx) -> None:
        person = await house.core.people.take(tx, CAI)
        await house.core.people.save(tx, person, Profile(public_name="F*** immigrants"), None)

    await house.core.store.write(keep)
    assert await read_board_names(house, CAI) == []


async def test_a_name_is_hidden_at_once_and_so_is_the_next_until_it_is_allowed(core: Core, house: House) -> None:
    review = NameReview(core.base, core.people)
    ours, theirs = await house.reach(ANA), await house.reach(BEN)
    await call_as(house, CAI, "Calling Cai")
    with expect_refusal("name.unknown"):
        await review.hide(BEN, theirs, "Calling Cai", NameReason.OFFENSIVE)
    assert await review.hide(ANA, ours, "calling cai", NameReason.OFFENSIVE) == 1
    assert await read_board_names(house, CAI) == []
    assert await review.hide(ANA, ours, "Calling Cai", NameReason.OFFENSIVE) == 0
    await core.profiles.change(CAI, ProfileChange(public_name="Another Cai"))
    assert await read_board_names(house, CAI) == []
    assert await review.allow(ANA, ours, "Another Cai") == 1
    assert await read_board_names(house, CAI) == ["Another Cai"]
    trail = [(entry.action, entry.result) for entry in await house.audit.load_newest(ADMIN)][:2]
    assert trail == [("name.allow", "ok"), ("name.hide", "offensive")]


async def test_a_suspension_hides_it_too(core: Core, house: House) -> None:
    await call_as(house, CAI, "Calling Cai")
    await core.moderation.suspend(ANA, await house.reach(ANA), "8", Reason.SPAM, new_request())
    assert await read_board_names(house, CAI) == []
