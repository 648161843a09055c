"""The ZIPs of an older version become a map of their Congress."""

from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from bot.store import schema
from tests.store.migrations.test_schema import empty_url as empty_url
from tests.store.migrations.test_schema import execute, on, upgrade

BEFORE = "0038"
EDITION = "INSERT INTO congress VALUES (1, 'key', 119, '2025-01-03', '2027-01-03', {zips_for}, '[]', 7)"


def copy_migrations(folder: Path) -> None:
    """Copy the migrations up to the one before the maps."""
    (folder / "versions").mkdir(parents=True)
    for path in (schema._FOLDER / "env.py", *(schema._FOLDER / "versions").glob("*.py")):
        if path.stem in ("env", *(f"{number:04}" for number in range(int(BEFORE) + 1))):
            (folder / path.relative_to(schema._FOLDER)).write_text(path.read_text())


@pytest.mark.parametrize(("zips_for", "dated"), [("118", 1), ("NULL", 0)])
async def test_the_map_there_is_goes_on(
    empty_url: str, zips_for: str, dated: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_migrations(tmp_path / "migrations")
    with monkeypatch.context() as before:
        before.setattr(schema, "_FOLDER", tmp_path / "migrations")
        await upgrade(empty_url)
    await execute(empty_url, EDITION.format(zips_for=zips_for))
    await execute(empty_url, "INSERT INTO zips VALUES ('94110', 'CA-11', 1000), ('94112', 'CA-15', 700)")
    await upgrade(empty_url)

    def read(there: Connection) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
        maps, zips = (there.execute(text(f"SELECT * FROM {name}")).all() for name in ("maps", "map_zips"))
        return [tuple(row) for row in maps], sorted(tuple(row) for row in zips)

    number = 118 if dated else 119
    assert await on(empty_url, read) == (
        [(number, "", dated, None, 7)],
        [(number, "94110", "CA-11", 1000), (number, "94112", "CA-15", 700)],
    )
