"""Health is whether a call could be saved, not only whether something can be read."""

from pathlib import Path

import pytest

from bot.app.app import bootstrap
from bot.config.settings import load_config
from bot.runtime import inquiry


async def test_a_deleted_database_is_not_healthy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inquiry, "FRESH", 0.0)
    (tmp_path / "config.yaml").write_text("coalition: {name: Test}\n")
    (tmp_path / "campaigns").mkdir()
    app = await bootstrap(load_config(tmp_path / "config.yaml", {}), {})
    try:
        assert await app.is_healthy()
        kept = tmp_path / "callboard.db"
        kept.rename(tmp_path / "elsewhere.db")
        assert not await app.is_healthy()
        (tmp_path / "elsewhere.db").rename(kept)
        assert await app.is_healthy()
    finally:
        await app.close()
