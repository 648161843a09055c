"""The picture of a campaign's front: the file in ``campaigns/art`` that has the campaign's key as its name.

No campaign file and nobody in chat names a picture, so nobody leads Callboard to another file or to an address. What is
in the folder is checked all the same, and only its pixels are kept: no text, no place where it was taken, no program.
"""

import os
import stat
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

ENDINGS = (".jpg", ".jpeg", ".png", ".webp")
MOST_BYTES, MOST_PIXELS = 10_000_000, 40_000_000
LEAST = (900, 375)  # pixels across and down: 150 for an inch
_SIZE = (1800, 750)  # the front's 6 by 2.5 inches, 300 pixels for an inch
_FORMATS = ("JPEG", "PNG", "WEBP")
_QUALITY = 88
# What damaged data makes of Pillow's decoders, besides their own errors.
_DAMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    EOFError,
    struct.error,
    zlib.error,
)


class ArtError(Exception):
    """A file that is no picture for a front. The message says why, after the file's name."""


class ArtFolder:
    """Finds the pictures of campaigns, and reads each again only when its file changes. Call it in one thread."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._known: dict[str, tuple[tuple[int, int, int], bytes]] = {}

    def read(self, campaign: str) -> bytes:
        """A campaign's picture as a JPEG, empty without one. Raises ArtError."""
        path = next((one for one in list_art(self._folder) if one.stem == campaign), None)
        if path is None:
            return b""
        status = path.lstat()
        mark = status.st_mtime_ns, status.st_size, status.st_ino
        if campaign not in self._known or self._known[campaign][0] != mark:
            self._known[campaign] = mark, read_art(path)
        return self._known[campaign][1]


def list_art(folder: Path | None) -> tuple[Path, ...]:
    """The pictures in a folder, by name. None if there is no folder, or a link in its place."""
    if folder is None or folder.is_symlink() or not folder.is_dir():
        return ()
    return tuple(sorted(one for one in folder.iterdir() if one.suffix.lower() in ENDINGS))


def find_art_problems(folder: Path) -> Iterator[tuple[Path, str]]:
    """Each file that can't be used, and why."""
    for path in list_art(folder):
        try:
            read_art(path)
        except ArtError as error:
            yield path, str(error)


def read_art(path: Path) -> bytes:
    """A picture for a front, read, checked and written anew as a JPEG; the same file gives the same bytes.

    Raises ArtError unless it is a plain file (no link), at most `MOST_BYTES`, whose content is a JPEG, PNG or WebP of
    `LEAST` to `MOST_PIXELS` pixels. How many there are is read before anything is unpacked.
    """
    from PIL import Image, ImageOps  # late: a start without a postcard must not pay for it

    data = _read_plain_file(path)
    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as image:
            _check_size(*image.size)
            image.draft("RGB", _SIZE)  # a JPEG is unpacked no larger than it will be printed
            upright = ImageOps.exif_transpose(image)
            pixels = Image.new("RGB", _SIZE)  # a new picture has none of the old one's comments
            pixels.paste(ImageOps.fit(_flatten(upright), _SIZE, Image.Resampling.LANCZOS))
    except Image.DecompressionBombError:
        raise ArtError(f"has far more than {MOST_PIXELS:,} pixels") from None
    except (*_DAMAGE, MemoryError):
        raise ArtError("isn't a JPEG, PNG or WebP picture that can be read") from None
    written = BytesIO()
    pixels.save(written, "JPEG", quality=_QUALITY)
    return written.getvalue()


def _read_plain_file(path: Path) -> bytes:
    # Without blocking: opening a pipe would wait for somebody to write into it.
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        raise ArtError("is a link" if path.is_symlink() else f"can't be read: {error.strerror}") from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise ArtError("isn't a file")
    with os.fdopen(descriptor, "rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise ArtError(f"has more than {MOST_BYTES:,} bytes")
    return data


def _check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise ArtError(f"has {width:,} × {height:,} pixels, and {MOST_PIXELS:,} in all is the most")
    if width < LEAST[0] or height < LEAST[1]:
        raise ArtError(f"has {width:,} × {height:,} pixels, and {LEAST[0]} × {LEAST[1]} is the least")


def _flatten(image: Any) -> Any:
    """The picture in plain colors, on white where it is see-through."""
    from PIL import Image

    if not image.has_transparency_data:
        return image.convert("RGB")
    layer = image.convert("RGBA")
    ground = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(ground, layer).convert("RGB")
