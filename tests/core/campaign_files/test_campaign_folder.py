"""The folder of campaign files: what counts as one, and what each change of a file does."""

import os
from pathlib import Path

import pytest

from bot.config.files import list_yaml_files
from bot.core.campaign_files.campaign_folder import CampaignFolder, load_campaigns
from bot.errors import ConfigError
from tests.core.campaign_files.test_campaign_file import SMALL, ZONE

SECOND = SMALL.replace("campaign: small", "campaign: second")


def test_hidden_and_other_files_are_not_campaigns(tmp_path: Path) -> None:
    for name in ("b.yml", "a.yaml", "._a.yaml", ".hidden.yaml", ".a.yaml.swp", "a.yaml~", "notes.txt", ".yaml"):
        (tmp_path / name).write_text("")
    assert [path.name for path in list_yaml_files(tmp_path)] == ["a.yaml", "b.yml"]


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(SMALL.replace("campaign: small", "campaign: second"))
    (tmp_path / "a.yml").write_text(SMALL)
    (tmp_path / "notes.txt").write_text("not a campaign")
    assert [campaign.key for campaign in load_campaigns(tmp_path, ZONE)] == ["small", "second"]


def test_every_problem_of_every_file_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(SMALL)
    (tmp_path / "b.yaml").write_text(SMALL.replace("name}}", "nmae}}"))
    (tmp_path / "c.yaml").write_text("campaign: [\n")
    with pytest.raises(ConfigError) as caught:
        load_campaigns(tmp_path, ZONE)
    assert str(caught.value).replace(str(tmp_path), "").splitlines() == [
        '/b.yaml:1:11: "small" is already the campaign in /a.yaml',
        '/b.yaml:5:23: there is no blank "{{nmae}}"; did you mean "{{name}}"?',
        "/c.yaml:1:11: a list in [brackets] is not closed, or a comma is missing",
    ]


def test_an_empty_folder_has_no_campaigns_and_a_missing_one_is_named(tmp_path: Path) -> None:
    assert load_campaigns(tmp_path, ZONE) == ()
    with pytest.raises(ConfigError, match=r"/none:1:1: there is no such folder$"):
        load_campaigns(tmp_path / "none", ZONE)


@pytest.fixture
def folder(tmp_path: Path) -> CampaignFolder:
    """A folder with the file a.yaml, read once."""
    write(tmp_path / "a.yaml", SMALL)
    folder = CampaignFolder(tmp_path, ZONE)
    folder.load()
    return folder


def write(path: Path, text: str) -> None:
    """Replace a file as editors do, so that its mark changes however fast the test is."""
    other = path.with_name("." + path.name)
    other.write_text(text)
    os.replace(other, path)


def read_keys(folder: CampaignFolder) -> list[str]:
    return [campaign.key for campaign in folder.read_changes()]


def test_only_what_changed_comes_again(folder: CampaignFolder, tmp_path: Path) -> None:
    assert read_keys(folder) == []
    write(tmp_path / "b.yaml", SECOND)
    assert read_keys(folder) == ["second"]
    write(tmp_path / "a.yaml", SMALL.replace("Hello", "Good morning"))
    assert read_keys(folder) == ["small"]
    write(tmp_path / "a.yaml", "# a remark\n" + SMALL.replace("Hello", "Good morning"))
    assert read_keys(folder) == []  # what it says is the same


def test_a_broken_file_changes_nothing_and_is_named_until_it_is_mended(folder: CampaignFolder, tmp_path: Path) -> None:
    write(tmp_path / "a.yaml", SMALL.replace("name}}", "nmae}}"))
    assert read_keys(folder) == []
    entry = folder.find("small")
    assert entry
    assert (entry.path.name, entry.campaign) == ("a.yaml", None)
    assert [(one.line, one.column) for one in folder.problems] == [(5, 23)]
    assert read_keys(folder) == []
    write(tmp_path / "a.yaml", SMALL.replace("Small", "Large"))
    assert read_keys(folder) == ["small"]
    assert not folder.problems


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe", b"a: [", b"\0", b"x" * 300_000, b"- 1\n"])
def test_whatever_is_saved_under_the_name_is_a_problem_of_that_file_alone(
    folder: CampaignFolder, tmp_path: Path, raw: bytes
) -> None:
    (tmp_path / "b.yaml").write_bytes(raw)
    write(tmp_path / "c.yaml", SECOND)
    assert read_keys(folder) == ["second"]
    assert {Path(one.file).name for one in folder.problems} == {"b.yaml"}


def test_a_key_belongs_to_one_file_at_a_time(folder: CampaignFolder, tmp_path: Path) -> None:
    write(tmp_path / "b.yaml", SMALL.replace("Small", "Another"))
    assert read_keys(folder) == []
    assert len(folder.problems) == 1
    (tmp_path / "a.yaml").unlink()
    assert [campaign.title for campaign in folder.read_changes()] == [{"en": "Another"}]
    assert not folder.problems


def test_a_file_that_is_removed_or_renamed_closes_nothing(folder: CampaignFolder, tmp_path: Path) -> None:
    os.replace(tmp_path / "a.yaml", tmp_path / "z.yaml")
    assert read_keys(folder) == []
    assert folder.find("small")
    (tmp_path / "z.yaml").unlink()
    assert read_keys(folder) == []
    assert folder.find("small") is None


def test_a_folder_that_is_away_for_a_while_is_no_folder_without_files(folder: CampaignFolder, tmp_path: Path) -> None:
    away = tmp_path.with_name("away")
    os.replace(tmp_path, away)
    assert read_keys(folder) == []
    assert folder.find("small")
    os.replace(away, tmp_path)
    assert read_keys(folder) == []


def test_a_link_that_leads_nowhere_is_a_problem_of_its_own(folder: CampaignFolder, tmp_path: Path) -> None:
    (tmp_path / "b.yaml").symlink_to(tmp_path / "nothing")
    write(tmp_path / "c.yaml", SECOND)
    assert read_keys(folder) == ["second"]
    assert {Path(one.file).name for one in folder.problems} == {"b.yaml"}
    with pytest.raises(ConfigError, match="there is no such file"):
        load_campaigns(tmp_path, ZONE)


def test_what_could_not_be_stored_comes_again_and_is_not_gone(folder: CampaignFolder, tmp_path: Path) -> None:
    write(tmp_path / "a.yaml", SMALL.replace("Small", "Large"))
    changed = folder.read_changes()
    folder.forget(changed)
    assert folder.find("small")
    assert folder.read_changes() == changed
