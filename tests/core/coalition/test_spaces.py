"""Spaces: a code works once, for ten minutes, for the space's administrator; wrong ones lock the space."""

import pytest

from bot.core.boards.board_view import Board, Period
from bot.core.coalition.spaces import CODE_LIVES, TRIES
from bot.core.moderation.moderation import Reason
from bot.core.times.clock import HOUR, SECOND
from bot.identity import Caller
from bot.roles import Role
from tests.core.support.coalition import ADMIN, ANA, BEN, ROOT, House, expect_refusal, house_on
from tests.services import Core, new_request


@pytest.fixture
async def house(core: Core) -> House:
    house = house_on(core)
    await house.orgs.add(ROOT, "Ours")
    return house


async def code(house: House, org: str = "Ours") -> str:
    return (await house.spaces.make_code(ROOT, ADMIN, org)).text


async def test_a_code_links_the_space_and_makes_its_administrator_coordinator(core: Core, house: House) -> None:
    assert await house.spaces.join(ANA, (await code(house)).lower().replace("-", " "), manages=True) == "Ours"
    reach = await house.reach(ANA)
    assert (reach.role, reach.orgs) == (Role.COORDINATOR, frozenset({await house.org_id("Ours")}))
    await house.log(Caller("discord", "2", ANA.space))
    assert [row.org_id for row in await core.rows()] == [await house.org_id("Ours")]
    assert (await house.reach(Caller("discord", "2", ANA.space))).role is Role.VOLUNTEER


async def test_a_code_works_once(house: House) -> None:
    text = await code(house)
    await house.spaces.join(ANA, text, manages=True)
    with expect_refusal("space.code"):
        await house.spaces.join(BEN, text, manages=True)


async def test_a_code_lives_ten_minutes(core: Core, house: House) -> None:
    text = await code(house)
    core.clock.at += CODE_LIVES
    with expect_refusal("space.code"):
        await house.spaces.join(ANA, text, manages=True)


async def test_only_an_administrator_inside_the_space_can_join(house: House) -> None:
    text = await code(house)
    for caller, manages, key in ((ANA, False, "not_yours"), (Caller("discord", "1", None), True, "nowhere")):
        with expect_refusal(f"space.{key}"):
            await house.spaces.join(caller, text, manages)
    assert await house.spaces.join(ANA, text, manages=True) == "Ours"


async def test_a_suspended_administrator_links_nothing_and_keeps_the_code(core: Core, house: House) -> None:
    text, boss = await code(house), Caller(ANA.platform, "9", None)
    await house.log(ANA)
    await core.moderation.suspend(boss, ADMIN, ANA.account, Reason.SPAM, new_request())
    with expect_refusal("space.suspended"):
        await house.spaces.join(ANA, text, manages=True)
    assert (await house.reach(ANA)).role is Role.VOLUNTEER
    await core.moderation.unsuspend(boss, ADMIN, ANA.account, new_request())
    assert await house.spaces.join(ANA, text, manages=True) == "Ours"


async def test_five_wrong_codes_lock_the_space_for_an_hour(core: Core, house: House) -> None:
    for _ in range(TRIES - 1):
        with expect_refusal("space.code"):
            await house.spaces.join(ANA, "0000-0000", manages=True)
    for text in ("0000-0000", await code(house)):
        with expect_refusal("space.locked"):
            await house.spaces.join(ANA, text, manages=True)
    await house.spaces.join(BEN, await code(house), manages=True)  # another space isn't locked
    core.clock.at += HOUR
    assert await house.spaces.join(ANA, await code(house), manages=True) == "Ours"


async def test_a_linked_space_must_leave_first(house: House) -> None:
    await house.spaces.join(ANA, await code(house), manages=True)
    await house.orgs.add(ROOT, "Theirs")
    with expect_refusal("space.linked"):
        await house.spaces.join(ANA, await code(house, "Theirs"), manages=True)
    assert (await house.leave(ANA, await house.reach(ANA))).org == "Ours"
    assert await house.spaces.join(ANA, await code(house, "Theirs"), manages=True) == "Theirs"


async def test_a_code_of_the_same_org_makes_an_administrator_of_a_linked_space_its_coordinator(house: House) -> None:
    await house.spaces.join(ANA, await code(house), manages=True)
    await house.orgs.add(ROOT, "Theirs")
    kept = await code(house)
    with expect_refusal("space.held"):
        await house.spaces.join(ANA, kept, manages=True)
    await house.roles.lapse(ANA)  # she was no administrator for a while
    assert (await house.reach(ANA)).role is Role.VOLUNTEER
    with expect_refusal("space.linked"):
        await house.spaces.join(ANA, await code(house, "Theirs"), manages=True)
    with expect_refusal("space.not_yours"):
        await house.spaces.join(ANA, kept, manages=False)
    assert await house.spaces.join(ANA, kept, manages=True) == "Ours"
    assert (await house.reach(ANA)).role is Role.COORDINATOR
    other = Caller("discord", "2", ANA.space)
    with expect_refusal("space.linked"):  # it was used
        await house.spaces.join(other, kept, manages=True)
    assert await house.spaces.join(other, await code(house), manages=True) == "Ours"
    assert (await house.leave(ANA, await house.reach(ANA))).coordinators == 2


async def test_wrong_codes_lock_a_linked_space_too(house: House) -> None:
    await house.spaces.join(ANA, await code(house), manages=True)
    other = Caller("discord", "2", ANA.space)
    for _ in range(TRIES):
        with expect_refusal("space.linked"):
            await house.spaces.join(other, "0000-0000", manages=True)
    with expect_refusal("space.locked"):
        await house.spaces.join(other, await code(house), manages=True)


async def test_a_volunteer_cannot_unlink_a_space(core: Core, house: House) -> None:
    await house.spaces.join(ANA, await code(house), manages=True)
    other = Caller("discord", "2", ANA.space)
    with expect_refusal("space.not_yours_to_word"):
        await house.leave(other, await house.reach(other))
    core.clock.at += SECOND
    assert (await house.leave(other, await house.reach(other), manages=True)).org == "Ours"


async def test_the_chapters_org_wins_over_the_spaces(core: Core, house: House) -> None:
    await house.linked("Theirs", BEN)
    await house.chapters.add(ROOT, ADMIN, "Ours", "Main")
    caller = Caller("slack", "T1:U2", BEN.space)
    await house.join(caller, "Main")
    await house.log(caller)
    assert [row.org_id for row in await core.rows()] == [await house.org_id("Ours")]


async def test_a_space_speaks_the_language_chosen_for_it(core: Core, house: House) -> None:
    await house.spaces.join(ANA, await code(house), manages=True, language="vi")
    spoken = [(await core.people.identify(ANA)).space_language]
    await house.spaces.speak(ANA, await house.reach(ANA), manages=False, language="es")
    spoken.append((await core.people.identify(ANA)).space_language)
    assert spoken == ["vi", "es"]
    assert (await house.audit.load_newest(ADMIN))[0].action == "space.language"


async def test_only_an_administrator_or_coordinator_chooses_a_spaces_language(house: House) -> None:
    await house.spaces.join(ANA, await code(house), manages=True)
    other = Caller("discord", "2", ANA.space)
    for caller, manages, key in ((other, False, "not_yours_to_word"), (Caller("discord", "1", None), True, "nowhere")):
        with expect_refusal(f"space.{key}"):
            await house.spaces.speak(caller, await house.reach(other), manages, "es")
    await house.spaces.speak(BEN, await house.reach(BEN), manages=True, language="ko")  # even before it is linked


async def test_a_board_posted_in_an_orgs_space_is_always_that_orgs(core: Core, house: House) -> None:
    await house.spaces.join(ANA, await code(house), manages=True)
    await house.orgs.add(ROOT, "Theirs")
    for org, chapter in (("Ours", "Main"), ("Theirs", "Far")):
        await house.chapters.add(ROOT, ADMIN, org, chapter)
        for number in range(6):
            who = Caller("discord", f"{chapter}{number}", None)
            await house.join(who, chapter)
            await house.log(who)
    here, nowhere = Caller("discord", "9", ANA.space), Caller("discord", "9", None)
    shown = []
    for who, public in ((here, True), (here, False), (nowhere, True)):
        board = await core.boards.read(who, Board.CHAPTERS, Period.CAMPAIGN, None, core.clock(), True, public)
        shown.append(sorted(line.name for line in board.lines))
    assert shown == [["Main"], ["Far", "Main"], ["Far", "Main"]]
