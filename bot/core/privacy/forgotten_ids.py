"""The ids of deleted people, in a file beside the database, so that a restored backup deletes them again.

The ids are random, and appear nowhere else after the deletion.
"""

import os
from collections.abc import Iterable
from pathlib import Path

FILE = "callboard.forgotten"


class Ledger:
    """The file ``callboard.forgotten`` in ``folder``, with one id per line, readable only by its owner."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def load_ids(self) -> tuple[str, ...]:
        """Every id in the file, in order."""
        if not self._path.exists():
            return ()
        return tuple(dict.fromkeys(self._path.read_text("ascii").split()))

    def add_ids(self, ids: Iterable[str]) -> None:
        """Append ids durably. Other processes can append at the same time."""
        descriptor = os.open(self._path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        try:
            os.write(descriptor, "".join(f"{one}\n" for one in ids).encode("ascii"))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
