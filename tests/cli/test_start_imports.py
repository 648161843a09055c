"""What a start of the console loads: no library and no table that nobody has used yet."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from bench.core import ROOT

# Each has its time: a statement that isn't recorded, a migration, a line of the log, a picture, a platform, a terminal.
LATER = {
    "aiohttp",
    "alembic",
    "asyncpg",
    "discord",
    "prompt_toolkit",
    "rich",
    "slack_bolt",
    "sqlalchemy",
    "structlog",
    "typst",
    "urllib.request",
    "wcwidth",
    "bot.cli.run",
    "bot.cli.translations.commands",
    "bot.pictures.emoji_names",
    "bot.pictures.printable",
    "bot.store.compiling",
    "bot.store.postgres.store",
}
MOST = 1_050  # modules, the standard library's too


def test_a_start_loads_nothing_that_has_its_time_later(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "campaigns", tmp_path / "campaigns")
    config = Path(shutil.copy(ROOT / "config.yaml", tmp_path))
    list_imports(config)  # makes the database, with Alembic
    loaded = list_imports(config)
    assert "bot.cli.serve.console_session" in loaded
    assert not loaded & LATER
    assert len(loaded) <= MOST


def list_imports(config: Path) -> set[str]:
    """The modules that a console loads until its input ends."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("CALLBOARD_")}
    done = subprocess.run(
        [sys.executable, "-P", "-m", "bot", "chat", "--config", str(config)],
        input="",
        env={**environ, "PYTHONPATH": str(ROOT), "PYTHONPROFILEIMPORTTIME": "1"},
        capture_output=True,
        check=True,
        text=True,
    )
    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip() for line in lines}
