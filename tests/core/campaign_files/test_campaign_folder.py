"""Which files of a folder are campaigns."""

from pathlib import Path

from bot.config.files import list_yaml_files


def test_hidden_and_other_files_are_not_campaigns(tmp_path: Path) -> None:
    for name in ("b.yml", "a.yaml", "._a.yaml", ".hidden.yaml", ".a.yaml.swp", "a.yaml~", "notes.txt", ".yaml"):
        (tmp_path / name).write_text("")
    assert [path.name for path in list_yaml_files(tmp_path)] == ["a.yaml", "b.yml"]
