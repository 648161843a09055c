"""The wheel and the sdist: what is in them, and that the same sources always make the same bytes."""

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

PROJECT = Path(__file__).parents[2]
FIRST_FILES = "bot/first_files/"


def build(sources: Path, folder: Path) -> tuple[Path, Path]:
    """The sdist and the wheel of ``sources``, built into ``folder``."""
    command = (sys.executable, "-m", "hatchling", "build", "--directory", folder)
    subprocess.run(command, cwd=sources, check=True, capture_output=True)
    return next(folder.glob("*.tar.gz")), next(folder.glob("*.whl"))


def test_the_wheel_holds_the_program_and_the_sdist_builds_the_same_wheel(tmp_path: Path) -> None:
    sdist, wheel = build(PROJECT, tmp_path / "first")
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    files = {path for path in (PROJECT / "bot").rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    files |= {PROJECT / "config.yaml", *(path for path in (PROJECT / "campaigns").rglob("*") if path.is_file())}
    first = {PROJECT / name.removeprefix(FIRST_FILES) for name in names if name.startswith(FIRST_FILES)}
    assert first | {PROJECT / name for name in names if not name.startswith(FIRST_FILES)} == files
    with tarfile.open(sdist) as source:
        source.extractall(tmp_path, filter="data")
    for path in (tmp_path / sdist.name.removesuffix(".tar.gz")).rglob("*"):
        path.chmod(path.stat().st_mode | 0o020)  # as another umask leaves it; the files' times differ too
    again = build(tmp_path / sdist.name.removesuffix(".tar.gz"), tmp_path / "second")
    assert [path.read_bytes() for path in again] == [sdist.read_bytes(), wheel.read_bytes()]
