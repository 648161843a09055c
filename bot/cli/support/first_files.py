"""A newcomer's first files: a folder with settings and the sample campaign, and a key."""

import base64
import os
import shutil
import sys
from pathlib import Path

from bot.cli.support.options import ROOT
from bot.errors import ConfigError, Problem

_INSTALLED = Path("share") / "callboard"  # where pip puts the files that an installation begins with
_FILES = ("config.yaml", "campaigns")


def copy_first_files(folder: Path) -> tuple[Path, ...]:
    """Copy the settings and the sample campaign into a folder. Gives the new paths.

    Raises ConfigError if one of them exists already or can't be written; then nothing is written.
    """
    source = _find_source()
    new = tuple(folder / name for name in _FILES)
    if taken := next((path for path in new if path.exists()), None):
        raise ConfigError((Problem(str(taken), 0, 0, "This is there already. Nothing was written."),))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(source / "config.yaml", new[0])
        shutil.copytree(source / "campaigns", new[1], ignore=shutil.ignore_patterns(".*"))
    except OSError as error:
        raise ConfigError((Problem(str(folder), 0, 0, f"This can't be written: {error.strerror}."),)) from error
    return new


def make_key() -> str:
    """A new key for `CALLBOARD_KEY`: 32 random bytes in URL-safe base64."""
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


def find_version() -> str:
    """The version of the sources this runs from, else the installed one."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    pyproject = ROOT / "pyproject.toml"
    if pyproject.exists():
        import tomllib

        return str(tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]["version"])
    try:
        return installed("callboard")
    except PackageNotFoundError:
        return "unknown"


def _find_source() -> Path:
    """The folder of the first files: the sources', else the installation's."""
    for folder in (ROOT, Path(sys.prefix) / _INSTALLED):
        if all((folder / name).exists() for name in _FILES):
            return folder
    sentence = "The files to begin with aren't here. Install Callboard again, or copy them from its sources."
    raise ConfigError((Problem(str(Path(sys.prefix) / _INSTALLED), 0, 0, sentence),))
