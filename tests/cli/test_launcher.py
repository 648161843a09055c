"""The launcher: ready at once if set up, one sentence if it can't be, and nothing left half done."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
# Replaces an installed interpreter: prints how it was called, and from where.
INSTALLED = """#!/bin/sh
echo "$PYTHONPATH | $* | $(cat)"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A checkout that is not set up, at a path with a space in it."""
    folder = tmp_path / "a checkout"
    for part in ("callboard", "scripts/setup_venv.py", "requirements/runtime.txt", "requirements/dev.txt"):
        (folder / part).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PROJECT / part, folder / part)
    return folder


@pytest.fixture
def ready(folder: Path) -> Path:
    """The same, with the stamps of a finished set-up."""
    python = folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(INSTALLED)
    python.chmod(0o755)
    stamps = folder / ".venv" / ".callboard"
    shutil.copytree(folder / "requirements", stamps)
    (stamps / "python").write_text(f"{python}\n")
    return folder


def _start(launcher: Path, *words: str, typed: str = "", **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [launcher, *words], input=typed, env={**os.environ, **environ}, capture_output=True, text=True
    )


def _programs(folder: Path, **scripts: str) -> str:
    """A PATH with only what the launcher itself needs, and these scripts."""
    folder.mkdir()
    for name in ("cat", "cmp", "readlink"):
        (folder / name).symlink_to(str(shutil.which(name)))
    for name, script in scripts.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
    return str(folder)


def test_once_set_up_it_starts_from_any_folder(ready: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to("a checkout/callboard")
    done = _start(link, "chat", "--as", "Ana Lima", typed="/script")
    assert (done.stdout, done.stderr) == (f"{ready} | -P -m bot chat --as Ana Lima | /script\n", "")


@pytest.mark.parametrize(("stream", "name"), [(0, "input"), (1, "output")])
def test_a_folder_as_a_stream_is_named(ready: Path, stream: int, name: str) -> None:
    line = f'exec "$0" chat {stream}<.'
    done = subprocess.run(["/bin/sh", "-c", line, ready / "callboard"], cwd=ready, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"Standard {name} is a folder: give Callboard a file, a pipe or a terminal there.\n"


def test_tests_and_benches_run_as_modules(ready: Path) -> None:
    tests = _start(ready / "callboard", "test", "-k", "x").stdout
    assert tests == f"{ready} | -m pytest -n auto --dist worksteal -k x | \n"
    assert _start(ready / "callboard", "bench").stdout == f"{ready} | -m bench | \n"


@pytest.mark.parametrize("python3", ["exit 1", "case $2 in *exit*) exit 1 ;; *) echo 3.9.2 ;; esac"])
def test_an_old_python_or_none_is_refused(folder: Path, tmp_path: Path, python3: str) -> None:
    done = _start(folder / "callboard", "chat", PATH=_programs(tmp_path / "bin", python3=python3))
    found = "none" if python3 == "exit 1" else "3.9.2"
    sentence = f"Callboard needs Python 3.11 or newer, and found {found}: install one and run this again.\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", sentence)


def test_a_changed_lock_is_set_up_again(ready: Path, tmp_path: Path) -> None:
    (ready / "requirements" / "runtime.txt").write_text("# another\n")
    # The set-up doesn't get the arguments for Callboard.
    python3 = 'case $* in *setup_venv.py*) echo "set up: $3, read: $(cat)"; exit 3 ;; esac'
    done = _start(ready / "callboard", typed="/log", PATH=_programs(tmp_path / "bin", python3=python3))
    assert (done.returncode, done.stdout) == (1, "set up: runtime, read: \n")


def test_a_failed_download_leaves_nothing(folder: Path, tmp_path: Path) -> None:
    path = _programs(tmp_path / "bin", python3=f'exec "{Path(sys.executable).resolve()}" "$@"')
    done = _start(folder / "callboard", "chat", PATH=path, PIP_NO_INDEX="1")
    assert (done.returncode, done.stdout) == (1, "")
    assert "Nothing of yours was changed: check the connection and run this again." in done.stderr
    assert not (folder / ".venv").exists()
    assert (folder / ".venv.lock").read_text() == ""
