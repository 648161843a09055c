"""The fonts of every picture, from their packages, each checked against the file that was looked at.

Fonts of the machine are never used: the same words must give the same bytes everywhere.
"""

import hashlib
from importlib.util import find_spec
from pathlib import Path

from msgspec import Struct


class FontError(Exception):
    """A font that is missing or not the one that was looked at."""


class FontFile(Struct, frozen=True):
    """A font in an installed package, and the SHA-256 of its file."""

    package: str
    name: str
    sha256: str


FONTS = (
    FontFile(
        "fontpkg_noto_sans",
        "files/NotoSans[wdth,wght].ttf",
        "bfb7bb691513f12e734dc346c03a03f784912432d7e3fa8e56efcf906fe86b3d",
    ),
    FontFile(
        "fontpkg_noto_sans_arabic",
        "files/NotoSansArabic[wdth,wght].ttf",
        "63111b5b2e074dd48cc67692e0a2726d86ee94c1c37fe8598257b7b4e87e869e",
    ),
    FontFile(
        "noto_cjk_sans_otc",
        "NotoSansCJK-Regular.ttc",
        "b76b0433203017ca80401b2ee0dd69350349871c4b19d504c34dbdd80541690a",
    ),
)


def find_fonts() -> tuple[Path, ...]:
    """The paths of all fonts. A missing or different file raises `FontError`."""
    return tuple(_find(font) for font in FONTS)


def _find(font: FontFile) -> Path:
    spec = find_spec(font.package)
    if spec is None or spec.origin is None:
        raise FontError(f"the package of the font {font.name} is not installed")
    path = Path(spec.origin).parent / font.name
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != font.sha256:
            raise FontError(f"{path} is not the font that Callboard was tested with")
    return path
