"""A backup's checksum, in a file beside it that `sha256sum --check` can read. It reveals a changed byte."""

import hashlib
from pathlib import Path

from bot.store.private import create_private, sync

_NAME = "{name}.sha256"


def checksum_file(backup: Path) -> Path:
    """The path of a backup's checksum file."""
    return backup.with_name(_NAME.format(name=backup.name))


def write_checksum(backup: Path, named: Path) -> None:
    """Write the SHA-256 of a backup that will be ``named`` so beside that, readable only by the owner. Raises OSError.

    It is on the disk when this returns.
    """
    beside = checksum_file(named)
    beside.unlink(missing_ok=True)
    create_private(beside)
    beside.write_text(f"{_hash_file(backup)}  {named.name}\n", encoding="utf-8")
    sync(beside)


def find_change(backup: Path) -> str:
    """A sentence about how a backup differs from when it was made; empty if it doesn't, or nobody can tell.

    A backup without a checksum file is old, or was copied here without it.
    """
    beside = checksum_file(backup)
    try:
        kept = beside.read_text(encoding="utf-8", errors="replace").split(maxsplit=1)[:1]
    except OSError:
        return ""
    if kept != [_hash_file(backup)]:
        return f"This isn't the backup as it was made: its checksum differs from the one in {beside.name}."
    return ""


def _hash_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
