"""Files that only their owner may read."""

import os
from pathlib import Path


def create_private(path: Path) -> None:
    """Create a file at ``path`` that only its owner may read. An existing file stays as it is.

    Raises OSError if it can't be written.
    """
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
