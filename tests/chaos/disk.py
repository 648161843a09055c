"""A small disk for a database, which can be filled."""

import asyncio
import errno
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MIB = 1 << 20


class Disk:
    """A folder. ``is_small`` says whether it is a disk of its own, without which it can't be filled."""

    def __init__(self, folder: Path, is_small: bool) -> None:
        self.folder, self.is_small = folder, is_small

    async def fill(self, seconds: float) -> None:
        """Leave no byte on it for so long."""
        ballast = self.folder / "ballast"
        with ballast.open("wb", buffering=0) as file:
            for size in (MIB, 1):
                self._fill(file.fileno(), size)
        await asyncio.sleep(seconds)
        ballast.unlink()

    def _fill(self, file: int, size: int) -> None:
        try:
            while True:
                os.write(file, bytes(size))
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise


@contextmanager
def open_disk(megabytes: int) -> Iterator[Disk]:
    """A disk of that size in memory, or, for somebody who may not mount one, an ordinary folder."""
    folder = Path(tempfile.mkdtemp(prefix="callboard-chaos-"))
    command = ("mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "callboard-chaos", str(folder))
    try:
        is_small = subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        is_small = False
    try:
        yield Disk(folder, is_small)
    finally:
        if is_small:
            subprocess.run(("umount", "--lazy", str(folder)), check=True)
        shutil.rmtree(folder)
