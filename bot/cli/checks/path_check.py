"""What `doctor` says of the folders and files beside the database: whether they can be used, and what was left."""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from shlex import quote

from msgspec import Struct

from bot.config.settings import Config
from bot.core.base.audit.audit_witness import FILE as WITNESS
from bot.core.base.keys.key_file import FILE as KEY
from bot.core.privacy.forgotten_ids import FILE as LEDGER
from bot.errors import Unavailable
from bot.runtime.findings import Finding, mend, ok
from bot.store.copies.leftovers import find_left_databases, find_left_folders
from bot.store.doctor import check_room

_SMALL = (KEY, WITNESS, LEDGER, "callboard.discord.json")  # written beside the database
_DOWNLOADED = ("callboard.congress", "callboard.states")  # folders there
_KILLED = "was left by a command that was killed, or kept with --keep. Nothing uses it anymore"
_PICTURES = "art"  # a folder of the campaigns'


class UsedFolder(Struct, frozen=True):
    """A folder that Callboard uses. ``setting`` is the key of `config.yaml` that names it."""

    path: Path
    setting: str
    is_written: bool = True
    is_needed: bool = True  # so that it is missed, also before something was written to it


def check_paths(config: Config, now: datetime) -> tuple[Finding, ...]:
    """Whether all folders and files can be used, whether there is room, and what a killed command left."""
    used = tuple(list_folders(config))
    problems = tuple(problem for one in used for problem in find_problems(one))
    fine = () if problems else (ok("All folders and files beside the database can be used"),)
    return (*map(mend, problems), *fine, *_check_room(config, used), *map(_name_left, find_left_folders(now)))


def list_folders(config: Config) -> Iterator[UsedFolder]:
    """The folders that the settings name, and those inside them that Callboard makes."""
    small = "store.url" if config.store.url.engine == "sqlite" else "campaigns"
    yield UsedFolder(config.folder, small)
    yield from (UsedFolder(config.folder / name, small, is_needed=False) for name in _DOWNLOADED)
    yield UsedFolder(config.backup.folder, "backup.folder", is_needed=config.backup.at is not None)
    yield UsedFolder(config.campaigns / _PICTURES, "campaigns", is_written=False, is_needed=False)


def find_problems(used: UsedFolder) -> Iterator[str]:
    """What is wrong with a folder and with the files in it that Callboard uses; nothing if it isn't needed yet."""
    path, instead = used.path, f"or change {used.setting}"
    if not path.exists():
        if used.is_needed:
            yield from _find_missing(path, instead)
    elif not path.is_dir():
        yield f"{path} isn't a folder: move it away, {instead}"
    elif used.is_written and not _may(path, os.R_OK | os.W_OK | os.X_OK):
        yield f"{path} can't be written to: give Callboard's user the right to, {instead}"
    elif not _may(path, os.R_OK | os.X_OK):
        yield f"{path} can't be read: give Callboard's user the right to, {instead}"
    else:
        yield from _find_bad_files(used)


def _find_missing(path: Path, instead: str) -> Iterator[str]:
    above = next(one for one in path.parents if one.exists())
    if above.is_dir() and _may(above, os.W_OK | os.X_OK):
        yield f"{path} isn't there, and would be made in {above}. Mount its disk, make it, {instead}"
    else:
        yield f"{path} isn't there, and can't be made in {above}: make it, {instead}"


def _find_bad_files(used: UsedFolder) -> Iterator[str]:
    """The files that can't be used: the small ones of a written folder, all of one that is only read."""
    names = _SMALL if used.is_written else sorted(one.name for one in used.path.iterdir() if one.is_file())
    for path in (used.path / name for name in names):
        if path.exists() and not path.is_file():
            yield f"{path} isn't a regular file: move it away"
        elif path.exists() and not _may(path, os.R_OK | (os.W_OK if used.is_written and path.name != KEY else 0)):
            what = "written to" if used.is_written and path.name != KEY else "read"
            yield f"{path} can't be {what}: give Callboard's user the right to"


def _check_room(config: Config, used: tuple[UsedFolder, ...]) -> Iterator[Finding]:
    """How much room there is on each disk that is written to. The database's own finding says it of a SQLite file's."""
    url = config.store.url
    seen = {url.path.parent.stat().st_dev} if url.engine == "sqlite" and url.path.parent.is_dir() else set[int]()
    for one in used:
        if one.is_written and one.path.is_dir() and (disk := one.path.stat().st_dev) not in seen:
            seen.add(disk)
            yield check_room(one.path)


async def check_left_databases(config: Config, now: datetime) -> tuple[Finding, ...]:
    """The databases on a PostgreSQL server that a killed drill or simulation left."""
    if config.store.url.engine == "sqlite":
        return ()
    try:
        left = await find_left_databases(config.store.url, now)
    except Unavailable:  # the database's own finding says so
        return ()
    return tuple(mend(f"The database {name} {_KILLED}. To remove it: dropdb {name}") for name in left)


def _name_left(path: Path) -> Finding:
    return mend(f"{path} {_KILLED}. To remove it: rm -r {quote(str(path))}")


def _may(path: Path, mode: int) -> bool:
    return os.access(path, mode, effective_ids=os.access in os.supports_effective_ids)
