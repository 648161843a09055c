"""Typst, kept ready in one thread: it lets the event loop go on while it works (it releases the GIL)."""

import json
import os
import re
import shutil
import sys
import tempfile
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from bot.pictures.fonts import find_fonts

TEMPLATES = Path(__file__).parent / "templates"
_ROOM = re.compile(r"room: (\w+) (\d+)")
_UNUSED = 12  # empty documents, which take some 5 ms together
_LOWEST = 19
PPI = 100  # of a preview: 600 pixels wide

Format = Literal["png", "svg", "pdf"]


class NoRoomError(Exception):
    """Text that fits at no size: which ``part`` of the card, and how many of its code points fit."""

    def __init__(self, part: str, room: int) -> None:
        super().__init__(f"{room} code points of the {part} fit")
        self.part, self.room = part, room


class Typesetter:
    """Compiles templates with data. Typst and its fonts are loaded with the first one, not at the program's start."""

    def __init__(self) -> None:
        self._compiler: Any = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self.thread = ThreadPoolExecutor(1, "pictures", _step_back)

    def compile(self, template: str, data: object, form: Format, images: Mapping[str, bytes] | None = None) -> bytes:
        """Compile a template; the same data give the same bytes. Raises NoRoomError. Call it in `thread` only.

        ``images`` are files that the data name: the compiler sees nothing but its templates and these.
        """
        compiler = self._compiler or self._make_compiler()
        for name, image in (images or {}).items():
            if not (self._root / name).exists():
                (self._root / name).write_bytes(image)
        inputs = {"data": json.dumps(data, ensure_ascii=False, sort_keys=True)}
        ppi = PPI if form == "png" else None
        source = self._root / f"{template}.typ"
        try:
            # No date, which would tell when somebody wrote; tags would double a PDF.
            made: bytes = compiler.compile(source, format=form, ppi=ppi, sys_inputs=inputs, timestamp=0, pdf_tags=False)
        except RuntimeError as error:
            if found := _ROOM.search(str(error)):
                raise NoRoomError(found[1], int(found[2])) from None
            raise
        return made

    def free_memory(self) -> None:
        """Drop what earlier documents left in Typst's cache, some 2 MB a card. Call it in `thread` only.

        Typst drops what eleven documents in a row did not use.
        """
        for _ in range(_UNUSED if self._compiler else 0):
            self._compiler.compile(b"", format="svg")

    def close(self) -> None:
        """Compile nothing more."""
        self.thread.shutdown(cancel_futures=True)
        if self._folder:
            self._folder.cleanup()

    @property
    def _root(self) -> Path:
        assert self._folder is not None, "made with the compiler"
        return Path(self._folder.name)

    def _make_compiler(self) -> Any:
        import typst

        folders = sorted({path.parent for path in find_fonts()})
        fonts = typst.Fonts(False, False, folders)  # none of the machine's, or machines would differ
        self._folder = tempfile.TemporaryDirectory(prefix="callboard-pictures-")
        for template in TEMPLATES.glob("*.typ"):
            shutil.copy(template, self._root)
        nowhere = self._root / "no-packages"  # a template never fetches a package
        self._compiler = typst.Compiler(
            root=self._root,
            font_paths=fonts,
            ignore_system_fonts=True,
            package_path=nowhere,
            package_cache_path=nowhere,
        )
        return self._compiler


def _step_back() -> None:
    """Let every other thread of the program go first, on Linux, where a thread has a priority of its own.

    Typst's own threads, one for each core, inherit it. People who log a call must not wait for a thousand postcards.
    Where a sandbox forbids it, pictures are drawn all the same.
    """
    if sys.platform == "linux":
        with suppress(PermissionError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _LOWEST)


def name_image(image: bytes) -> str:
    """The name under which the templates find a picture."""
    return f"{sha256(image).hexdigest()[:16]}.jpg" if image else ""
