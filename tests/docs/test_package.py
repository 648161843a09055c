"""The wheel and the sdist: what is in them, and that the same sources always make the same bytes."""

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

from tests.docs.pages import PAGES, ROOT

FIRST_FILES = "bot/first_files/"


def build(sources: Path, folder: Path) -> tuple[Path, Path]:
    """The sdist and the wheel of ``sources``, built into ``folder``."""
    command = (sys.executable, "-m", "hatchling", "build", "--directory", folder)
    subprocess.run(command, cwd=sources, check=True, capture_output=True)
    return next(folder.glob("*.tar.gz")), next(folder.glob("*.whl"))


def list_sources() -> set[Path]:
    """The files of the program, and those that an installation is begun with."""
    folders = (ROOT / "bot", ROOT / "campaigns")
    files = {path for folder in folders for path in folder.rglob("*") if path.is_file()}
    return {path for path in files if "__pycache__" not in path.parts} | {ROOT / "config.yaml"}


def test_the_wheel_holds_the_program_and_the_sdist_builds_the_same_wheel(tmp_path: Path) -> None:
    sdist, wheel = build(ROOT, tmp_path / "first")
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if ".dist-info/" not in name]
    assert {ROOT / name.removeprefix(FIRST_FILES) for name in names} == list_sources()
    with tarfile.open(sdist) as source:
        source.extractall(tmp_path, filter="data")
    unpacked = tmp_path / sdist.name.removesuffix(".tar.gz")
    for page in (*PAGES, ROOT / "Dockerfile", ROOT / "compose.yaml"):  # with what they say to start from
        assert (unpacked / page.relative_to(ROOT)).exists(), page
    for path in unpacked.rglob("*"):
        path.chmod(path.stat().st_mode | 0o020)  # as another umask leaves it; the files' times differ too
    assert [path.read_bytes() for path in build(unpacked, tmp_path / "second")] == [
        sdist.read_bytes(),
        wheel.read_bytes(),
    ]
