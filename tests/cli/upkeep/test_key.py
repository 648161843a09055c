"""`callboard key rotate` on the command line: beside a running Callboard, again and again, and to the end."""

import signal
import sqlite3
import stat
import subprocess
import sys
from base64 import urlsafe_b64encode
from contextlib import closing
from pathlib import Path

from bot.core.base.keys.key_file import FILE
from bot.core.base.keys.keys import Keys
from tests.cli.upkeep.commands import ROOT, callboard, chat


def test_a_key_is_changed_and_the_former_one_dropped(home: Path) -> None:
    chat(home, "/profile name:Ana", "/log spoke", "/org add North")
    done = callboard(home, "key", "rotate")
    assert (done.returncode, done.stderr) == (0, "")
    assert "is current. Hashes changed: 1." in done.stdout
    assert "- answers to requests: 2 until " in done.stdout or "- answers to requests: 1 until " in done.stdout
    keys = (home / FILE).read_text().split()
    assert len(keys) == 2
    assert stat.S_IMODE((home / FILE).stat().st_mode) == 0o600
    again = callboard(home, "key", "rotate")  # goes on, and makes no third key
    assert "Values encrypted again: 0." in again.stdout
    assert (home / FILE).read_text().split() == keys
    assert "Everyone's calls: 2" in chat(home, "/log voicemail senator-2")
    assert "ok    The key was changed. The former key is" in callboard(home, "doctor").stdout
    waiting = callboard(home, "key", "rotate", "--finish")
    assert (waiting.returncode, (home / FILE).read_text().split()) == (1, keys)
    backup = callboard(home, "backup", str(home / "backup.db"))
    assert backup.stdout.count(" and ") >= 1, "a backup made now needs both keys"
    drilled = callboard(home, "restore", "--drill", str(home / "backup.db"))
    assert (drilled.returncode, drilled.stderr) == (0, "")
    with closing(sqlite3.connect(home / "callboard.db")) as plain, plain:
        plain.execute("DELETE FROM requests")  # as after a day
    finished = callboard(home, "key", "rotate", "--finish")
    assert (finished.returncode, finished.stderr) == (0, "")
    assert (home / FILE).read_text().split() == keys[1:]
    assert "Everyone's calls: 3" in chat(home, "/log spoke senator-1")
    assert callboard(home, "audit", "verify").stdout == "3 entries, whole\n"
    assert "was made" not in callboard(home, "doctor").stderr


def test_a_running_callboard_takes_the_new_key(home: Path) -> None:
    chat(home, "/log spoke")
    pipe, command = subprocess.PIPE, [sys.executable, "-m", "bot", "chat", "--as", "ana"]
    config = ["--config", str(home / "config.yaml")]
    with subprocess.Popen([*command, *config], cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as running:
        assert running.stdin
        assert running.stdout
        running.stdin.write("/log voicemail senator-1\n")
        running.stdin.flush()
        assert any("Reference" in line for line in running.stdout)
        done = callboard(home, "key", "rotate")
        assert (done.returncode, done.stderr) == (0, "")
        running.stdin.write("/log spoke senator-2\n")
        running.stdin.flush()
        assert any("Your calls: 3" in line for line in running.stdout)
        running.send_signal(signal.SIGINT)
    with closing(sqlite3.connect(home / "callboard.db")) as plain:
        assert plain.execute("SELECT count(*), min(length(key)) FROM accounts").fetchone() == (1, 36)


def test_keys_in_the_variable_are_made_by_the_admin(home: Path) -> None:
    one, two = (urlsafe_b64encode(bytes([number] * 32)).decode() for number in (1, 2))
    chat(home, "/log spoke", CALLBOARD_KEY=one)
    refused = callboard(home, "key", "rotate", CALLBOARD_KEY=one)
    assert refused.returncode == 2
    assert "There's only one key here. Make another with callboard key make" in refused.stderr
    assert callboard(home, "key", "rotate", CALLBOARD_KEY=f"{one},{two}").returncode == 0
    assert "Your calls: 2" in chat(home, "/log spoke senator-1", CALLBOARD_KEY=f"{one},{two}")
    lacking = callboard(home, "chat", "--as", "ana", CALLBOARD_KEY=one)
    assert lacking.returncode == 2
    assert "isn't the key that this database is in use with. Put the key" in lacking.stderr
    assert not (home / FILE).exists()


def test_an_id_reveals_nothing() -> None:
    assert Keys(bytes(32)).id == Keys(bytes(32)).check[:4].hex()
    assert bytes(32).hex()[:8] != Keys(bytes(32)).id
