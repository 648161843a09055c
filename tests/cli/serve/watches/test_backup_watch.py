"""Backups and drills by schedule: at the time of day that is set, by one process, and a failure is known."""

import asyncio
import base64
import shutil
from datetime import datetime, time
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import cast
from zoneinfo import ZoneInfo

import pytest

from bot.app.app import App
from bot.cli.serve.watches.backup_watch import find_last_time, make_backup_loops
from bot.config.settings import load_config
from bot.core.base.schedules import RETRY, Scheduled, load_schedule_state
from bot.core.times.clock import DAY, HOUR
from bot.store.copies.backup_folder import list_backups, read_drill
from bot.store.private import create_private
from tests.fixtures import Opening
from tests.services import SECRET, core_on, instant

ROOT = Path(__file__).parents[4]
EASTERN = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("now", "at", "last"),
    [
        ("2026-11-23 03:59:59", "04:00", "2026-11-22 04:00"),
        ("2026-11-23 04:00:00", "04:00", "2026-11-23 04:00"),
        ("2026-11-01 05:00:00", "04:00", "2026-11-01 04:00"),  # clocks went back at 02:00
        ("2026-03-08 12:00:00", "02:30", "2026-03-08 03:30"),  # clocks skipped 02:30
        ("2026-03-08 01:59:59", "02:30", "2026-03-07 02:30"),
    ],
)
def test_the_last_time_of_day(now: str, at: str, last: str) -> None:
    found = find_last_time(instant(now), time.fromisoformat(at), EASTERN)
    assert datetime.fromtimestamp(found // 1_000_000, EASTERN).isoformat()[:16].replace("T", " ") == last


async def test_one_process_backs_up_and_restores_by_schedule(
    opening: Opening, sqlite_path: Path, tmp_path: Path, log: StringIO
) -> None:
    """Two processes look at the rows of one database. What the command backs up is that of ``home``."""
    home, core = tmp_path / "home", await core_on(await opening(f"sqlite:///{sqlite_path}"))
    shutil.copytree(ROOT / "campaigns", home / "campaigns")
    (home / "config.yaml").write_text("backup: {at: 04:00, drill: 1w}\n")
    config = load_config(home / "config.yaml", {})
    folder = config.backup.folder
    app = cast(App, SimpleNamespace(config=config, core=core.built))
    one, other = (make_backup_loops(app, home / "config.yaml") for _ in range(2))
    await asyncio.gather(one[0].work(), other[0].work())
    state = await core.store.read(lambda tx: load_schedule_state(tx, Scheduled.BACKUP))
    assert "no database here yet" in state.problem
    assert log.getvalue().count("could not back up") == 1
    await make_database(home, opening)
    await one[0].work()  # too soon after a failure
    assert list_backups(folder) == ()
    core.clock.at += RETRY
    await asyncio.gather(one[0].work(), other[0].work())
    [first] = list_backups(folder)
    core.clock.at += DAY - 9 * HOUR  # 04:00 of the next day
    await asyncio.gather(one[0].work(), other[0].work())
    [second] = list_backups(folder)  # the rule keeps one a day, of days as the machine's clock counts them
    assert second.made_at > first.made_at
    await asyncio.gather(one[1].work(), other[1].work())
    drill = read_drill(folder)
    assert drill is not None
    assert (drill.backup, drill.problem) == (second.path.name, "")
    assert log.getvalue().count('"backed up"') == 2
    assert log.getvalue().count("a backup could be restored") == 1


async def make_database(home: Path, opening: Opening) -> None:
    """A deployment with a key and a call."""
    key = home / "callboard.key"
    create_private(key)
    key.write_bytes(base64.urlsafe_b64encode(SECRET))
    core = await core_on(await opening(f"sqlite:///{home / 'callboard.db'}"))
    await core.log("ana")
    await core.store.close()
