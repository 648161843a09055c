"""`callboard move`: from SQLite to PostgreSQL on the command line, with the next steps."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import asyncpg
import pytest

from tests.cli.upkeep.commands import ROOT, callboard, chat
from tests.cli.warm_start import run_callboard


def move(home: Path, url: str) -> subprocess.CompletedProcess[str]:
    return callboard(home, "move", "--to", url)


def on_postgres(home: Path, url: str, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command on the new database, with the key of the old one, as `move` says."""
    key = (home / "callboard.key").read_text().strip()
    environ = {**os.environ, "CALLBOARD_STORE_URL": url, "CALLBOARD_KEY": key}
    return run_callboard((*arguments, "--config", str(home / "config.yaml")), environ, ROOT, typed)


def count_rows(url: str) -> int:
    """The number of rows in calls and the audit trail; 0 without tables."""

    async def count() -> int:
        connection = await asyncpg.connect(url)
        try:
            return int(await connection.fetchval("SELECT (SELECT count(*) FROM calls) + (SELECT count(*) FROM audit)"))
        except asyncpg.UndefinedTableError:
            return 0
        finally:
            await connection.close()

    return asyncio.run(count())


def change(home: Path, *statements: str) -> None:
    with closing(sqlite3.connect(home / "callboard.db")) as plain, plain:
        for statement in statements:
            plain.execute(statement)


def live(home: Path) -> None:
    chat(home, "/org add North", "/profile district:CA-11 name:Ana", "/remindme daily 9:00", "/log spoke")
    chat(home, "/log voicemail", name="ben")


def test_callboard_continues_where_it_stopped(home: Path, postgres_url: str) -> None:
    live(home)
    done = move(home, postgres_url)
    assert (done.returncode, done.stderr) == (0, "")
    assert "every total equals the calls, and the audit trail is whole." in done.stdout
    assert "store.url in config.yaml" in done.stdout
    assert f"Set CALLBOARD_KEY to what {home / 'callboard.key'} holds" in done.stdout
    assert f"callboard.audit and callboard.forgotten stay in {home}" in done.stdout
    verified = on_postgres(home, postgres_url, "audit", "verify")
    assert (verified.returncode, verified.stdout) == (0, "1 entry, whole\n")
    told = on_postgres(home, postgres_url, "chat", "--as", "ana", typed="/mydata show\n/log voicemail senator-2\n")
    assert "Everyone's calls: 3" in told.stdout
    assert "Ana" in told.stdout
    assert on_postgres(home, postgres_url, "rebuild").stdout.startswith("Every total was right")


def test_the_password_is_never_shown(home: Path, postgres_url: str) -> None:
    live(home)
    scheme, rest = postgres_url.split("://")
    done = move(home, f"{scheme}://postgres:hush@{rest.rpartition('@')[2]}")
    assert done.returncode == 0, done.stderr
    assert "hush" not in done.stdout + done.stderr
    broken = move(home, "postgresql://postgres:hush@[::1/x")
    assert broken.returncode == 2
    assert "hush" not in broken.stdout + broken.stderr


@pytest.mark.parametrize(
    ("to", "sentence"),
    [
        ("sqlite:///other.db", "must be postgresql://"),
        ("mysql://host/name", "must be sqlite:///FILE or postgresql://"),
        ("", "must be sqlite:///FILE or postgresql://"),
    ],
)
def test_an_invalid_address_is_refused(home: Path, to: str, sentence: str) -> None:
    live(home)
    done = move(home, to)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_database_or_its_key_nothing_is_moved(home: Path, postgres_url: str) -> None:
    missing = move(home, postgres_url)
    assert missing.returncode == 2
    assert "no database here yet" in missing.stderr
    live(home)
    (home / "callboard.key").rename(home / "aside")
    keyless = move(home, postgres_url)
    assert keyless.returncode == 2
    assert "The key of this database is missing" in keyless.stderr
    assert count_rows(postgres_url) == 0


def test_a_running_callboard_is_not_moved(home: Path, postgres_url: str) -> None:
    live(home)
    pipe, command = subprocess.PIPE, [sys.executable, "-m", "bot", "chat", "--config", str(home / "config.yaml")]
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as running:
        assert running.stdin
        assert running.stdout
        running.stdin.write("/log spoke\n")
        running.stdin.flush()
        assert any("Reference" in line for line in running.stdout)
        refused = move(home, postgres_url)
        running.send_signal(signal.SIGINT)
    assert refused.returncode == 2
    assert "already running" in refused.stderr
    assert count_rows(postgres_url) == 0


def test_wrong_totals_have_to_be_fixed_before_a_move(home: Path, postgres_url: str) -> None:
    live(home)
    change(home, "UPDATE counters SET n = 41 WHERE \"by\" = 'total' AND period = 'campaign'")
    refused = move(home, postgres_url)
    assert refused.returncode == 2
    assert "callboard rebuild" in refused.stderr
    assert count_rows(postgres_url) == 0
    assert callboard(home, "rebuild").returncode == 1
    assert move(home, postgres_url).returncode == 0


def test_a_broken_trail_is_moved_and_still_reported(home: Path, postgres_url: str) -> None:
    live(home)
    change(home, "UPDATE audit SET action = 'org.list'")
    done = move(home, postgres_url)
    assert done.returncode == 0, done.stderr
    assert "the audit trail isn't whole, as before: Entry 1 is not as it was written." in done.stdout
    assert on_postgres(home, postgres_url, "audit", "verify").returncode == 1


def test_a_database_already_on_postgres_stays(home: Path, postgres_url: str) -> None:
    live(home)
    done = on_postgres(home, postgres_url, "move", "--to", postgres_url)
    assert done.returncode == 2
    assert "on PostgreSQL already" in done.stderr


def test_a_folder_that_changes_is_named(home: Path, postgres_url: str) -> None:
    (home / "data").mkdir()
    config = (home / "config.yaml").read_text()
    (home / "config.yaml").write_text(f"{config}store: {{url: sqlite:///data/callboard.db}}\n")
    live(home)
    done = move(home, postgres_url)
    assert done.returncode == 0, done.stderr
    assert f"Move callboard.audit and callboard.forgotten from {home / 'data'} to {home}" in done.stdout
