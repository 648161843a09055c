"""One writing process for a SQLite file: a lock file beside it, and a lock on the file itself.

The lock file alone isn't enough: people can delete it, or reach the database through a symbolic link. The lock on
the file belongs to its inode, under any name. It is of another kind than SQLite's own locks and doesn't touch them.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout


class InUseError(Exception):
    """Another process, or another store of this one, writes to the file."""


class WriterLock:
    """Keeps other writers away from ``path`` from `acquire` to `release`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._beside = FileLock(f"{path.resolve()}.lock", timeout=0, mode=0o600)
        self._descriptor: int | None = None

    def acquire(self) -> None:
        """Take the lock, also on the file itself if it exists. Raises InUseError, and OSError as `open` does."""
        try:
            self._beside.acquire()
        except Timeout:
            raise InUseError(str(self._path)) from None
        try:
            self.lock_file()
        except BaseException:
            self._beside.release()
            raise

    def lock_file(self) -> None:
        """Lock the file itself, if it exists. Raises InUseError."""
        if self._descriptor is not None or not self._path.exists():
            return
        # Closing it drops SQLite's locks on the file too (POSIX), so it stays open until the store is closed.
        descriptor = os.open(self._path, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise InUseError(str(self._path)) from None
        self._descriptor = descriptor

    def release(self) -> None:
        """Let others write, once every connection of this process is closed."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
        self._beside.release()


@contextmanager
def hold_writer_lock(path: Path) -> Iterator[None]:
    """Hold the lock of ``path``. Raises InUseError if another writer has it."""
    lock = WriterLock(path)
    lock.acquire()
    try:
        yield
    finally:
        lock.release()
