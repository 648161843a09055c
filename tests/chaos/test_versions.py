"""An older version and this one on one PostgreSQL database, while everything fails."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store import schema
from tests.chaos.database import open_postgres
from tests.chaos.day import play_day
from tests.effort import IS_LONG
from tests.processes.children import ROOT, open_bank


def run_git(*command: str) -> str:
    """The output of a command of Git in this checkout."""
    done = subprocess.run(("git", *command), cwd=ROOT, check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture
def older_program(tmp_path: Path) -> Iterator[Path]:
    """The last commit before the newest migration, checked out in a folder of its own."""
    newest = f"bot/store/migrations/versions/{schema.list_revisions()[-1]}.py"
    [added] = run_git("log", "--diff-filter=A", "--format=%H", "--", newest).splitlines()
    folder = tmp_path / "older"
    run_git("worktree", "add", "--detach", str(folder), f"{added}~1")
    yield folder
    run_git("worktree", "remove", "--force", str(folder))


@pytest.mark.skipif(not IS_LONG or shutil.which("git") is None, reason="the long form, with Git")
@pytest.mark.timeout(3600)
async def test_two_versions_on_one_database_count_as_one(older_program: Path, tmp_path: Path) -> None:
    async with open_postgres() as database, open_bank(tmp_path, database.wired_url) as bank:
        await play_day(bank, database, [older_program, ROOT, ROOT])
