"""Files that their owner alone may read."""

import os
from pathlib import Path


def create_private(path: Path) -> None:
    """Make sure that there is a file at ``path``, without changing one; a new one is its owner's alone.

    Raises OSError where it can't be written.
    """
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
