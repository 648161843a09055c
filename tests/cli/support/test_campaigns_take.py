"""`callboard campaigns take`: a campaign that was moved to chat follows its file again."""

from pathlib import Path

import pytest

from bot.app.app import bootstrap
from bot.cli.support.campaign_take import take_campaign
from bot.config.settings import Config, load_config
from bot.core.coalition.org_directory import EVERYTHING
from bot.core.times.clock import now
from bot.errors import ConfigError
from tests.contract.stage import campaign
from tests.services import caller, new_request


def settings(folder: Path) -> Config:
    (folder / "campaigns").mkdir()
    (folder / "config.yaml").write_text(f"campaigns: {folder / 'campaigns'}\n", "utf-8")
    (folder / "campaigns" / "a.yaml").write_text(campaign("vof"), "utf-8")
    return load_config(folder / "config.yaml", {})


async def test_an_adopted_campaign_follows_its_file_again(tmp_path: Path) -> None:
    config, file = settings(tmp_path), tmp_path / "campaigns" / "a.yaml"
    app = await bootstrap(config, {})
    await app.core.handover.ownership.adopt(caller("root"), EVERYTHING, "vof", new_request(), now())
    await app.close()
    file.write_text(campaign("vof", "goal: 77"), "utf-8")
    for named in (Path("a.yaml"), file):
        said = await take_campaign(config, {}, named)
        assert ("again" in said) == (named != file)
    app = await bootstrap(config, {})
    [taken] = await app.core.campaigns.campaigns.load_all()
    newest = (await app.core.base.audit.load_newest(EVERYTHING))[0]
    await app.close()
    assert (taken.in_chat, taken.file.goal, newest.action, newest.actor) == (False, 77, "campaign.take", "")


@pytest.mark.parametrize("named", ["b.yaml", "/etc/passwd", "../config.yaml", "."])
async def test_only_a_file_in_the_folder_can_be_followed(tmp_path: Path, named: str) -> None:
    with pytest.raises(ConfigError, match="is no campaign file in"):
        await take_campaign(settings(tmp_path), {}, Path(named))


async def test_a_broken_file_is_not_followed(tmp_path: Path) -> None:
    config = settings(tmp_path)
    (tmp_path / "campaigns" / "a.yaml").write_text("campaign: vof\n", "utf-8")
    with pytest.raises(ConfigError, match=r"a\.yaml:1:1: .*is missing"):
        await take_campaign(config, {}, Path("a.yaml"))
