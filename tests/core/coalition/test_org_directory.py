"""Orgs and chapters: unique names, only the reader's own, and history that stays."""

import pytest

from bot.errors import UserError
from bot.identity import Caller
from bot.roles import Reach, Role
from bot.store.engine import Store
from tests.core.postcards.support import drive, send, undo
from tests.core.support.coalition import ADMIN, ANA, BEN, ROOT, House, expect_refusal, house_on
from tests.services import Core, campaign, core_on


@pytest.fixture
async def house(core: Core) -> House:
    return house_on(core)


async def test_a_name_is_unique_whatever_its_case(house: House) -> None:
    assert await house.orgs.add(ROOT, "  Asian  Voices ") == "Asian Voices"
    with expect_refusal("org.taken"):
        await house.orgs.add(ROOT, "asian voices")
    await house.chapters.add(ROOT, ADMIN, "Asian Voices", "Queens")
    with expect_refusal("chapter.taken"):
        await house.chapters.add(ROOT, ADMIN, "Asian Voices", "QUEENS")
    await house.orgs.add(ROOT, "Other")
    await house.chapters.add(ROOT, ADMIN, "Other", "Queens")  # unique only within its org


@pytest.mark.parametrize("typed", ["Pena-Co-op", "PEÑA‑CO‑OP", "Pen\u0303a—Co–op", "Ｐｅñａ-Co\u00ad-op", "Peña−Co-op"])
async def test_a_refusal_names_the_one_that_is_there(house: House, typed: str) -> None:
    await house.orgs.add(ROOT, "Peña–Co-op")
    await house.chapters.add(ROOT, ADMIN, "Peña–Co-op", "Peña–Co-op")
    for adding in (house.orgs.add(ROOT, typed), house.chapters.add(ROOT, ADMIN, typed, typed)):
        with pytest.raises(UserError) as caught:
            await adding
        assert caught.value.key in ("org.taken", "chapter.taken")
        assert caught.value.params["name"] == "Peña–Co-op"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("x", "name.length"),
        ("y" * 61, "name.length"),
        ("a\u2063b", "text.unseen"),
        ("a\u202eb", "text.unseen"),
        ("Caf\udce9", "text.not_utf8"),
    ],
)
async def test_an_unsuitable_name_is_refused(house: House, name: str, key: str) -> None:
    with expect_refusal(key):
        await house.orgs.add(ROOT, name)
    assert await house.orgs.list_orgs(ADMIN) == ()


async def test_another_orgs_chapter_does_not_exist(house: House) -> None:
    await house.linked("Ours", ANA)
    await house.orgs.add(ROOT, "Theirs")
    await house.chapters.add(ROOT, ADMIN, "Theirs", "Hidden")
    ours = await house.reach(ANA)
    for word in ("Hidden", "Nowhere"):
        with pytest.raises(UserError) as caught:
            await house.chapters.rename(ANA, ours, word, "Mine")
        assert (caught.value.key, caught.value.params) == ("chapter.unknown", {"word": word})
    for word in ("Theirs", "Nowhere"):
        with pytest.raises(UserError) as caught:
            await house.chapters.add(ANA, ours, word, "Mine")
        assert (caught.value.key, caught.value.params) == ("org.unknown", {"word": word})
    assert [org.name for org in await house.orgs.list_orgs(ours)] == ["Ours"]
    assert await house.chapters.fetch_places(ours) == ()


async def test_chapters_with_one_name_are_chosen_by_org(house: House) -> None:
    for org in ("East", "West"):
        await house.orgs.add(ROOT, org)
        await house.chapters.add(ROOT, ADMIN, org, "Main")
    with expect_refusal("chapter.several"):
        await house.chapters.rename(ROOT, ADMIN, "Main", "First")
    await house.chapters.rename(ROOT, ADMIN, "west: main", "First")
    found = [(place.org, place.name) for place in await house.chapters.fetch_places(ADMIN)]
    assert found == [("East", "Main"), ("West", "First")]


async def test_moving_a_chapter_rewrites_no_call(core: Core, house: House) -> None:
    for org in ("East", "West"):
        await house.orgs.add(ROOT, org)
    await house.chapters.add(ROOT, ADMIN, "East", "Main")
    await house.join(ANA, "Main")
    await house.log(ANA)
    await house.chapters.move(ROOT, ADMIN, "Main", "West")
    await house.log(ANA)
    credited = sorted(row.org_id for row in await core.rows())
    assert credited == sorted([await house.org_id("East"), await house.org_id("West")])
    assert await core.rebuilt() == await core.totals()


async def test_archiving_says_what_it_affects_and_keeps_the_numbers(core: Core, house: House) -> None:
    await house.linked("Ours", ANA)
    await house.chapters.add(ROOT, ADMIN, "Ours", "Main")
    await house.join(BEN, "Main")
    await house.log(BEN)
    effect = await house.orgs.preview_effect(ADMIN, "Ours")
    assert (effect.people, effect.spaces, effect.calls, effect.alerts) == (1, 1, 1, 0)
    before = await core.totals()
    await house.orgs.archive(ROOT, ADMIN, "Ours")
    assert await core.totals() == before
    assert await house.orgs.list_orgs(ADMIN) == ()
    assert await core.profiles.list_chapters(BEN, ADMIN) == ()
    with expect_refusal("org.unknown"):
        await house.orgs.preview_effect(ADMIN, "Ours")


async def test_what_archiving_and_closing_ask_about_counts_postcards_apart(store: Store) -> None:
    core = await core_on(store, (drive(), campaign("calls")))
    house = house_on(core)
    await house.linked("Ours", ANA)
    await house.chapters.add(ROOT, ADMIN, "Ours", "Main")
    await house.join(BEN, "Main")
    receipt = await send(core, BEN, "representative", "senator-1")
    await undo(core, BEN, receipt.sent[0].id)
    asked = await house.orgs.preview_effect(ADMIN, "Ours"), await house.chapters.fetch_effect(ADMIN, "Main")
    assert [(one.calls, one.postcards) for one in asked] == [(0, 1)] * 2
    at = core.clock()
    assert [(await core.lifecycle.show(ADMIN, key, at)).postcards for key in ("vof", "calls")] == [1, 0]
    await house.chapters.archive(ROOT, ADMIN, "Main")
    back = await house.chapters.find_archived(ADMIN, "Ours", "Main")
    assert back
    assert (back[0].calls, back[0].postcards) == (0, 1)


async def test_people_of_an_archived_chapter_have_none(core: Core, house: House) -> None:
    await house.orgs.add(ROOT, "Ours")
    await house.chapters.add(ROOT, ADMIN, "Ours", "Main")
    await house.join(BEN, "Main")
    assert (await house.chapters.fetch_effect(ADMIN, "Main")).people == 1
    await house.chapters.archive(ROOT, ADMIN, "Main")
    assert (await core.profiles.read(BEN)).chapter is None


async def test_a_captain_maps_only_their_own_chapter(house: House) -> None:
    await house.linked("Ours", ANA)
    place = await house.chapters.add(ROOT, ADMIN, "Ours", "Main")
    await house.chapters.add(ROOT, ADMIN, "Ours", "Night")
    captain, here = (
        Reach(Role.CAPTAIN, chapters=frozenset({place.id})),
        Caller("discord", "6", ANA.space, ("channel:7",)),
    )
    assert (await house.chapters.map(here, captain, "Main", {None: "here"})).place == place
    with expect_refusal("chapter.unknown"):
        await house.chapters.map(here, captain, "Night", {None: "here"})
    elsewhere = Reach(Role.COORDINATOR, frozenset({"another"}), captain.chapters)
    with expect_refusal("chapter.unknown"):
        await house.chapters.rename(here, elsewhere, "Main", "Mine")


async def test_a_mapped_channel_or_role_gives_people_their_chapter(core: Core, house: House) -> None:
    await house.linked("Ours", ANA)
    for chapter in ("Main", "Night"):
        await house.chapters.add(ROOT, ADMIN, "Ours", chapter)
    ours = await house.reach(ANA)
    here = Caller("discord", "1", ANA.space, ("channel:7", "role:9"))
    await house.chapters.map(here, ours, "Main", {None: "here"})
    await house.chapters.map(here, ours, "Night", {"role:5": "Night crew"})
    names = {place.id: place.name for place in await house.chapters.fetch_places(ADMIN)}
    for account, marks in (("2", ("channel:7",)), ("3", ("channel:8", "role:5")), ("4", ("channel:8",))):
        await house.log(Caller("discord", account, ANA.space, marks))
    await house.log(Caller("discord", "5", "other guild", ("channel:7",)))
    credited = sorted(names.get(row.chapter_id, "none") for row in await core.rows())
    assert credited == ["Main", "Night", "none", "none"]


async def test_mapping_again_to_the_same_chapter_is_one_line_of_the_trail(core: Core, house: House) -> None:
    await house.linked("Ours", ANA)
    for chapter in ("Main", "Night"):
        await house.chapters.add(ROOT, ADMIN, "Ours", chapter)
    ours, here = await house.reach(ANA), Caller("discord", "1", ANA.space, ("channel:7",))
    for chapter, name in (("Main", "here"), ("Main", "renamed"), ("Night", "renamed"), ("Main", "renamed")):
        await house.chapters.map(here, ours, chapter, {None: name})
    lines = [one.action for one in await core.audit.load_newest(ADMIN)]
    assert lines.count("chapter.map") == 3, "to Main, to Night, and back"


async def test_people_who_can_map_can_unmap(core: Core, house: House) -> None:
    await house.linked("Ours", ANA)
    main = await house.chapters.add(ROOT, ADMIN, "Ours", "Main")
    night = await house.chapters.add(ROOT, ADMIN, "Ours", "Night")
    ours, here = await house.reach(ANA), Caller("discord", "1", ANA.space, ("channel:7",))
    await house.chapters.map(here, ours, "Main", {None: "here"})
    stranger = Reach(Role.CAPTAIN, chapters=frozenset({night.id}))
    for change in (
        house.chapters.unmap(here, stranger, {None: ""}),
        house.chapters.map(here, stranger, "Night", {None: "here"}),
    ):
        with expect_refusal("chapter.elsewhere"):
            await change
    assert [one.id for one in await house.chapters.unmap(here, ours, {None: ""})] == [main.id]
    with expect_refusal("chapter.not_mapped_here"):
        await house.chapters.unmap(here, ours, {None: ""})
    await house.log(Caller("discord", "2", ANA.space, ("channel:7",)))
    assert main.id not in {row.chapter_id for row in await core.rows()}


async def test_a_captain_sees_their_chapters_totals_by_period(core: Core, house: House) -> None:
    await house.linked("Ours", ANA)
    main = await house.chapters.add(ROOT, ADMIN, "Ours", "Main")
    await house.chapters.add(ROOT, ADMIN, "Ours", "Night")
    for who in (ANA, BEN):
        await house.join(who, "Main")
        await house.log(who)
    core.clock.forward(days=1)
    await house.log(BEN)
    captain = Reach(Role.CAPTAIN, chapters=frozenset({main.id}))
    totals = await house.chapter_totals.fetch(BEN, captain, None, None, core.clock())
    assert totals.place == main
    shares = {period.value: (share.n, share.people) for period, share in totals.calls.items()}
    assert shares == {"today": (1, 1), "week": (3, 2), "campaign": (3, 2)}
    with expect_refusal("chapter.unknown"):
        await house.chapter_totals.fetch(BEN, captain, "Night", None, core.clock())


async def test_a_captain_of_several_chapters_says_which(core: Core, house: House) -> None:
    await house.linked("Ours", ANA)
    for chapter in ("Main", "Night"):
        await house.chapters.add(ROOT, ADMIN, "Ours", chapter)
    ours = await house.reach(ANA)
    with expect_refusal("chapter.which"):
        await house.chapter_totals.fetch(ANA, ours, None, None, core.clock())
    await house.join(ANA, "Night")
    assert (await house.chapter_totals.fetch(ANA, ours, None, None, core.clock())).place.name == "Night"


async def test_mapping_needs_a_channel_in_the_orgs_own_space(house: House) -> None:
    await house.linked("Ours", ANA)
    await house.chapters.add(ROOT, ADMIN, "Ours", "Main")
    ours = await house.reach(ANA)
    with expect_refusal("chapter.no_target"):
        await house.chapters.map(ANA, ours, "Main", {None: "here"})
    with expect_refusal("chapter.not_here"):
        await house.chapters.map(Caller("discord", "1", "other", ("channel:1",)), ours, "Main", {None: "here"})
    with expect_refusal("chapter.unknown"):
        await house.chapters.map(
            Caller("discord", "1", "other", ("channel:1",)), Reach(Role.CAPTAIN), "Main", {None: "here"}
        )
