"""Two names typed in a row: where nobody can tell where the second begins, the answer says how to."""

import pytest

from tests.contract.conftest import CONSOLE, HTTP
from tests.contract.people import said
from tests.contract.roles import admin
from tests.contract.stage import Stage

FAMILIES, YOUTH, LIGHT = "North Star Families", "North Star Youth", "Harbor Light"
# Each line with the keys that its refusal names, and its buttons: the names that were meant.
KEYS = {
    "/chapter add North Star Uptown": ("name", "org", {FAMILIES, YOUTH}),
    "/chapter add Harbor Uptown": ("name", "org", {LIGHT}),
    "/chapter add Norht Star Familes Oak Town": ("name", "org", {FAMILIES}),
    "/org rename North Star New Star": ("name", "org", {FAMILIES, YOUTH}),
    "/org rename Harbr Light New Light": ("name", "org", {LIGHT}),
    "/chapter rename Up Town New Town": ("name", "chapter", {"Old Town"}),
    "/chapter move Dwntown Elsewhere Club": ("chapter", "org", set[str]()),
}
NOTHING = "error.nothing_saved"
CLEAR = ('/chapter add "North Star" Uptown', "/chapter add name:Up Town org:North", "/chapter list North Star")


@pytest.mark.parametrize("platform_name", [CONSOLE, HTTP], indirect=True)
async def test_a_refusal_of_two_names_says_how_to_tell_them_apart(stage: Stage) -> None:
    root = await admin(stage)
    for name in (FAMILIES, YOUTH, LIGHT):
        await root.say(f"/org add {name}")
    for name in ("Old Town", "Downtown"):
        assert (await root.say(f"/chapter add Harbor Light {name}")).has(f"{name} is a chapter of Harbor Light now")
    for line, (first, second, offered) in KEYS.items():
        refused = await root.say(line)
        assert refused.has(said("error.two_names", first=first, second=second)), line
        assert set(refused.buttons) == offered, line
    for line in CLEAR:
        refused = await root.say(line)
        assert (line, refused.has("fits more than one organization"), refused.has("in quotes")) == (line, True, False)
    assert (await root.say('/chapter add "North Star Youth" "Up Town"')).has("Up Town is a chapter of North Star Youth")


MISSPELLED = {
    "/chapter add Harbr Light Oak Town": (LIGHT, "Oak Town is a chapter of Harbor Light now"),
    "/chapter add Norht Star Familes Elm Grove": (FAMILIES, "Elm Grove is a chapter of North Star Families now"),
    "/chapter rename Dwntown Uptown East": ("Downtown", "Downtown is called Uptown East now"),
    "/chapter rename Uptwon East Hill": ("Uptown East", "Uptown East is called Hill now"),
    "/org rename Harbr Light New Light": (LIGHT, "Harbor Light is called New Light now"),
    "/org rename Nwe Light Light of the Bay": ("New Light", "New Light is called Light of the Bay now"),
}


@pytest.mark.parametrize("platform_name", [CONSOLE, HTTP], indirect=True)
async def test_a_misspelled_first_name_has_a_button_that_keeps_the_second(stage: Stage) -> None:
    root = await admin(stage)
    for name in (FAMILIES, YOUTH, LIGHT):
        await root.say(f"/org add {name}")
    await root.say("/chapter add Harbor Light Downtown")
    for line, (name, done) in MISSPELLED.items():
        refused = await root.say(line)
        assert refused.has(f"Did you mean “{name}”?"), line
        assert (await root.tap(name, on=refused)).has(done), line


@pytest.mark.parametrize("platform_name", [CONSOLE, HTTP], indirect=True)
async def test_the_only_name_is_never_taken_for_a_misspelled_one(stage: Stage) -> None:
    root = await admin(stage)
    await root.say("/org add Harbor Light")
    for line, begun in (("/org rename Harbr Bay", "Harbr"), ("/org rename harbour lihgt Bay", "harbour lihgt")):
        asked = await root.say(line)
        whole = line.removeprefix("/org rename ")
        assert asked.text.startswith(
            said("name.two", word=begun, near="Harbor Light", rest="Bay", whole=whole).removesuffix(said(NOTHING))
        )
        assert asked.buttons == ("Bay", whole)
    assert (await root.tap("harbour lihgt Bay")).has("Harbor Light is called harbour lihgt Bay now")
    asked = await root.say("/org rename harbour light bey Harbor Light")
    assert (await root.tap("Harbor Light", on=asked)).has("harbour lihgt Bay is called Harbor Light now")
    asked = await root.say("/chapter add Harbr Light Queens")
    assert asked.buttons == ("Queens", "Harbr Light Queens")
    assert (await root.tap("Queens", on=asked)).has("Queens is a chapter of Harbor Light now")
    for line in ("/chapter rename Queenz Bronx", "/chapter rename QUEENSS Bronx"):
        assert (await root.say(line)).buttons == ("Bronx", line.removeprefix("/chapter rename "))
    assert (await root.tap("Bronx")).has("Queens is called Bronx now")


@pytest.mark.parametrize("platform_name", [CONSOLE, HTTP], indirect=True)
async def test_what_cannot_be_two_names_is_the_new_one(stage: Stage) -> None:
    root = await admin(stage)
    await root.say("/org add Harbor Light")
    assert (await root.say("/chapter add Harbor Lights")).has("Harbor Lights is a chapter of Harbor Light now")
    for line, before, after in (
        ("/chapter rename Harbour Lights", "Harbor Lights", "Harbour Lights"),
        ("/chapter rename Queens", "Harbour Lights", "Queens"),
        ("/chapter rename Queenz", "Queens", "Queenz"),
        ("/chapter rename Up Town", "Queenz", "Up Town"),
        ("/org rename North Star", "Harbor Light", "North Star"),
    ):  # the only one may be misspelled, so nothing is renamed before a tap
        asked = await root.say(line)
        assert asked.text == said("name.rename", old_name=before, name=after), line
        assert asked.buttons == (after,)
        assert (await root.tap(after, on=asked)).has(f"{before} is called {after} now"), line
    for line, done in {
        "/chapter rename name:Upp Town East": "Up Town is called Upp Town East now",
        '/chapter rename "Up Town West"': "Upp Town East is called Up Town West now",
        "/org rename name:Harbr Light Bay": "North Star is called Harbr Light Bay now",
    }.items():
        assert (await root.say(line)).has(done), line
    assert (await root.say("/chapter rename Up Town West")).has("What should Up Town West be called?")


@pytest.mark.parametrize("platform_name", [CONSOLE, HTTP], indirect=True)
async def test_an_organization_taken_from_the_words_of_a_name_is_said_and_one_in_their_middle_isnt(
    stage: Stage,
) -> None:
    root = await admin(stage)
    for name in ("North Star", "Harbor"):
        await root.say(f"/org add {name}")
    for line, chapter, org in (
        ("North Star Uptown", "Uptown", "North Star"),
        ("Old Town Harbor", "Old Town", "Harbor"),
    ):
        added = await root.say(f"/chapter add {line}")
        assert added.has(f"{chapter} is a chapter of {org} now")
        assert added.has(said("chapter.added_split", typed=org)), line
    for line in ('"Sea View" Harbor', "name:West End org:Harbor", "East End org:Harbor"):
        assert not (await root.say(f"/chapter add {line}")).has("Quotes keep"), line
    quoted = await root.say('/chapter add "North Star Downtown"')
    assert quoted.buttons == ("Harbor", "North Star")
    assert (await root.tap("Harbor", on=quoted)).has("North Star Downtown is a chapter of Harbor now")
    await root.say("/chapter rename North Star Downtown Bay")
    assert (await root.say("/chapter rename Sea View Bay Bridge")).has("Sea View is called Bay Bridge now")
    assert not (await root.say("/chapter add Gulf Harbor Club")).has("Gulf Club")


RENAMED = (  # one after the other: what is typed, and both names
    ("/chapter rename Downtown to Bay", "Downtown", "Bay"),
    ("/chapter rename bay into Old Town", "Bay", "Old Town"),
    ('/chapter rename Old Town to "to Bay"', "Old Town", "to Bay"),
    ('/chapter rename "to Bay" to Road to Freedom', "to Bay", "Road to Freedom"),
    ("/chapter rename Road to Freedom to Harbor", "Road to Freedom", "Harbor"),
    ("/chapter rename Harbor -> Bay Side", "Harbor", "Bay Side"),
    ("/chapter rename Bay Side→Puerto", "Bay Side", "Puerto"),
    ("/chapter rename Puerto por Bahía", "Puerto", "Bahía"),
    ("/chapter rename bahia a Costa", "Bahía", "Costa"),
    ("/chapter rename Costa thành Bến Cảng", "Costa", "Bến Cảng"),
    ("/chapter rename Bến Cảng sa Daungan", "Bến Cảng", "Daungan"),
    ("/chapter rename Daungan bilang 하버", "Daungan", "하버"),
    ("/chapter rename 하버를 종로", "하버", "종로"),
    ("/chapter rename 종로를 베이로 변경해줘", "종로", "베이"),
    ("/chapter rename 베이 to 海港", "베이", "海港"),
    ("/chapter rename 把海港改名为湾区", "海港", "湾区"),
    ("/chapter rename 湾区 改為 港灣", "湾区", "港灣"),
    ('/chapter rename 港灣 "to Bay"', "港灣", "to Bay"),
    ("/org rename Harbor Light to Light of the Bay", "Harbor Light", "Light of the Bay"),
)


@pytest.mark.parametrize("platform_name", [CONSOLE, HTTP], indirect=True)
async def test_a_word_between_an_old_and_a_new_name_belongs_to_neither(stage: Stage) -> None:
    root = await admin(stage)
    for name in (YOUTH, LIGHT):
        await root.say(f"/org add {name}")
    await root.say("/chapter add Harbor Light Downtown")
    for line, before, after in RENAMED:
        assert (await root.say(line)).has(f"{before} is called {after} now"), line
    assert (await root.say(f"/chapter add Main Street to {YOUTH}")).has(f"Main Street is a chapter of {YOUTH} now")
    assert (await root.say("/chapter rename Main Street Up to Nothing")).has("Main Street is called Up to Nothing now")


MENDED = (  # one after the other: what is typed, the names that it is offered, and what their first does
    ("/chapter rename Dwntown to Bay", ("Downtown",), "Downtown is called Bay now"),
    ("/chapter rename Baay into Old Town", ("Bay",), "Bay is called Old Town now"),
    ('/chapter rename "Old Twn" to "to Bay"', ("Old Town",), "Old Town is called to Bay now"),
    ("/chapter rename too Bay -> Road to Freedom", ("to Bay",), "to Bay is called Road to Freedom now"),
    ("/chapter rename Rode to Freedom to Lakeside", ("Road to Freedom",), "Road to Freedom is called Lakeside now"),
    ("/chapter rename Lakesid→Puerto", ("Lakeside",), "Lakeside is called Puerto now"),
    ("/chapter rename Puertto por Bahía Azul", ("Puerto",), "Puerto is called Bahía Azul now"),
    ("/chapter rename Azul a Costa", ("Bahía Azul",), "Bahía Azul is called Costa now"),
    ("/chapter rename 把Coosta改名为湾区", ("Costa",), "Costa is called 湾区 now"),
    ("/org rename Harbr Light to Light of the Bay", (LIGHT,), "Harbor Light is called Light of the Bay now"),
    ("/org rename North Star to West", (FAMILIES, YOUTH), "North Star Families is called West now"),
    ("/org rename Norht Star Yuoth => East", (YOUTH,), "North Star Youth is called East now"),
    (
        "/chapter add Main Street to Lihgt of Bay",
        ("Light of the Bay",),
        "Main Street is a chapter of Light of the Bay now",
    ),
    ("/chapter move Mian Street to West", ("Main Street",), "Main Street belongs to West now"),
    ("/chapter move Main Street to Light of the Bey", ("Light of the Bay",), "belongs to Light of the Bay now"),
)


@pytest.mark.parametrize("platform_name", [CONSOLE, HTTP], indirect=True)
async def test_a_misspelled_name_before_a_word_between_two_names_is_offered_with_the_whole_request(
    stage: Stage,
) -> None:
    root = await admin(stage)
    for name in (FAMILIES, YOUTH, LIGHT):
        await root.say(f"/org add {name}")
    for name in ("Downtown", "Uptown"):
        await root.say(f"/chapter add Harbor Light {name}")
    for line, offered, done in MENDED:
        asked = await root.say(line)
        assert (line, asked.buttons, asked.has("in quotes")) == (line, offered, False)
        assert (await root.tap(offered[0], on=asked)).has(done), line
    unknown = await root.say("/chapter rename Elsewhere to Uptown")
    assert unknown.has("no chapter called “Elsewhere”")


@pytest.mark.parametrize("platform_name", [CONSOLE, HTTP], indirect=True)
async def test_the_only_name_and_a_word_behind_it_may_be_the_beginning_of_a_new_one(stage: Stage) -> None:
    root = await admin(stage)
    await root.say("/org add Harbor Light")
    await root.say("/chapter add Roads")
    for line, answer, done in (
        ("/chapter rename Roadz to Freedom", "Roadz to Freedom", "Roads is called Roadz to Freedom now"),
        ("/chapter rename Rodz to Freedom to Bay", "Bay", "Roadz to Freedom is called Bay now"),
        ("/org rename Harber Light to Bay Light", "Bay Light", "Harbor Light is called Bay Light now"),
        ("/chapter add Queens to Bay Lihgt", "Queens", "Queens is a chapter of Bay Light now"),
    ):
        whole = line.split(" ", 2)[2]
        asked = await root.say(line)
        assert answer in asked.buttons, line
        assert asked.buttons[-1] == whole, line
        assert (await root.tap(answer, on=asked)).has(done), line


@pytest.mark.parametrize("platform_name", [HTTP], indirect=True)
async def test_a_name_that_the_caller_may_not_see_is_never_offered(stage: Stage) -> None:
    root = await admin(stage)
    await stage.add_org("Harbor Light", "Queens", "Bronx")
    await stage.add_org("Secret Garden", "Lilac Lane")
    await stage.link("Harbor Light")
    mia = stage.chatter("Mia")
    await root.say(f"/role grant person:{mia.account} role:coordinator scope:Harbor Light")
    own = await mia.say("/chapter rename Queenz to Bay")
    assert own.buttons == ("Queens",)
    for line in ("/chapter rename Lilac Lan to Bay", "/org rename Secret Gardn to Bay"):
        refused = await mia.say(line)
        assert not any(name in refused.text or name in refused.buttons for name in ("Lilac Lane", "Secret Garden"))
