"""A folder of scheduled backups: each with a note on where it came from, and old ones deleted by a rule.

`BACKUP`, its `.sha256` and its note belong together. Nothing is deleted but backups that this database's own note and
checksum still fit, so a file that somebody renamed, changed or put here stays.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from msgspec import MsgspecError, Struct
from msgspec.json import decode, encode

from bot.config.spans import Keep
from bot.config.store_url import StoreUrl
from bot.errors import make_config_error
from bot.store.copies.backup import PART, back_up
from bot.store.copies.checksum import checksum_file, find_change
from bot.store.copies.retention import choose_kept
from bot.store.private import create_private, sync

_NAME = "callboard-%Y%m%d-%H%M%SZ.backup"
_OURS = re.compile(r"callboard-\d{8}-\d{6}Z\.backup", re.ASCII)
_UNFINISHED = re.compile(rf"({_OURS.pattern})(?:\.json)?\.part", re.ASCII)
_NOTE = ".json"
_DRILL = "callboard-drill.json"
_LOCK = ".callboard-backup.lock"
_BUSY = "Another backup into this folder is under way. Nothing was changed."


class BackupNote(Struct, frozen=True):
    """What is known of a backup without opening it. Nothing in it is secret."""

    database: str  # its address, without a password
    keys: tuple[str, ...]  # the ids of the keys that it needs; see `core.base.keys`


class FoundBackup(Struct, frozen=True):
    """A backup with its note. ``made_at`` is in UTC, to the second."""

    path: Path
    made_at: datetime
    note: BackupNote


class DrillNote(Struct, frozen=True):
    """How the last restore drill of a backup in the folder went. ``at`` is UTC microseconds."""

    backup: str
    at: int
    problem: str = ""


def list_backups(folder: Path) -> tuple[FoundBackup, ...]:
    """The whole backups in a folder that have a note, newest first. Raises ConfigError if it can't be read."""
    try:
        names = [path for path in folder.iterdir() if _OURS.fullmatch(path.name)] if folder.exists() else []
    except OSError as error:
        raise make_config_error(folder, f"This folder can't be read: {error.strerror}.") from error
    found = (FoundBackup(path, _read_time(path.name), note) for path in names if (note := _read_note(path)))
    return tuple(sorted(found, key=lambda one: one.made_at, reverse=True))


def add_backup(folder: Path, address: StoreUrl, keys: tuple[str, ...], at: datetime) -> FoundBackup:
    """Back up into the folder, which is made if it isn't there. Raises what `back_up` raises, and leaves old ones."""
    path = folder / at.astimezone(UTC).strftime(_NAME)
    made = FoundBackup(path, _read_time(path.name), BackupNote(str(address), keys))
    with _hold(folder):
        _write_json(_note_file(path), made.note)
        try:
            back_up(address, path)
        except BaseException:
            if not path.exists():
                _note_file(path).unlink(missing_ok=True)
            raise
    return made


def delete_old(folder: Path, address: StoreUrl, keep: Keep) -> tuple[list[Path], list[Path]]:
    """Delete this database's backups that ``keep`` doesn't keep. Gives them, and changed ones that were left alone.

    Raises ConfigError if one can't be deleted.
    """
    with _hold(folder):
        own = [one for one in list_backups(folder) if one.note.database == str(address)]
        kept = choose_kept([one.made_at for one in own], keep)
        old = [one.path for one in own if one.made_at not in kept]
        changed = [path for path in old if not checksum_file(path).exists() or find_change(path)]
        gone = [path for path in old if path not in changed]
        for path in gone:
            for file in (path, checksum_file(path), _note_file(path)):
                file.unlink(missing_ok=True)
    return gone, changed


def read_drill(folder: Path) -> DrillNote | None:
    """How the last drill went, None before the first."""
    with suppress(OSError, MsgspecError):
        return decode((folder / _DRILL).read_bytes(), type=DrillNote)
    return None


def note_drill(folder: Path, note: DrillNote) -> None:
    """Write how a drill went. Raises ConfigError."""
    with _explain_faults(folder):
        _write_json(folder / _DRILL, note)


@contextmanager
def _hold(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, without the parts that killed backups left. Raises ConfigError."""
    with _explain_faults(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            lock = FileLock(folder / _LOCK, timeout=0, mode=0o600)
            lock.acquire()
        except Timeout:
            raise make_config_error(folder, _BUSY) from None
        try:
            _clear_parts(folder)
            yield
        finally:
            lock.release()


@contextmanager
def _explain_faults(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise make_config_error(error.filename or folder, f"This can't be written: {error.strerror}.") from error


def _clear_parts(folder: Path) -> None:
    for part in list(folder.glob(f"*{PART}")):
        if match := _UNFINISHED.fullmatch(part.name):
            part.unlink(missing_ok=True)
            backup = folder / match[1]
            if not backup.exists():
                for file in (checksum_file(backup), _note_file(backup)):
                    file.unlink(missing_ok=True)


def _read_time(name: str) -> datetime:
    return datetime.strptime(name, _NAME).replace(tzinfo=UTC)


def _read_note(path: Path) -> BackupNote | None:
    with suppress(OSError, MsgspecError, ValueError):
        _read_time(path.name)
        return decode(_note_file(path).read_bytes(), type=BackupNote)
    return None


def _note_file(backup: Path) -> Path:
    return backup.with_name(backup.name + _NOTE)


def _write_json(path: Path, content: Struct) -> None:
    """Write a file that nobody sees before it is whole."""
    part = path.with_name(path.name + PART)
    part.unlink(missing_ok=True)
    create_private(part)
    part.write_bytes(encode(content) + b"\n")
    sync(part)
    part.rename(path)
