"""A folder that can be read and not written, even when the tests run as root."""

import os
import pwd
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def readable_folder() -> Iterator[Path]:
    """Yield an empty folder that any user can reach."""
    with tempfile.TemporaryDirectory(prefix="callboard-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@contextmanager
def nothing_written(folder: Path) -> Iterator[None]:
    """Keep this process from creating or changing anything in ``folder`` inside the block."""
    for path in (folder, *folder.iterdir()):
        path.chmod(0o555 if path.is_dir() else 0o444)
    root = os.geteuid() == 0
    if root:
        os.seteuid(pwd.getpwnam("nobody").pw_uid)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        for path in (folder, *folder.iterdir()):
            path.chmod(0o755 if path.is_dir() else 0o644)
