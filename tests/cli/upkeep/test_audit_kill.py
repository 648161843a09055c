"""kill -9 between an audit entry's note outside the database and its commit: verify distinguishes it from a removal."""

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.upkeep.commands import ROOT, callboard, chat


def kill_before_commit(home: Path, count: int) -> None:
    command = (sys.executable, "-m", "tests.cli.upkeep.killed_entry", str(home / "config.yaml"), str(count))
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr


def remove_entry(home: Path, seq: int) -> None:
    """Remove an entry and all after it, and move the head, as somebody with access to the database can."""
    with closing(sqlite3.connect(home / "callboard.db")) as plain, plain:
        [(seal,)] = plain.execute("SELECT hash FROM audit WHERE seq = ?", (seq - 1,))
        plain.execute("DELETE FROM audit WHERE seq >= ?", (seq,))
        plain.execute("UPDATE meta SET value = ? WHERE name = 'audit'", (seal,))


@pytest.mark.parametrize(("count", "which"), [(1, "Entry 2 was"), (3, "Entries 2 to 4 were")])
def test_an_unsaved_entry_is_reported_and_is_no_alarm(home: Path, count: int, which: str) -> None:
    chat(home, "/org add North")
    kill_before_commit(home, count)
    done = callboard(home, "audit", "verify")
    whole, said = done.stdout.splitlines()
    assert (done.returncode, whole) == (0, "1 entry, whole")
    assert said.startswith(f"{which} announced in callboard.audit and never saved")
    kill_before_commit(home, 1)
    assert callboard(home, "audit", "verify").returncode == 0
    chat(home, "/callboard")
    assert callboard(home, "audit", "verify").stdout == "2 entries, whole\n"
    chat(home, "/org add South")
    assert callboard(home, "audit", "verify").stdout == "3 entries, whole\n"


def test_a_saved_entry_that_was_removed_is_an_alarm_also_after_a_kill(home: Path) -> None:
    chat(home, "/org add North", "/org add South")
    kill_before_commit(home, 1)
    remove_entry(home, 2)
    done = callboard(home, "audit", "verify")
    assert done.returncode == 1
    assert "Entry 2 is missing" in done.stdout


def test_an_unsaved_entry_does_not_excuse_a_removed_one(home: Path) -> None:
    chat(home, "/org add North")
    kill_before_commit(home, 2)
    chat(home, "/org add South")
    remove_entry(home, 2)
    assert callboard(home, "audit", "verify").returncode == 1
