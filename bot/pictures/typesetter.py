"""Typst, kept ready in one thread: it lets the event loop go on while it works (it releases the GIL)."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

_TEMPLATES = Path(__file__).parent / "templates"
_FONTS = ("fontpkg_noto_sans", "noto_cjk_sans_otc", "fontpkg_noto_sans_arabic")
_NOWHERE = Path(__file__).parent / "no-packages"  # a template never fetches a package
_ROOM = re.compile(r"room: (\d+)")
PPI = 100  # of a preview: 600 pixels wide

Format = Literal["png", "pdf"]


class NoRoomError(Exception):
    """Some words fit at no size; ``share`` is how much of them does, from 0 to 1."""

    def __init__(self, share: float) -> None:
        super().__init__(f"{share:.0%} of the words fit")
        self.share = share


class Typesetter:
    """Compiles templates with data. Typst and its fonts are loaded with the first one, not at the program's start."""

    def __init__(self) -> None:
        self._compilers: dict[str, Any] = {}
        self.thread = ThreadPoolExecutor(1, "pictures")

    def compile(self, template: str, data: object, form: Format) -> bytes:
        """Compile a template; the same data give the same bytes. Raises NoRoomError. Call it in `thread` only."""
        compiler = self._compilers.get(template) or self._compilers.setdefault(template, _make_compiler(template))
        inputs = {"data": json.dumps(data, ensure_ascii=False, sort_keys=True)}
        try:
            made: bytes = compiler.compile(
                format=form, ppi=PPI if form == "png" else None, sys_inputs=inputs, timestamp=0
            )
        except RuntimeError as error:
            if found := _ROOM.search(str(error)):
                raise NoRoomError(int(found[1]) / 1000) from None
            raise
        return made


def _make_compiler(template: str) -> Any:
    import typst

    folders = [Path(str(import_module(name).__file__)).parent for name in _FONTS]
    return typst.Compiler(
        _TEMPLATES / f"{template}.typ",
        root=_TEMPLATES,
        font_paths=folders,
        ignore_system_fonts=True,  # or machines would differ
        package_path=_NOWHERE,
        package_cache_path=_NOWHERE,
    )
