"""The ids of forgotten people, in a file outside the database, so that a restored backup forgets them again.

An id is random, and once its person is forgotten it stands nowhere else.
"""

import os
from collections.abc import Iterable
from pathlib import Path

FILE = "callboard.forgotten"


class Ledger:
    """The file ``callboard.forgotten`` in ``folder``, one id a line, readable by its owner alone."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def ids(self) -> tuple[str, ...]:
        """Return every id that was ever noted."""
        if not self._path.exists():
            return ()
        return tuple(dict.fromkeys(self._path.read_text("ascii").split()))

    def note(self, ids: Iterable[str]) -> None:
        """Add ids and return once they are durable; other processes may do the same."""
        descriptor = os.open(self._path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        try:
            os.write(descriptor, "".join(f"{one}\n" for one in ids).encode("ascii"))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
