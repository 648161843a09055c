"""Reads from the fonts which letters they have, and writes that down for `bot.pictures.coverage`."""

from fontTools.ttLib import TTFont

from bot.pictures.coverage import FILE, write_ranges
from bot.pictures.fonts import FONTS, find_fonts


def read_coverage() -> str:
    """What ``coverage.txt`` has to say. The faces of the collection have the same letters."""
    lines = []
    for font, path in zip(FONTS, find_fonts(), strict=True):
        with TTFont(path, fontNumber=0 if path.suffix == ".ttc" else -1, lazy=True) as face:
            lines.append(f"{font.sha256}: {write_ranges(sorted(face.getBestCmap()))}\n")
    return "".join(lines)


if __name__ == "__main__":
    FILE.write_text(read_coverage(), "ascii")
