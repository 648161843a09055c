"""`callboard init`: everything to begin with, and nothing lost by running it again."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.cli.warm_start import run_callboard

KEY = "A" * 43 + "="


def callboard(folder: Path, *arguments: str, typed: str = "", **environ: str) -> subprocess.CompletedProcess[str]:
    """Run a command with ``folder`` as the current one."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("DISCORD", "SLACK", "CALLBOARD"))}
    return run_callboard(arguments, kept | environ, folder, typed)


def list_files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_new_folder_holds_all_that_a_first_call_needs(tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    done = callboard(tmp_path, "init", str(home))
    assert (done.returncode, done.stderr) == (0, "")
    *made, advice = done.stdout.splitlines()
    assert made == [f"New: {home / name}" for name in ("config.yaml", "campaigns", "callboard.key")]
    assert (home / "callboard.key").stat().st_mode & 0o777 == 0o600
    key = (home / "callboard.key").read_text()
    command = advice.removeprefix("Next: callboard ").split()
    assert "Logged. Thank you!" in callboard(tmp_path, *command, typed="/log spoke\n").stdout
    assert (home / "callboard.key").read_text() == key


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    callboard(tmp_path, "init", str(tmp_path))
    (tmp_path / "config.yaml").write_text("coalition: {name: Valley}\n")
    (tmp_path / "campaigns" / "ours.yaml").write_text("title: Ours\n")
    before = list_files(tmp_path)
    done = callboard(tmp_path, "init", str(tmp_path))
    assert done.returncode == 0
    assert done.stdout.count("Kept as it was: ") == 3
    assert list_files(tmp_path) == before


def test_what_is_missing_is_added(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("store: {url: 'sqlite:///data/calls.db'}\n")
    done = callboard(tmp_path, "init", str(tmp_path))
    new = [Path(line.removeprefix("New: ")) for line in done.stdout.splitlines() if line.startswith("New: ")]
    assert new == [tmp_path / "campaigns", tmp_path / "data" / "callboard.key"]  # beside its database


def test_the_key_of_a_database_that_is_there_is_not_made_anew(tmp_path: Path) -> None:
    (tmp_path / "callboard.db").touch()
    done = callboard(tmp_path, "init", str(tmp_path))
    assert done.returncode == 2
    assert re.search(r"The key of this database is missing\. Put it back", done.stderr)
    assert not (tmp_path / "callboard.key").exists()


@pytest.mark.parametrize("environ", [{"CALLBOARD_KEY": KEY}, {"CALLBOARD_STORE_URL": "postgresql://h/n"}])
def test_a_key_file_is_made_unless_there_is_a_key(tmp_path: Path, environ: dict[str, str]) -> None:
    assert callboard(tmp_path, "init", str(tmp_path), **environ).returncode == 0
    assert (tmp_path / "callboard.key").exists() is ("CALLBOARD_KEY" not in environ)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = callboard(tmp_path, "init", str(tmp_path / "file"))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"{tmp_path / 'file'}: This can't be written: ")
    assert callboard(tmp_path, "--version").stdout.startswith("Callboard ")
