"""A front's picture: what is in the folder is read as pixels, or refused with a sentence."""

import os
import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from bot.pictures.art import LEAST, MOST_BYTES, ArtError, ArtFolder, find_art_problems, list_art, read_art

SIZE = (1800, 750)


def encode(form: str = "PNG", size: tuple[int, int] = LEAST, mode: str = "RGB", **how: object) -> bytes:
    written = BytesIO()
    Image.new(mode, size, "teal" if mode == "RGB" else 0).save(written, form, **how)
    return written.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def claim(width: int, height: int, body: bytes = b"") -> bytes:
    """A PNG that says it has so many pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(body)) + chunk(b"IEND", b"")


def make_bomb() -> bytes:
    """A small file with a hundred megabytes of text beside its pixels."""
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "x" * 100_000_000, zip=True)
    return encode(pnginfo=info)


def make_hostile_files() -> dict[str, bytes]:
    """Their contents by name."""
    return {
        "nothing": b"",
        "words": b"not a picture" * 100,
        "vectors": b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>",
        "script": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 900 400\n",
        "another kind": encode("GIF"),
        "another kind still": encode("TIFF"),
        "half": encode("JPEG", (2000, 900))[:2000],
        "half a png": encode()[:200],
        "lying": claim(2000, 1000),
        "huge": claim(2**31 - 1, 2**31 - 1),
        "wide": claim(40_000_001, 1),
        "no pixels": claim(0, 0),
        "too small": encode(size=(899, 400)),
        "too low": encode(size=(2000, 374)),
        "many bytes": encode() + b"\0" * MOST_BYTES,
        "bomb": make_bomb(),
        "damaged": encode("WEBP", (1000, 500))[:60] + os.urandom(400),
    }


def test_hostile_files_are_refused_with_a_sentence(tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(encode())
    folder = tmp_path / "art"
    folder.mkdir()
    hostile = make_hostile_files()
    for name, data in hostile.items():
        (folder / f"{name}.png").write_bytes(data)
    (folder / "link.png").symlink_to(secret)
    (folder / "nowhere.png").symlink_to(tmp_path / "gone")
    (folder / "folder.png").mkdir()
    os.mkfifo(folder / "pipe.png")
    refused = {path.stem: why for path, why in find_art_problems(folder)}
    assert set(refused) == {*hostile, "link", "nowhere", "folder", "pipe"}
    assert refused["link"] == refused["nowhere"] == "is a link"
    assert "pixels" in refused["huge"]
    assert "bytes" in refused["many bytes"]
    art = ArtFolder(folder)
    for key in ("../secret", "../secret.png", "art/../../secret", str(secret), "https://example.org/a.png", "", "."):
        assert art.read(key) == b""
    with pytest.raises(ArtError):
        art.read("link")


def test_a_folder_that_is_a_link_has_no_pictures(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "vof.png").write_bytes(encode())
    (tmp_path / "art").symlink_to(tmp_path / "real")
    assert list_art(tmp_path / "art") == list_art(tmp_path / "gone") == list_art(None) == ()
    assert len(list_art(tmp_path / "real")) == 1


def test_only_pixels_are_kept(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = "Ana's kitchen", 6  # a description, and "turned by a quarter"
    ways = {
        "a.jpg": encode("JPEG", (1200, 2400), exif=exif, comment=b"Ana's kitchen"),
        "b.png": encode("PNG", mode="RGBA"),
        "c.webp": encode("WEBP", exif=exif.tobytes(), size=(1000, 1000)),
        "d.jpeg": encode("JPEG", (4000, 3000), "CMYK"),
        "e.png": encode("PNG", (1500, 800), "P"),
        "f.png": encode("PNG", (1500, 800), "I;16"),
        "g.png": encode("JPEG"),  # its content decides
    }
    for name, data in ways.items():
        path = tmp_path / name
        path.write_bytes(data)
        made = read_art(path)
        assert made == read_art(path)
        assert b"kitchen" not in made
        with Image.open(BytesIO(made)) as image:
            assert (image.format, image.mode, image.size, dict(image.getexif())) == ("JPEG", "RGB", SIZE, {}), name
    with Image.open(BytesIO(read_art(tmp_path / "b.png"))) as image:
        assert image.getpixel((0, 0)) == (255, 255, 255)  # white where it was see-through


def test_a_changed_picture_is_read_again(tmp_path: Path) -> None:
    art, path = ArtFolder(tmp_path), tmp_path / "vof.png"
    assert art.read("vof") == b""
    path.write_bytes(encode())
    first = art.read("vof")
    assert first is art.read("vof")
    path.write_bytes(encode(size=(1000, 600), mode="L"))
    assert art.read("vof") not in (b"", first)
    path.unlink()
    assert art.read("vof") == b""
