"""Files that only their owner may read, and that survive a power cut."""

import os
from pathlib import Path


def create_private(path: Path) -> None:
    """Create a file at ``path`` that only its owner may read. An existing file stays as it is.

    Raises OSError if it can't be written.
    """
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))


def sync(path: Path) -> None:
    """Flush a file, or the names in a folder, to the disk. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
