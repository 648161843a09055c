"""A newcomer's first files: a folder with settings, the sample campaign, and a key."""

import base64
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.cli.support.options import ROOT
from bot.errors import make_config_error

_INSTALLED = ROOT / "bot" / "first_files"  # where the wheel has them (pyproject.toml)
_FILES = ("config.yaml", "campaigns")


def make_first_files(folder: Path, environ: Mapping[str, str]) -> Iterator[tuple[Path, bool]]:
    """Put the settings, the sample campaign and a key into a folder. Gives each path, and whether it is new.

    What is there already stays as it is. Raises ConfigError if something can't be written or if the settings are
    wrong.
    """
    source = find_first_files()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in _FILES:
            yield folder / name, _copy(source / name, folder / name)
        yield from _make_key_file(folder, environ)
    except OSError as error:
        raise make_config_error(folder, f"This can't be written: {error.strerror}.") from error


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


def find_first_files() -> Path:
    """The folder of the first files: the sources', else the installation's."""
    for folder in (ROOT, _INSTALLED):
        if all((folder / name).exists() for name in _FILES):
            return folder
    sentence = "The files to begin with aren't here. Install Callboard again, or copy them from its sources."
    raise make_config_error(_INSTALLED, sentence)


def _copy(source: Path, target: Path) -> bool:
    """Copy a file or a folder, whole or not at all. False if something is there already."""
    if target.exists():
        return False
    with TemporaryDirectory(prefix=".callboard-", dir=target.parent) as folder:
        copied = Path(folder, source.name)
        if source.is_dir():
            shutil.copytree(source, copied, ignore=shutil.ignore_patterns(".*"))
        else:
            shutil.copy(source, copied)
        copied.rename(target)
    return True


def _make_key_file(folder: Path, environ: Mapping[str, str]) -> Iterator[tuple[Path, bool]]:
    """Make the key where `run` looks for it, unless the environment has one. A database's lost key stays lost."""
    from bot.config.secret_files import read_secret
    from bot.config.settings import load_config
    from bot.core.base.keys.key_file import FILE, VARIABLE, load_keys

    if read_secret(environ, VARIABLE):
        return
    config = load_config(folder / "config.yaml", environ)
    url, path, here = config.store.url, config.folder / FILE, folder.absolute()
    is_new = not path.exists()
    load_keys(environ, config.folder, has_key=url.engine == "sqlite" and url.path.exists())
    yield (folder / path.relative_to(here) if path.is_relative_to(here) else path), is_new
