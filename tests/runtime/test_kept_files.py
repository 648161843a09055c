"""Kept files: found whole or not at all, and dropped once nothing needs them."""

import os
from pathlib import Path

from bot.runtime.kept_files import KeptFiles, Origin


def test_contents_are_found_by_address_and_old_ones_dropped(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    kept = KeptFiles(folder)
    assert kept.find("https://a") is None
    old, new = kept.put(b"old"), kept.put(b"new")
    kept.note([Origin("https://a", old, etag='"1"')])
    kept.note([Origin("https://a", new), Origin("https://b", old, modified="Mon")])
    found = kept.find("https://b")
    assert found
    assert (found.content, found.origin.modified, found.origin.etag) == (b"old", "Mon", "")
    assert folder.stat().st_mode & 0o077 == 0
    kept.note([Origin("https://b", new)])
    assert kept.read(old) == b"old"  # another process may be about to read it
    os.utime(folder / old, (0, 0))
    kept.note([])
    assert kept.read(old) is None
    assert sorted(path.name for path in folder.iterdir()) == sorted([new, "index.json"])
    (folder / new).write_bytes(b"cut")
    assert kept.find("https://a") is kept.find("https://b") is None
    assert kept.read(new) is None
