"""Drafts are saved part by part, by everybody of an org, and never over somebody's newer words."""

import pytest

from bot.core.coalition.org_directory import EVERYTHING
from bot.core.drafts.conflicts import Conflict
from bot.core.drafts.draft_check import DraftView
from bot.core.drafts.drafts import MOST_DRAFTS
from bot.roles import Reach, Role
from bot.store.engine import Store
from tests.core.support.drafting import Desk, sit_at
from tests.core.support.refusals import read_refusal
from tests.public_data.capitol import make_congress
from tests.services import Core, caller, campaign, core_on, new_request

NOBODY = Reach(Role.COORDINATOR, frozenset())


def list_troubles(view: DraftView) -> list[str]:
    return [one.key or one.sentence for one in view.troubles]


async def test_a_draft_says_everything_that_is_missing_at_once(core: Core) -> None:
    view = await Desk(core).start("Call today")
    assert list_troubles(view) == ["draft.missing.script"]
    view = await Desk(core).save(view.draft.id, "basics", title="", timezone="Amerika/New_York", closes="soon")
    assert list_troubles(view) == [
        "draft.missing.title",
        "draft.missing.script",
        '"closes" must be a local time such as 2026-11-22 09:00',
        '"timezone" must be an IANA time zone, such as America/New_York; did you mean "America/New_York"?',
    ]
    assert {one.part for one in view.troubles} == {"basics", "script"}


async def test_what_was_saved_survives_a_restart(store: Store) -> None:
    draft = (await Desk(await core_on(store)).start("Call today")).draft.id
    await Desk(await core_on(store)).save(draft, "script:es:all", text="Hola")
    view = await Desk(await core_on(store)).load(draft)
    assert view.draft.entries["scripts"] == {"es": {"reviewed": False, "text": "Hola"}}
    assert list_troubles(view) == ["draft.missing.english"]


async def test_a_request_that_comes_twice_has_one_effect(core: Core) -> None:
    desk, once = Desk(core), new_request()
    starts = [await desk.drafts.start(desk.who, EVERYTHING, "One", None, None, once, 1) for _ in "ab"]
    assert starts[0].draft.id == starts[1].draft.id
    draft, twice = starts[0].draft.id, new_request()
    for _ in "ab":
        await desk.try_save(draft, "ask", request=twice, text="Will you vote yes?")
    assert len((await desk.load(draft)).draft.entries["asks"]) == 1


async def test_who_saves_over_newer_words_chooses(core: Core) -> None:
    cora, dan = Desk(core), Desk(core, caller("dan"))
    draft = (await cora.start()).draft.id
    _, mark = await cora.drafts.read_form(EVERYTHING, draft, "facts")
    await dan.save(draft, "facts", facts="Dan's | here")
    met = await cora.try_save(draft, "facts", mark, facts="Cora's | there")
    assert isinstance(met, Conflict)
    assert (met.mine, met.theirs) == ({"facts": "Cora's | there"}, {"facts": "Dan's | here"})
    assert await dan.read(draft, "facts") == {"facts": "Dan's | here"}  # until she chooses
    assert (await read_refusal(settle(dan, met, mine=True)))[0] == "draft.no_conflict"  # not his to choose
    await settle(cora, met, mine=True)
    assert await dan.read(draft, "facts") == {"facts": "Cora's | there"}
    assert (await read_refusal(settle(cora, met, mine=False)))[0] == "draft.no_conflict"


async def test_their_words_stay_if_that_is_the_choice(core: Core) -> None:
    cora, dan = Desk(core), Desk(core, caller("dan"))
    draft = (await cora.start()).draft.id
    await dan.save(draft, "script:en:all", text="Dan's")
    met = await cora.try_save(draft, "script:en:all", "", text="Cora's")
    assert isinstance(met, Conflict)
    await settle(cora, met, mine=False)
    assert (await cora.read(draft, "script:en:all"))["text"] == "Dan's"


@pytest.mark.parametrize("part", ["goal", "script:es:all", "script:en:house", "ask"])
async def test_other_parts_are_no_conflict(core: Core, part: str) -> None:
    cora, dan = Desk(core), Desk(core, caller("dan"))
    draft = (await cora.start()).draft.id
    await dan.save(draft, "script:en:all", text="Dan's")
    await dan.save(draft, "facts", facts="a | b")
    assert isinstance(await cora.try_save(draft, part, "", text="Cora's", goal="20"), DraftView)


async def test_the_same_words_are_no_conflict(core: Core) -> None:
    cora, dan = Desk(core), Desk(core, caller("dan"))
    draft = (await cora.start()).draft.id
    await dan.save(draft, "goal", goal="500", tags="#One")
    assert isinstance(await cora.try_save(draft, "goal", "", goal="500", tags=" #One "), DraftView)


@pytest.mark.parametrize(
    ("part", "there", "typed"),
    [
        ("goal", {"goal": "500", "tags": "#One"}, {"phone": "202-224-3121"}),
        ("goal", {"tags": "#One"}, {"goal": "20"}),
        ("basics", {"title": "Call today", "closes": "2030-12-01 17:00"}, {"title": "Call today"}),
        ("rhythm", {"start": "yes"}, {"day_summary": "20:00"}),
    ],
)
async def test_a_form_sent_before_it_showed_anything_keeps_what_it_did_not_show(
    core: Core, part: str, there: dict[str, str], typed: dict[str, str]
) -> None:
    cora = Desk(core)
    draft = (await cora.start()).draft.id
    await cora.save(draft, part, **there)
    before = await cora.read(draft, part)
    assert isinstance(await cora.try_save(draft, part, "", **typed), DraftView)
    after = await cora.read(draft, part)
    assert set(before.items()) <= set(after.items())
    assert set(typed) <= set(after)


async def test_a_form_that_showed_nothing_never_replaces_words_unseen(core: Core) -> None:
    cora = Desk(core)
    draft = (await cora.start()).draft.id
    await cora.save(draft, "goal", goal="500", tags="#One")
    met = await cora.try_save(draft, "goal", "", tags="#Two")
    assert isinstance(met, Conflict)
    assert met.unseen
    assert met.mine == {"goal": "500", "tags": "#Two"}
    await settle(cora, met, mine=True)
    assert dict(await cora.read(draft, "goal")) == {"goal": "500", "tags": "#Two"}


async def test_short_values_that_one_saved_oneself_give_way_to_a_form_that_came_too_early(core: Core) -> None:
    cora, dan = Desk(core), Desk(core, caller("dan"))
    draft = (await cora.start("Call today")).draft.id
    await cora.save(draft, "basics", title="Call today", closes="2027-05-05 17:00", timezone="Pacific")
    saved = await cora.try_save(draft, "basics", mark="", title="Call now")
    assert isinstance(saved, DraftView)
    assert await cora.read(draft, "basics") == {
        "title": "Call now", "closes": "2027-05-05 17:00", "timezone": "America/Los_Angeles"
    }  # fmt: skip
    await cora.save(draft, "goal", goal="500", tags="#One")
    assert isinstance(await cora.try_save(draft, "goal", mark="", tags="#Two"), Conflict)
    assert isinstance(await dan.try_save(draft, "basics", mark="", title="Dan's"), Conflict)


async def test_both_sides_of_whom_to_call_have_names(core: Core) -> None:
    await core.congress.replace(make_congress().load())
    cora = Desk(core)
    draft = (await cora.start("Call today")).draft.id
    await cora.save(draft, "targets", members="CA")
    met = await cora.try_save(draft, "targets", mark="", offices="Mayor | 212 555 0100")
    assert isinstance(met, Conflict)
    assert met.theirs["members"].startswith("Sam CA S")
    assert met.mine["offices"] == "Mayor | 212 555 0100"


async def settle(desk: Desk, met: Conflict, *, mine: bool) -> DraftView:
    return await desk.drafts.settle(desk.who, desk.reach, met.id, mine=mine, at=desk.core.clock())


async def test_a_coordinator_writes_for_the_own_org_alone(core: Core) -> None:
    cora, dan = await sit_at(core, "cora", "North"), await sit_at(core, "dan", "South")
    view = await cora.start("Northern call")
    assert (view.draft.org, view.draft.entries["audience"]) == ("North", "org")
    assert [one.id for one in await cora.drafts.list(cora.reach)] == [view.draft.id]
    assert await dan.drafts.list(dan.reach) == ()
    for desk in (dan, Desk(core, caller("eve"), NOBODY)):
        for refused in (desk.load(view.draft.id), desk.read(view.draft.id, "goal"), desk.try_publish(view.draft.id)):
            assert (await read_refusal(refused))[0] == "draft.unknown"
        assert (await read_refusal(desk.drafts.discard(desk.who, desk.reach, view.draft.id)))[0] == "draft.unknown"
        asked = desk.drafts.save_part(desk.who, desk.reach, view.draft.id, "goal", {}, "", new_request(), 1)
        assert (await read_refusal(asked))[0] == "draft.unknown"
    coalition = (await Desk(core).start("For all")).draft.id
    assert (await read_refusal(cora.load(coalition)))[0] == "draft.unknown"
    assert (await read_refusal(cora.start("No", org="South")))[0] == "org.unknown"


async def test_a_copy_keeps_all_but_name_owner_and_dates(store: Store) -> None:
    lines = ("org: Other", "closes: 2026-12-01 17:00", "goal: 50", "tags: ['#One']", "status: paused")
    core = await core_on(store, [campaign("vof", *lines)])
    cora = await sit_at(core, "cora", "North")
    entries = (await cora.start("Ours", source="vof")).draft.entries
    assert {"title": "Ours", "audience": "org", "goal": 50, "tags": ["#One"]}.items() <= entries.items()
    assert entries["scripts"]["es"]["text"] == "Hola"
    assert not {"closes", "status", "org", "campaign"} & entries.keys()


async def test_keys_and_titles_of_others_stay_unknown(core: Core) -> None:
    """Two orgs may choose the same title. Only a title that the author can see is named as taken."""
    cora, dan = await sit_at(core, "cora", "North"), await sit_at(core, "dan", "South")
    first, second = await cora.publish_new("Our day"), await dan.publish_new("Our day")
    assert (first.campaign.key, second.campaign.key) == ("our-day", "our-day-2")
    again = await cora.start("our DAY")
    assert list_troubles(again) == ["draft.missing.script", "draft.wrong.title"]


async def test_there_is_an_end_to_drafts(core: Core) -> None:
    desk = Desk(core)
    for number in range(MOST_DRAFTS):
        await desk.start(f"Day {number}")
    assert await read_refusal(desk.start("One more")) == ("draft.too_many", {"count": MOST_DRAFTS})
    await desk.drafts.discard(desk.who, EVERYTHING, (await desk.drafts.list(EVERYTHING))[0].id)
    await desk.start("One more")
