"""Orgs and chapters: unique names, one's own alone, and history that stays."""

import pytest

from bot.errors import UserError
from bot.kit.invocation import Caller
from bot.roles import Reach, Role
from tests.core.coalition import ADMIN, ANA, BEN, ROOT, House, house_on, refused
from tests.services import Core


@pytest.fixture
async def house(core: Core) -> House:
    return house_on(core)


async def test_a_name_is_taken_once_whatever_its_case(house: House) -> None:
    assert await house.structure.add_org(ROOT, "  Asian  Voices ") == "Asian Voices"
    with refused("org.taken"):
        await house.structure.add_org(ROOT, "asian voices")
    await house.structure.add_chapter(ROOT, ADMIN, "Asian Voices", "Queens")
    with refused("chapter.taken"):
        await house.structure.add_chapter(ROOT, ADMIN, "Asian Voices", "QUEENS")
    await house.structure.add_org(ROOT, "Other")
    await house.structure.add_chapter(ROOT, ADMIN, "Other", "Queens")  # unique within its org only


@pytest.mark.parametrize(
    ("name", "key"),
    [("x", "name.length"), ("y" * 61, "name.length"), ("a\u200bb", "name.characters"), ("a\u202eb", "name.characters")],
)
async def test_a_name_that_does_not_do_is_refused(house: House, name: str, key: str) -> None:
    with refused(key):
        await house.structure.add_org(ROOT, name)
    assert await house.structure.orgs(ADMIN) == ()


async def test_another_orgs_chapter_is_one_that_does_not_exist(house: House) -> None:
    await house.linked("Ours", ANA)
    await house.structure.add_org(ROOT, "Theirs")
    await house.structure.add_chapter(ROOT, ADMIN, "Theirs", "Hidden")
    ours = await house.reach(ANA)
    for word in ("Hidden", "Nowhere"):
        with pytest.raises(UserError) as caught:
            await house.structure.rename_chapter(ANA, ours, word, "Mine")
        assert (caught.value.key, caught.value.params) == ("chapter.unknown", {"word": word})
    for word in ("Theirs", "Nowhere"):
        with pytest.raises(UserError) as caught:
            await house.structure.add_chapter(ANA, ours, word, "Mine")
        assert (caught.value.key, caught.value.params) == ("org.unknown", {"word": word})
    assert [org.name for org in await house.structure.orgs(ours)] == ["Ours"]
    assert await house.structure.chapters(ours) == ()


async def test_two_chapters_of_one_name_are_told_apart_by_their_org(house: House) -> None:
    for org in ("East", "West"):
        await house.structure.add_org(ROOT, org)
        await house.structure.add_chapter(ROOT, ADMIN, org, "Main")
    with refused("chapter.ambiguous"):
        await house.structure.rename_chapter(ROOT, ADMIN, "Main", "First")
    await house.structure.rename_chapter(ROOT, ADMIN, "west: main", "First")
    found = [(place.org, place.name) for place in await house.structure.chapters(ADMIN)]
    assert found == [("East", "Main"), ("West", "First")]


async def test_moving_a_chapter_rewrites_no_call(core: Core, house: House) -> None:
    for org in ("East", "West"):
        await house.structure.add_org(ROOT, org)
    await house.structure.add_chapter(ROOT, ADMIN, "East", "Main")
    await house.join(ANA, "Main")
    await house.log(ANA)
    await house.structure.move_chapter(ROOT, ADMIN, "Main", "West")
    await house.log(ANA)
    credited = sorted(row.org_id for row in await core.rows())
    assert credited == sorted([await house.org_id("East"), await house.org_id("West")])
    assert await core.rebuilt() == await core.totals()


async def test_archiving_says_what_it_affects_and_keeps_the_numbers(core: Core, house: House) -> None:
    await house.linked("Ours", ANA)
    await house.structure.add_chapter(ROOT, ADMIN, "Ours", "Main")
    await house.join(BEN, "Main")
    await house.log(BEN)
    effect = await house.structure.org_effect(ADMIN, "Ours")
    assert (effect.people, effect.spaces, effect.calls) == (1, 1, 1)
    before = await core.totals()
    await house.structure.archive_org(ROOT, ADMIN, "Ours")
    assert await core.totals() == before
    assert await house.structure.orgs(ADMIN) == ()
    assert await core.coalition.joinable() == ()
    with refused("org.unknown"):
        await house.structure.org_effect(ADMIN, "Ours")


async def test_people_of_an_archived_chapter_have_none(core: Core, house: House) -> None:
    await house.structure.add_org(ROOT, "Ours")
    await house.structure.add_chapter(ROOT, ADMIN, "Ours", "Main")
    await house.join(BEN, "Main")
    assert (await house.structure.chapter_effect(ADMIN, "Main")).people == 1
    await house.structure.archive_chapter(ROOT, ADMIN, "Main")
    assert (await core.profiles.read(BEN)).chapter is None


async def test_a_captain_maps_the_own_chapter_alone(house: House) -> None:
    await house.linked("Ours", ANA)
    place = await house.structure.add_chapter(ROOT, ADMIN, "Ours", "Main")
    await house.structure.add_chapter(ROOT, ADMIN, "Ours", "Night")
    captain, here = (
        Reach(Role.CAPTAIN, chapters=frozenset({place.id})),
        Caller("discord", "6", ANA.space, ("channel:7",)),
    )
    assert await house.structure.map_chapter(here, captain, "Main", None) == place
    with refused("chapter.unknown"):
        await house.structure.map_chapter(here, captain, "Night", None)
    elsewhere = Reach(Role.COORDINATOR, frozenset({"another"}), captain.chapters)
    with refused("chapter.unknown"):
        await house.structure.rename_chapter(here, elsewhere, "Main", "Mine")


async def test_a_mapped_channel_or_role_gives_people_their_chapter(core: Core, house: House) -> None:
    await house.linked("Ours", ANA)
    for chapter in ("Main", "Night"):
        await house.structure.add_chapter(ROOT, ADMIN, "Ours", chapter)
    ours = await house.reach(ANA)
    here = Caller("discord", "1", ANA.space, ("channel:7", "role:9"))
    await house.structure.map_chapter(here, ours, "Main", None)
    await house.structure.map_chapter(here, ours, "Night", "role:5")
    names = {place.id: place.name for place in await house.structure.chapters(ADMIN)}
    for account, marks in (("2", ("channel:7",)), ("3", ("channel:8", "role:5")), ("4", ("channel:8",))):
        await house.log(Caller("discord", account, ANA.space, marks))
    await house.log(Caller("discord", "5", "other guild", ("channel:7",)))
    credited = sorted(names.get(row.chapter_id, "none") for row in await core.rows())
    assert credited == ["Main", "Night", "none", "none"]


async def test_mapping_needs_a_channel_of_the_own_orgs_space(house: House) -> None:
    await house.linked("Ours", ANA)
    await house.structure.add_chapter(ROOT, ADMIN, "Ours", "Main")
    ours = await house.reach(ANA)
    with refused("chapter.no_target"):
        await house.structure.map_chapter(ANA, ours, "Main", None)
    with refused("chapter.unknown"):
        await house.structure.map_chapter(Caller("discord", "1", "other", ("channel:1",)), ours, "Main", None)
