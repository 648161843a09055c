"""Campaigns moved from their files to chat, and back."""

from pathlib import Path

import pytest

from bot.core.campaign_files.campaign_folder import CampaignFolder
from bot.core.campaigns.campaign_history import Act, load_history
from bot.core.campaigns.file_watch import FileNote, FileWatch
from bot.core.campaigns.lifecycle import Move
from bot.errors import UserError
from bot.store.engine import Store
from tests.core.campaign_files.test_campaign_file import SMALL, ZONE, parse
from tests.core.campaign_files.test_campaign_folder import write
from tests.core.support.handing_over import Sender, sit_at
from tests.services import campaign, core_on, new_request


async def test_an_adopted_campaign_ignores_its_file_until_it_is_taken_back(store: Store, tmp_path: Path) -> None:
    write(tmp_path / "a.yaml", SMALL)
    folder = CampaignFolder(tmp_path, ZONE)
    core = await core_on(store, folder.load())
    watch, admin = FileWatch(core.campaigns, folder), Sender(core)
    assert (await admin.adopt("small")).content.key == "small"
    assert (await admin.adopt("small")).already
    write(tmp_path / "a.yaml", SMALL.replace("Small", "Large"))
    await watch.take_changes()
    [adopted] = await core.campaigns.load_all()
    assert (adopted.in_chat, adopted.file.title["en"]) == (True, "Small")
    assert watch.find_note(adopted) == FileNote(ignored="a.yaml")
    ownership = core.built.handover.ownership
    assert await ownership.take(parse(SMALL.replace("Small", "Large")))
    assert not await ownership.take(parse(SMALL.replace("Small", "Large")))
    [taken] = await core.campaigns.load_all()
    assert (taken.in_chat, taken.file.title["en"]) == (False, "Large")
    assert watch.find_note(taken) is None
    acts = [line.act for line in await store.read(lambda tx: load_history(tx, "small"))]
    assert acts == [Act.TAKE, Act.ADOPT, Act.FILE]


async def test_pausing_and_opening_work_on_both(store: Store) -> None:
    core = await core_on(store, [campaign("vof")])
    admin = Sender(core)

    async def move(how: Move) -> None:
        await core.lifecycle.move(admin.who, admin.reach, "vof", how, new_request(), core.clock())

    await move(Move.PAUSE)
    await admin.adopt("vof")
    assert [one.status for one in await core.campaigns.load_all()] == ["paused"]
    await move(Move.OPEN)
    await core.built.handover.ownership.take(campaign("vof"))
    assert [one.status for one in await core.campaigns.load_all()] == ["open"]


async def test_only_those_who_run_a_campaign_adopt_it(store: Store) -> None:
    core = await core_on(
        store, [campaign("vof"), campaign("own", "org: Ours"), campaign("far", "org: Theirs", "audience: org")]
    )
    cora = await sit_at(core, "cora", "Ours")
    await core.add_org("Theirs")
    with pytest.raises(UserError) as refused:
        await cora.adopt("vof")
    assert refused.value.key == "lifecycle.not_yours"
    with pytest.raises(UserError) as missing:
        await cora.adopt("far")
    assert missing.value.key == "campaign.unknown"
    assert not (await cora.adopt("own")).already


async def test_the_same_request_adopts_once(store: Store) -> None:
    core, request = await core_on(store, [campaign("vof")]), new_request()
    admin = Sender(core)
    assert await admin.adopt("vof", request) == await admin.adopt("vof", request)
    assert len(await store.read(lambda tx: load_history(tx, "vof"))) == 2
