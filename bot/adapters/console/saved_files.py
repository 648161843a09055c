"""Pictures and files of one conversation, written where only the person who runs the console can read them."""

import os
import re
import tempfile
from itertools import count
from pathlib import Path

from bot.kit.cards.reply import File, Image

_MODE = 0o600
_NAME = re.compile(r"[^A-Za-z0-9.-]+")  # what some file system or shell could misread


class SavedFiles:
    """Writes files. They stay: they are on the person's own machine, in a folder that is theirs alone."""

    def __init__(self) -> None:
        self._folder: Path | None = None

    def save(self, it: Image | File | None) -> Path | None:
        """Write a picture or file into a private folder, and return its path; None for None."""
        return _write(self._open_folder(), it) if it else None

    def _open_folder(self) -> Path:
        if self._folder is None or not self._folder.is_dir():  # the system may clean up old folders
            self._folder = Path(tempfile.mkdtemp(prefix="callboard-"))  # only its owner may open it
        return self._folder


def _write(folder: Path, it: Image | File) -> Path:
    name = Path(_NAME.sub("-", it.name)).name.strip(".-") or "file"
    stem, suffix = Path(name).stem, Path(name).suffix or (".png" if isinstance(it, Image) else "")
    for number in count(1):
        path = folder / (f"{stem}{suffix}" if number == 1 else f"{stem}-{number}{suffix}")
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _MODE)
        except FileExistsError:
            continue
        with os.fdopen(handle, "wb") as file:
            file.write(it.data)
        return path
    raise AssertionError("count() ends")
