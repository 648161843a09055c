"""A published draft is a campaign; an edit is in force at once, and never over newer words unseen."""

from pathlib import Path

import pytest
from sqlalchemy import insert

from bot.core.campaign_files.campaign_folder import CampaignFolder
from bot.core.campaigns.campaign_history import Act, Change, load_history
from bot.core.campaigns.file_watch import FileNote, FileWatch
from bot.core.campaigns.lifecycle import Move
from bot.core.coalition.org_directory import EVERYTHING
from bot.core.drafts.publishing import Outdated, Published, Unready
from bot.core.upkeep.damage import examine_all
from bot.store.engine import Store
from bot.store.statement import Statement
from bot.store.tables import campaign_drafts
from tests.core.campaign_files.test_campaign_folder import write
from tests.core.support.drafting import Desk, sit_at
from tests.core.support.refusals import read_refusal
from tests.services import ZONE, Core, caller, campaign, core_on, new_request


async def list_acts(core: Core, key: str) -> list[tuple[int, Act]]:
    lines = await core.store.read(lambda tx: load_history(tx, key))
    return [(one.number, one.act) for one in lines]


async def test_a_campaign_from_nothing_takes_calls(store: Store) -> None:
    core = await core_on(store, [])
    done = await Desk(core).publish_new("Call today")
    assert (done.campaign.key, done.act) == ("call-today", Act.PUBLISH)
    assert (await core.log("ana")).kind == "logged"
    assert await list_acts(core, "call-today") == [(1, Act.PUBLISH)]
    assert await Desk(core).drafts.list(EVERYTHING) == ()
    trail = [one.action for one in reversed(await core.audit.load_newest(EVERYTHING))]
    assert trail == ["draft.new", "draft.save", "campaign.publish"]
    later = await core_on(store, [])
    assert [one.in_chat for one in await later.campaigns.load_all()] == [True]


async def test_an_unready_draft_changes_nothing(core: Core) -> None:
    desk = Desk(core)
    draft = (await desk.start("Call today")).draft.id
    done = await desk.try_publish(draft)
    assert isinstance(done, Unready)
    assert [one.key for one in done.view.troubles] == ["draft.missing.script"]
    assert [one.id for one in await core.campaigns.load_all()] == ["vof"]
    await desk.save(draft, "script:en:all", text="Hello")
    assert isinstance(await desk.try_publish(draft), Published)


async def test_a_publish_that_comes_twice_publishes_once(core: Core) -> None:
    desk, once = Desk(core), new_request()
    draft = (await desk.start("Call today")).draft.id
    await desk.save(draft, "script:en:all", text="Hello")
    first, second = await desk.try_publish(draft, request=once), await desk.try_publish(draft, request=once)
    assert first == second
    assert await list_acts(core, "call-today") == [(1, Act.PUBLISH)]
    assert (await read_refusal(desk.try_publish(draft)))[0] == "draft.unknown"


async def test_an_edit_is_in_force_and_earlier_calls_keep_their_version(core: Core) -> None:
    desk = Desk(core)
    key = (await desk.publish_new("Call today")).campaign.key
    await core.log("ana", campaign=key)
    core.clock.forward(minutes=1)
    draft = (await desk.edit(key)).draft.id
    assert (await desk.edit(key)).draft.id == draft
    await desk.save(draft, "script:en:all", text="Good morning")
    await core.log("ben", campaign=key)  # the draft isn't in force yet
    core.clock.forward(minutes=1)
    assert (await desk.publish(draft)).act is Act.EDIT
    await core.log("cem", campaign=key)
    versions = [row.script_version for row in await core.rows()]
    assert versions[0] == versions[1] != versions[2]
    assert await list_acts(core, key) == [(2, Act.EDIT), (1, Act.PUBLISH)]


async def test_an_edit_leaves_a_pause_as_it_is(core: Core) -> None:
    desk = Desk(core)
    key = (await desk.publish_new("Call today")).campaign.key
    await core.lifecycle.move(desk.who, EVERYTHING, key, Move.PAUSE, new_request(), core.clock())
    draft = (await desk.edit(key)).draft.id
    await desk.save(draft, "goal", goal="70")
    await desk.publish(draft)
    assert (await core.lifecycle.show(EVERYTHING, key, core.clock())).state == "paused"


async def test_an_edit_of_words_that_changed_meanwhile_shows_both(core: Core) -> None:
    desk = Desk(core)
    key = (await desk.publish_new("Call today")).campaign.key
    draft = (await desk.edit(key)).draft.id
    await desk.save(draft, "goal", goal="70")
    await put_meanwhile(core, key, "goal: 900")
    met = await desk.try_publish(draft)
    assert isinstance(met, Outdated)
    assert (met.mine.goal, met.theirs.goal) == (70, 900)
    assert isinstance(await desk.try_publish(draft, over="0" * 8), Outdated)  # not what is in force
    done = await desk.try_publish(draft, over=met.theirs.version[:8])
    assert isinstance(done, Published)
    assert core.campaigns.files[key].goal == 70


async def put_meanwhile(core: Core, key: str, *lines: str) -> None:
    await core.store.write(lambda tx: core.campaigns.put(tx, campaign(key, *lines), Change(Act.IMPORT)))


async def test_only_a_campaign_written_in_chat_is_edited_there(core: Core) -> None:
    assert (await read_refusal(Desk(core).edit("vof")))[0] == "draft.in_file"
    cora, dan = await sit_at(core, "cora", "North"), await sit_at(core, "dan", "South")
    key = (await cora.publish_new("Our day")).campaign.key
    assert (await read_refusal(dan.edit(key)))[0] == "campaign.unknown"
    assert (await read_refusal(dan.edit("vof")))[0] == "lifecycle.not_yours"
    assert (await cora.edit(key)).draft.org == "North"


async def test_a_campaign_in_chat_ignores_its_file(store: Store, tmp_path: Path) -> None:
    core = await core_on(store, [])
    await Desk(core).publish_new("Drive vof")
    text = "campaign: drive-vof\ntitle: Mine\nscripts: {en: {text: Hello}}\n"
    write(tmp_path / "drive-vof.yaml", text)
    folder = CampaignFolder(tmp_path, ZONE)
    later = await core_on(store, folder.load())
    watch = FileWatch(later.campaigns, folder)
    write(tmp_path / "drive-vof.yaml", text.replace("Mine", "Yours"))
    await watch.take_changes()
    [found] = await later.campaigns.load_all()
    assert found.file.title == {"en": "Drive vof"}
    assert watch.find_note(found) == FileNote(ignored="drive-vof.yaml")
    (tmp_path / "drive-vof.yaml").unlink()
    await watch.take_changes()
    assert watch.find_note(found) is None


async def test_a_new_campaign_gets_another_key_if_a_file_took_its_own(core: Core) -> None:
    desk = Desk(core)
    draft = (await desk.start("Call today")).draft.id
    await desk.save(draft, "script:en:all", text="Hello")
    await core.campaigns.take_files((campaign("call-today"),))
    assert (await desk.publish(draft)).campaign.key == "call-today-2"


async def test_files_have_a_history_too(store: Store) -> None:
    core = await core_on(store, [campaign("vof")])
    core = await core_on(store, [campaign("vof")])
    assert await list_acts(core, "vof") == [(1, Act.FILE)]
    await core.campaigns.take_files((campaign("vof", "goal: 5"),))
    assert await list_acts(core, "vof") == [(2, Act.FILE), (1, Act.FILE)]


async def test_who_was_forgotten_is_not_found_in_drafts_and_history(store: Store, tmp_path: Path) -> None:
    core = await core_on(store, folder=tmp_path)
    desk = Desk(core)
    key = (await desk.publish_new("Call today")).campaign.key
    [line] = await core.store.read(lambda tx: load_history(tx, key))
    assert line.actor
    actor = line.actor
    assert await core.store.read(lambda tx: core.people.load_accounts_of(tx, actor)) == (("console", "cora"),)
    await core.privacy.forget(desk.who, new_request())
    assert await core.store.read(lambda tx: core.people.load_accounts_of(tx, actor)) == ()
    assert await list_acts(core, key) == [(1, Act.PUBLISH)]


@pytest.mark.parametrize("entries", ["", "[]", "{", "null"])
async def test_a_damaged_draft_costs_itself_alone(core: Core, entries: str) -> None:
    desk = Desk(core, caller("dan"))
    kept = (await desk.start("Call today")).draft
    row = {"id": "bad", "campaign_id": "bad", "entries": entries, "updated_at": 1, "updated_by": "x"}
    rest = {"org_id": None, "base_version": None, "waiting_since": None, "asked_by": None}
    await core.store.write(lambda tx: tx.run(Statement(insert(campaign_drafts)), **row, **rest))
    assert [one.id for one in await desk.drafts.list(EVERYTHING)] == [kept.id]
    assert (await read_refusal(desk.load("bad")))[0] == "draft.unknown"
    found = await core.store.read(lambda tx: examine_all(tx, core.built.base.keys))
    assert [one.table for one in found] == ["campaign_drafts"]
