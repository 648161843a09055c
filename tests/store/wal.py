"""Counts SQLite's commits in the write-ahead log itself: https://www.sqlite.org/fileformat2.html#walformat."""

import struct
from pathlib import Path

_HEADER = 32
_FRAME = struct.Struct(">IIIIII")  # page, pages in the database after a commit, two salts, two checksums


def commits(database: Path) -> int:
    """The number of commits in the log of ``database`` since its last reset."""
    log = Path(f"{database}-wal").read_bytes()
    size, salts = struct.unpack_from(">I", log, 8)[0], struct.unpack_from(">II", log, 16)
    frames = (_FRAME.unpack_from(log, at) for at in range(_HEADER, len(log), _FRAME.size + size))
    return sum(bool(frame[1]) for frame in frames if frame[2:4] == salts)
