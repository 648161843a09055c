"""People join a chapter in its org's spaces, with a code, or by invitation; elsewhere it doesn't exist."""

import pytest

from bot.core.coalition.joining import CODE_LIVES, INVITATION_LIVES, Joining
from bot.core.coalition.org_directory import Place
from bot.core.coalition.profiles import ProfileChange
from bot.core.people.past.code_guard import LOCK_TIME, MOST_WRONG
from bot.errors import UserError
from bot.identity import Caller
from bot.roles import Reach, Role
from tests.core.support.coalition import ADMIN, ANA, BEN, ROOT, House, expect_refusal, house_on
from tests.services import Core, new_request

STRANGER = Caller("discord", "9", "unlinked")
IN_OURS = Caller("discord", "8", ANA.space)
IN_THEIRS = Caller("slack", "T1:U8", BEN.space)
WITHOUT_SPACE = Caller("discord", "9", None)
NAMES = ("Far", "far", "Ours: Main", "Theirs: Far", "Twin", "Theirs: Twin", "Ours: Twin")


@pytest.fixture
async def house(core: Core) -> House:
    """Two orgs with a space each, and chapters, one with the same name in both."""
    house = house_on(core)
    for org, chief, chapter in (("Ours", ANA, "Main"), ("Theirs", BEN, "Far")):
        await house.linked(org, chief)
        for name in (chapter, "Twin"):
            await house.chapters.add(ROOT, ADMIN, org, name)
    return house


@pytest.fixture
def joining(core: Core) -> Joining:
    return Joining(core.base, core.people, core.coalition)


async def join(joining: Joining, who: Caller, code: str, request: str) -> Place:
    """Type a code. Returns the chapter."""
    joined, _ = await joining.identify_and_join(who, None, code, request)
    assert not joined.word
    return joined.place


async def set_chapter(core: Core, who: Caller, chapter: str) -> str | None:
    """Set a chapter in a profile, without a role. Returns the saved chapter."""
    return (await core.profiles.change(who, ProfileChange(chapter=chapter))).chapter


@pytest.mark.parametrize("who", [STRANGER, WITHOUT_SPACE], ids=["unlinked", "no space"])
@pytest.mark.parametrize("name", [*NAMES, "Main", "Nowhere"])
async def test_an_unlinked_space_has_no_chapters(core: Core, house: House, who: Caller, name: str) -> None:
    with expect_refusal("chapter.unknown"):
        await set_chapter(core, who, name)
    assert await core.profiles.list_chapters(who) == ()


@pytest.mark.parametrize("name", ["Far", "far", "Theirs: Far", "Theirs: Twin", "theirs: twin", "Nowhere"])
async def test_another_orgs_chapters_do_not_exist_in_a_space(core: Core, house: House, name: str) -> None:
    with expect_refusal("chapter.unknown"):
        await set_chapter(core, IN_OURS, name)


async def test_a_shared_name_means_the_spaces_own_chapter(core: Core, house: House) -> None:
    assert await core.profiles.list_chapters(IN_OURS) == ("Main", "Twin")
    assert await set_chapter(core, IN_OURS, "twin") == "Twin"
    assert await set_chapter(core, IN_THEIRS, "Twin") == "Twin"
    places = [row.org for row in (await house.chapters.fetch_places(ADMIN)) if row.name == "Twin"]
    assert places == ["Ours", "Theirs"]
    assert await core.profiles.list_chapters(WITHOUT_SPACE) == ()


async def test_members_find_only_their_own_chapter_anywhere(core: Core, house: House) -> None:
    await set_chapter(core, IN_OURS, "Main")
    elsewhere = Caller(IN_OURS.platform, IN_OURS.account, None)
    assert await core.profiles.list_chapters(elsewhere) == ("Main",)
    assert await set_chapter(core, elsewhere, "Main") == "Main"
    with expect_refusal("chapter.unknown"):
        await set_chapter(core, elsewhere, "Twin")
    abroad = Caller(IN_OURS.platform, IN_OURS.account, "unlinked")
    assert (await core.profiles.change(abroad, ProfileChange(chapter="-"))).chapter is None
    with expect_refusal("chapter.unknown"):
        await set_chapter(core, abroad, "Main")


async def test_a_code_lets_one_person_in_from_anywhere(core: Core, house: House, joining: Joining) -> None:
    ours, request = await house.reach(ANA), new_request()
    made = await joining.make_code(ANA, ours, "Main", request)
    assert await joining.make_code(ANA, ours, "Main", request) == made
    taking = new_request()
    assert (await join(joining, STRANGER, made.text.lower().replace("-", " "), taking)).full_name == "Ours: Main"
    assert (await join(joining, STRANGER, made.text, taking)).name == "Main"  # a redelivered request
    assert (await core.profiles.read(WITHOUT_SPACE)).chapter == "Main"
    with expect_refusal("chapter.code_wrong"):
        await join(joining, BEN, made.text, new_request())


async def test_text_that_cannot_be_a_code_costs_no_try(core: Core, house: House, joining: Joining) -> None:
    for typed in ("Main", "Qeens", "TEFX9", "0000-00000", "0000-000U", "-", "", "kod"):
        with expect_refusal("error.no_code"):
            await join(joining, STRANGER, typed, new_request())
        with expect_refusal("error.no_code"):
            await core.linking.join(STRANGER, typed, new_request())
        with expect_refusal("error.no_code"):
            await house.spaces.join(ANA, typed, manages=True)
    with pytest.raises(UserError) as refused:
        await join(joining, STRANGER, "0000-0000", new_request())
    assert refused.value.params == {"count": MOST_WRONG - 1}


async def test_a_chapters_name_is_no_code(house: House, joining: Joining) -> None:
    await house.chapters.add(ROOT, ADMIN, "Ours", "Berkeley")  # eight letters that a code could have
    for typed, word in (("main", "Main"), ("Berkley", "Berkeley"), ("twin", "Twin"), ("berkeley", "Berkeley")):
        joined, _ = await joining.identify_and_join(IN_OURS, None, typed, new_request())
        assert (joined.word, joined.was_in) == (word, False)
    with expect_refusal("chapter.code_wrong"):
        await join(joining, STRANGER, "Berkeley", new_request())  # elsewhere it doesn't exist


async def test_a_code_outlives_those_who_are_in_already(house: House, joining: Joining) -> None:
    made = [await joining.make_code(ANA, await house.reach(ANA), "Main", new_request()) for _ in range(2)]
    await join(joining, STRANGER, made[0].text, new_request())
    again, _ = await joining.identify_and_join(STRANGER, None, made[1].text, new_request())
    assert again.was_in
    assert (await join(joining, IN_THEIRS, made[1].text, new_request())).name == "Main"


async def test_codes_expire_and_wrong_ones_lock(core: Core, house: House, joining: Joining) -> None:
    old = await joining.make_code(ANA, await house.reach(ANA), "Main", new_request())
    core.clock.at += CODE_LIVES
    fresh = await joining.make_code(ANA, await house.reach(ANA), "Main", new_request())
    for wrong in (old.text, *["0000-0000"] * (MOST_WRONG - 2)):
        request = new_request()
        for _ in range(2):  # the second is the same request, redelivered
            with expect_refusal("chapter.code_wrong"):
                await join(joining, STRANGER, wrong, request)
    with expect_refusal("chapter.code_locked"):
        await join(joining, STRANGER, "0000-0000", new_request())
    with expect_refusal("chapter.code_locked"):
        await join(joining, STRANGER, fresh.text, new_request())
    core.clock.at += LOCK_TIME
    assert (await join(joining, STRANGER, fresh.text, new_request())).name == "Main"


async def test_wrong_codes_of_either_kind_lock_both(core: Core, house: House, joining: Joining) -> None:
    for _ in range(MOST_WRONG - 1):
        with expect_refusal("chapter.code_wrong"):
            await join(joining, STRANGER, "0000-0000", new_request())
    with expect_refusal("link.locked"):
        await core.linking.join(STRANGER, "0000-0000", new_request())
    with expect_refusal("chapter.code_locked"):
        await join(joining, STRANGER, "0000-0000", new_request())


async def test_a_code_works_while_its_maker_speaks_for_the_chapter(house: House, joining: Joining) -> None:
    ours, captain = await house.reach(ANA), Caller("discord", "2", ANA.space)
    await house.roles.give(ANA, ours, "2", Role.CAPTAIN, "Main")
    made = await joining.make_code(captain, await house.reach(captain), "Main", new_request())
    await house.roles.take(ANA, ours, "2", Role.CAPTAIN, "Main")
    with expect_refusal("chapter.code_wrong"):
        await join(joining, STRANGER, made.text, new_request())
    good = await joining.make_code(ANA, ours, "Main", new_request())
    await house.chapters.archive(ROOT, ADMIN, "Main")
    with expect_refusal("chapter.code_wrong"):
        await join(joining, STRANGER, good.text, new_request())


async def test_a_chapter_outside_the_reach_gets_no_code_and_no_guests(house: House, joining: Joining) -> None:
    for reach in (await house.reach(ANA), Reach(Role.CAPTAIN)):
        with expect_refusal("chapter.unknown"):
            await joining.make_code(ANA, reach, "Far", new_request())
        with expect_refusal("chapter.unknown"):
            await joining.invite(ANA, reach, "9", "Far")


async def test_an_invitation_shows_a_chapter_to_one_person_for_a_week(
    core: Core, house: House, joining: Joining
) -> None:
    await joining.invite(ANA, await house.reach(ANA), STRANGER.account, "Twin")
    assert await core.profiles.list_chapters(WITHOUT_SPACE) == ("Twin",)
    assert (await core.profiles.read(STRANGER)).chapter is None  # an invitation alone moves nobody
    with expect_refusal("chapter.unknown"):
        await set_chapter(core, STRANGER, "Main")
    with expect_refusal("chapter.unknown"):
        await set_chapter(core, Caller("discord", "10", None), "Twin")
    core.clock.at += INVITATION_LIVES
    with expect_refusal("chapter.unknown"):
        await set_chapter(core, STRANGER, "Twin")
    await joining.invite(ANA, await house.reach(ANA), STRANGER.account, "Twin")
    assert await set_chapter(core, STRANGER, "Twin") == "Twin"


async def test_captains_and_coordinators_find_their_chapters_anywhere(core: Core, house: House) -> None:
    anywhere, reach = Caller(ANA.platform, ANA.account, None), await house.reach(ANA)
    assert await core.profiles.list_chapters(anywhere, reach) == ("Main", "Twin")
    assert len(await core.profiles.list_chapters(anywhere, ADMIN)) == 4
    with expect_refusal("chapter.unknown"):
        await core.profiles.change(anywhere, ProfileChange(chapter="Far"), reach)
