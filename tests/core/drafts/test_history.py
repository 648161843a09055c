"""A campaign's versions are all there, with their authors, and each can be in force again."""

from pathlib import Path

import pytest

from bot.core.campaigns.campaign_history import Act
from bot.core.coalition.org_directory import EVERYTHING
from bot.core.drafts.difference import Difference, compare_entries, cut_same
from bot.core.drafts.history import CampaignHistories
from bot.store.engine import Store
from tests.core.support.drafting import Desk, sit_at
from tests.core.support.refusals import read_refusal
from tests.services import Core, caller, campaign, core_on, new_request


def histories(core: Core) -> CampaignHistories:
    return core.built.drafts.histories


async def correct(desk: Desk, key: str, **goal: str) -> None:
    draft = (await desk.edit(key)).draft.id
    await desk.save(draft, "goal", **goal)
    await desk.publish(draft)


async def go_back(desk: Desk, key: str, number: int, request: str = "") -> None:
    asked, at = request or new_request(), desk.core.clock()
    await histories(desk.core).go_back(desk.who, desk.reach, key, number, asked, at)


async def test_versions_say_who_and_what_and_lead_back(core: Core) -> None:
    cora, dan = Desk(core), Desk(core, caller("dan"))
    key = (await cora.publish_new("Call today")).campaign.key
    await correct(dan, key, goal="50")
    await correct(cora, key, goal="70", tags="#One")
    found = await histories(core).list(EVERYTHING, key, core.clock())
    assert [(one.line.number, one.line.act, one.author) for one in found.versions] == [
        (3, Act.EDIT, (("console", "cora"),)),
        (2, Act.EDIT, (("console", "dan"),)),
        (1, Act.PUBLISH, (("console", "cora"),)),
    ]
    detail = await histories(core).show(EVERYTHING, key, 2, core.clock())
    assert detail.changed == (Difference(("goal",), "", "50"),)
    assert detail.effect is not None
    assert detail.effect.changes == (Difference(("goal",), "70", "50"), Difference(("tags",), "#One", ""))
    once = new_request()
    await go_back(dan, key, 2, once)
    await go_back(dan, key, 2, once)  # the platform delivers it again
    assert core.campaigns.files[key].goal == 50
    newest = await histories(core).show(EVERYTHING, key, 4, core.clock())
    assert (newest.newest, newest.version.line.act) == (True, Act.BACK)
    assert newest.effect is not None
    assert newest.effect.changes == ()
    assert (await read_refusal(histories(core).show(EVERYTHING, key, 5, core.clock())))[0] == "history.unknown"


async def test_a_draft_from_before_going_back_shows_both(core: Core) -> None:
    desk = Desk(core)
    key = (await desk.publish_new("Call today")).campaign.key
    await correct(desk, key, goal="50")
    draft = (await desk.edit(key)).draft.id
    await go_back(desk, key, 1)
    assert type(await desk.try_publish(draft)).__name__ == "Outdated"


async def test_a_version_that_closed_long_ago_is_not_brought_back(core: Core) -> None:
    desk = Desk(core)
    draft = (await desk.start("Call today")).draft.id
    await desk.save(draft, "script:en:all", text="Hello")
    await desk.save(draft, "basics", title="Call today", closes="tomorrow 17:00")
    key = (await desk.publish(draft)).campaign.key
    draft = (await desk.edit(key)).draft.id
    await desk.save(draft, "basics", title="Call today", closes="2026-12-20 17:00")
    await desk.publish(draft)
    core.clock.forward(days=3)
    assert (await read_refusal(go_back(desk, key, 1)))[0] == "history.past"
    assert (await desk.edit(key)).troubles == ()


async def test_only_those_who_may_change_a_campaign_go_back(store: Store) -> None:
    core = await core_on(store, [campaign("vof")])
    cora, dan = await sit_at(core, "cora", "North"), await sit_at(core, "dan", "South")
    key = (await cora.publish_new("Our day")).campaign.key
    for refused in (go_back(dan, key, 1), histories(core).show(dan.reach, key, 1, core.clock())):
        assert (await read_refusal(refused))[0] == "campaign.unknown"
    assert (await read_refusal(go_back(dan, "vof", 1)))[0] == "lifecycle.not_yours"
    assert (await read_refusal(go_back(Desk(core), "vof", 1)))[0] == "draft.in_file"
    assert [one.line.act for one in (await histories(core).list(dan.reach, "vof", 1)).versions] == [Act.FILE]


async def test_a_forgotten_author_is_named_no_more(store: Store, tmp_path: Path) -> None:
    core = await core_on(store, folder=tmp_path)
    key = (await Desk(core).publish_new("Call today")).campaign.key
    await core.privacy.forget(caller("cora"), new_request())
    [version] = (await histories(core).list(EVERYTHING, key, core.clock())).versions
    assert version.author == ()


@pytest.mark.parametrize(
    ("before", "after", "cut"),
    [
        ("a b c d e f g h", "a b c d X f g h", ("… b c d e f g h", "… b c d X f g h")),
        ("one two three four five six", "one two three four five", ("… three four five six", "… three four five")),
        ("same same", "same", ("same same", "same")),
        ("", "new", ("", "new")),
        ("a b c d e", "X", ("a b c d e", "X")),
    ],
)
def test_a_long_text_is_cut_to_what_changed(before: str, after: str, cut: tuple[str, str]) -> None:
    shown = cut_same(Difference(("scripts",), before, after))
    assert (shown.before, shown.after) == cut


def test_entries_are_compared_by_their_keys() -> None:
    before = {
        "asks": [{"key": "a", "text": "One"}, {"key": "b", "text": "Two"}],
        "tags": ["#x"],
        "targets": "my_members",
    }
    after = {"asks": [{"key": "b", "text": "Two!"}], "tags": ["#x", "#y"], "targets": ["P000197"]}
    assert compare_entries(before, after) == (
        Difference(("asks", "a", "text", "en"), "One", ""),
        Difference(("asks", "b", "text", "en"), "Two", "Two!"),
        Difference(("tags",), "#x", "#x, #y"),
        Difference(("targets",), "my_members", "P000197"),
    )
