"""What another content would do to a campaign: which answers it takes along, and who may still publish it."""

import pytest

from bot.core.base.statuses import CampaignState
from bot.core.campaign_files.campaign_file import Ask
from bot.core.campaigns.campaign_history import Act, Change
from bot.core.campaigns.lifecycle import Move
from bot.core.coalition.org_directory import EVERYTHING
from bot.core.draft_parts.draft_parts import mark_fields
from bot.core.draft_parts.list_parts import rekey_new_asks
from bot.core.drafts.difference import Effect, find_reworded
from bot.core.drafts.draft_check import DraftView
from bot.store.engine import Store
from tests.core.support.drafting import Desk, sit_at
from tests.core.support.refusals import read_refusal
from tests.services import Core, caller, campaign, core_on

BILL, HEALTH = "{key: bill, text: Will you vote for the bill?}", "{key: health, text: And for health care?}"


@pytest.mark.parametrize(
    ("asks", "reworded"),
    [
        (f"[{BILL}, {HEALTH}]", ()),
        (f"[{HEALTH}, {BILL}]", ()),  # in another order
        ("[{key: bill, text: Will you vote against the bill?}]", (1,)),
        (f"[{HEALTH}, {{key: bill, text: Why?}}]", (2,)),
        ("[{key: bill, text: Will you vote for the bill?, delegate: Will you speak for it?}]", (1,)),
        ("[{key: other, text: Will you vote against the bill?}]", ()),  # a question of its own
        ("[{key: bill, text: {en: Will you vote for the bill?, es: ¿Votará por ella?}}]", ()),
        ("[]", ()),
    ],
)
def test_a_question_with_answers_is_reworded(asks: str, reworded: tuple[int, ...]) -> None:
    before, after = campaign("vof", f"asks: [{BILL}, {HEALTH}]"), campaign("vof", f"asks: {asks}")
    assert find_reworded(before, after, {"bill"}) == reworded
    assert find_reworded(before, after, set()) == ()


def test_a_new_question_does_not_take_the_answers_of_an_earlier_one() -> None:
    live = [{"key": "bill", "text": "Will you vote for the bill?"}]
    removed: dict[str, object] = {"asks": []}
    added = {"asks": [{"key": "bill", "text": "Will you vote against it?"}]}
    [new] = rekey_new_asks(added, removed, live)["asks"]
    assert new["key"] not in ("bill", "")
    again = {"asks": live}
    assert rekey_new_asks(again, removed, live)["asks"] == live
    assert rekey_new_asks(added, {"asks": live}, live)["asks"] == added["asks"]  # it was there, and is reworded
    [late] = rekey_new_asks(added, removed, [], {"bill"})["asks"]  # it was removed in an earlier version
    assert late["key"] not in ("bill", "")


async def read_effect(desk: Desk, draft: str) -> Effect:
    effect = (await desk.load(draft)).effect
    assert effect
    return effect


async def publish_question(desk: Desk) -> tuple[str, Ask]:
    """A campaign with one question: its key, and the question."""
    draft = (await desk.start("Call today")).draft.id
    await desk.save(draft, "script:en:all", text="Hello")
    await desk.save(draft, "ask:", text="Will you vote for the bill?")
    key = (await desk.publish(draft)).campaign.key
    [ask] = desk.core.campaigns.files[key].asks
    return key, ask


async def test_a_question_removed_and_asked_anew_counts_from_zero(core: Core) -> None:
    desk = Desk(core)
    key, ask = await publish_question(desk)
    draft = (await desk.edit(key)).draft.id
    await desk.save(draft, f"ask:{ask.key}", text="")
    await desk.save(draft, "ask:", text="Will you vote for the bad amendment?")
    await desk.publish(draft)
    [anew] = core.campaigns.files[key].asks
    assert anew.key != ask.key


async def test_a_draft_says_what_state_its_campaign_would_be_in(core: Core) -> None:
    desk = Desk(core)
    key = (await desk.publish_new("Call today")).campaign.key
    draft = (await desk.edit(key)).draft.id
    assert (await read_effect(desk, draft)).changes == ()
    await desk.save(draft, "basics", title="Call today", opens="2026-12-24 9:00")
    effect = await read_effect(desk, draft)
    states = [one.state(core.clock()) for one in (effect.before, effect.after)]
    assert states == [CampaignState.OPEN, CampaignState.UPCOMING]


async def test_a_campaign_that_was_moved_to_another_org_is_neither_read_nor_published(core: Core) -> None:
    cora, _ = await sit_at(core, "cora", "North"), await sit_at(core, "dan", "South")
    key = (await cora.publish_new("Our day")).campaign.key
    draft = (await cora.edit(key)).draft.id
    await cora.save(draft, "goal", goal="70")
    moved = campaign(key, "org: South", "audience: org", "goal: 5", scripts="{en: {text: South alone reads this}}")
    await core.store.write(lambda tx: core.campaigns.put(tx, moved, Change(Act.IMPORT)))
    assert (await cora.load(draft)).effect is None
    assert (await read_refusal(cora.edit(key)))[0] == "draft.moved"
    await cora.publish_new("Our day 2")  # its key begins with the other's
    for desk in (cora, Desk(core)):  # an admin who finds the draft can't move it back either
        for over in ("", moved.version):
            assert (await read_refusal(desk.try_publish(draft, over=over)))[0] == "draft.moved"
    assert core.campaigns.files[key].goal == 5


async def test_a_draft_found_by_its_new_title_needs_the_same_right(core: Core) -> None:
    cora, dan = await sit_at(core, "cora", "North"), await sit_at(core, "dan", "South")
    key = (await cora.publish_new("Our day")).campaign.key
    draft = (await cora.edit(key)).draft.id
    await cora.save(draft, "basics", title="Their week")
    assert (await cora.edit("their week")).draft.id == draft
    moved = campaign(key, "org: South")
    await core.store.write(lambda tx: core.campaigns.put(tx, moved, Change(Act.IMPORT)))
    assert (await read_refusal(cora.edit("their week")))[0] == "lifecycle.not_yours"
    assert (await read_refusal(cora.try_publish(draft)))[0] == "draft.moved"
    assert (await cora.load(draft)).effect is None
    assert (await dan.edit(key)).draft.id != draft
    kept = (await cora.load(draft)).draft  # its words stay, as those of a campaign of its own
    assert (kept.is_new, kept.campaign_id, kept.entries["title"]) == (True, "their-week", "Their week")
    assert draft not in [one.id for one in await dan.drafts.list(dan.reach)]
    assert kept.entries["audience"] == "org"
    assert (await core.lifecycle.show(EVERYTHING, key, core.clock())).campaign.file.org == "South"


async def test_a_renamed_org_keeps_its_drafts(core: Core) -> None:
    cora = await sit_at(core, "cora", "North")
    key = (await cora.publish_new("Our day")).campaign.key
    draft = (await cora.edit(key)).draft.id
    await cora.save(draft, "goal", goal="70")
    await core.built.coalition.orgs.rename(cora.who, EVERYTHING, "North", "Northern Lights")
    assert (await cora.edit(key)).draft.id == draft
    assert (await Desk(core).edit(key)).draft.id == draft
    assert (await cora.publish(draft)).campaign.org == "Northern Lights"


async def test_a_renamed_org_keeps_its_campaigns(store: Store) -> None:
    core = await core_on(store, [campaign("file", "org: North", "audience: org")])
    cora = await sit_at(core, "cora", "North")
    draft = (await cora.start("Our day")).draft.id
    assert (await cora.load(draft)).draft.entries["audience"] == "org"
    await cora.save(draft, "script:en:all", text="Hello")
    key = (await cora.publish(draft)).campaign.key
    await core.built.coalition.orgs.rename(cora.who, EVERYTHING, "North", "Northern Lights")
    seen = {one.id: one.file.org for one in await core.campaigns.list_within(cora.reach)}
    assert seen == {key: "Northern Lights"}  # what a file says, a file has to change
    status = await core.lifecycle.show(cora.reach, key, core.clock())
    assert Move.PAUSE in status.moves
    found = await core.built.drafts.histories.list(cora.reach, key, core.clock())
    assert [one.line.act for one in found.versions] == [Act.EDIT, Act.PUBLISH]


async def test_words_that_met_a_removed_question_come_back_as_a_new_one(core: Core) -> None:
    cora, dan = Desk(core), Desk(core, caller("dan"))
    key, ask = await publish_question(cora)
    draft = (await cora.edit(key)).draft.id
    mark = mark_fields(dict(await cora.read(draft, f"ask:{ask.key}")))
    await dan.save(draft, f"ask:{ask.key}", text="")
    view = await cora.try_save(draft, f"ask:{ask.key}", mark=mark, text="Will you vote against the bill?")
    assert isinstance(view, DraftView)
    assert [one["key"] for one in view.draft.entries["asks"]] not in ([], [ask.key])
