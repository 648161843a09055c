"""What a start of the console loads: no library, no table and no feature that nobody has used yet."""

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
    "PIL",
    "polib",
    "pypdfium2",
    "prompt_toolkit",
    "rich",
    "slack_bolt",
    "sqlalchemy",
    "structlog",
    "typst",
    "urllib.request",
    "wcwidth",
    "bot.cli.serve.run",
    "bot.cli.legislators.congress_update",
    "bot.cli.translations.commands",
    "bot.delivery.worker",
    "bot.pictures.emoji_names",
    "bot.pictures.printable",
    "bot.simulation",
    "bot.store.compiling",
    "bot.store.postgres.store",
}
# The rooms of core that `Core.prepare` and dispatch use. Those of the features load with their first command.
ROOMS = {
    "alerts",
    "base",
    "campaign_files",
    "campaigns",
    "coalition",
    "congress",
    "directory",
    "names",
    "outbox",
    "people",
    "privacy",
    "public_names",
    "slots",
    "statehouse",
    "times",
    "totals",
}
OF_COGS = {"bot.cogs", "bot.cogs.build", "bot.cogs.parts"}
MOST = 722  # modules, the standard library's too


def test_a_start_loads_nothing_that_has_its_time_later(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "campaigns", tmp_path / "campaigns")
    config = Path(shutil.copy(ROOT / "config.yaml", tmp_path))
    list_imports(config)  # makes the database, with Alembic
    loaded = list_imports(config)
    assert "bot.cli.serve.console_session" in loaded
    assert not loaded & LATER, "a start loads these; import them in the function that uses them"
    cogs = {name for name in loaded if name.startswith("bot.cogs")} - OF_COGS
    assert not cogs, "a start loads these modules of cogs; `bot.cogs.build` loads a room with its first command"
    rooms = {name.split(".")[2] for name in loaded if name.startswith("bot.core.") and name.count(".") > 2}
    assert not rooms - ROOMS, "a start loads these rooms of core; `bot.core.build.Core` loads a room with its first use"
    assert len(loaded) <= MOST, "a start loads more modules than before; what takes their first one along?"


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
