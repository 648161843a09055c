"""Backup, restore, rebuild and audit verify on the command line: what they print, and their exit status."""

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from tests.cli.upkeep.commands import ROOT, callboard, chat


def test_a_backup_is_made_and_restored(home: Path) -> None:
    chat(home, "/log spoke")
    done = callboard(home, "backup", str(home / "backup.db"))
    assert (done.returncode, done.stderr) == (0, "")
    assert "which is not in it" in done.stdout
    key = (home / "callboard.key").read_bytes().strip()
    assert key not in (home / "backup.db").read_bytes()
    chat(home, "/log voicemail")
    refused = callboard(home, "restore", str(home / "backup.db"))
    assert refused.returncode == 2
    assert "add --yes" in refused.stderr
    assert "Everyone's calls: 3" in chat(home, "/log spoke", name="ben")
    done = callboard(home, "restore", str(home / "backup.db"), "--yes")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Everyone's calls: 2" in chat(home, "/log spoke", name="ben")


def test_a_running_callboard_is_backed_up_and_verified_but_not_restored_over(home: Path) -> None:
    chat(home, "/log spoke", "/org add North")
    pipe, command = subprocess.PIPE, [sys.executable, "-m", "bot", "chat", "--as", "ben"]
    config = ["--config", str(home / "config.yaml")]
    with subprocess.Popen([*command, *config], cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as running:
        assert running.stdin
        assert running.stdout
        running.stdin.write("/log spoke\n")
        running.stdin.flush()
        assert any("Reference" in line for line in running.stdout)
        assert callboard(home, "backup", str(home / "backup.db")).returncode == 0
        assert callboard(home, "audit", "verify").stdout == "1 entry, whole\n"
        refused = [callboard(home, "restore", str(home / "backup.db"), "--yes"), callboard(home, "rebuild")]
        running.send_signal(signal.SIGINT)
    for done in refused:
        assert done.returncode == 2
        assert "Stop it first" in done.stderr
    with closing(sqlite3.connect(home / "backup.db")) as copy:
        assert copy.execute("SELECT count(*) FROM calls").fetchone() == (2,)


def test_a_changed_trail_names_the_first_broken_entry(home: Path) -> None:
    chat(home, "/org add North", "/org add South", "/org add East")
    whole = callboard(home, "audit", "verify")
    assert (whole.returncode, whole.stdout) == (0, "3 entries, whole\n")
    with closing(sqlite3.connect(home / "callboard.db", isolation_level=None)) as plain:
        plain.execute("UPDATE audit SET action = 'org.list' WHERE seq = 2")
    broken = callboard(home, "audit", "verify")
    assert (broken.returncode, broken.stderr) == (1, "")
    assert broken.stdout == "Entry 2 is not as it was written. Before it: 1 entry, whole\n"


def test_wrong_totals_are_corrected_and_reported(home: Path) -> None:
    chat(home, "/log spoke")
    right = callboard(home, "rebuild")
    assert (right.returncode, right.stderr) == (0, "")
    assert right.stdout == "Every total was right: 20 of them. Nothing was changed.\n"
    with closing(sqlite3.connect(home / "callboard.db", isolation_level=None)) as plain:
        plain.execute("UPDATE counters SET n = 41 WHERE \"by\" = 'total' AND period = 'campaign'")
    assert "Everyone's calls: 42" in chat(home, "/log spoke", name="ben")
    mended = callboard(home, "rebuild")
    assert (mended.returncode, mended.stderr) == (1, "")
    wrong = "clean-dream-act: 1 total was wrong and is right now (1 for everybody)."
    assert mended.stdout == f"{wrong} Boards, reports and receipts show it at once.\n"
    assert "Everyone's calls: 3" in chat(home, "/log spoke", name="cy")
    assert callboard(home, "rebuild").returncode == 0


def test_people_who_were_counted_wrongly_are_reported(home: Path) -> None:
    chat(home, "/profile district:CA-11")
    with closing(sqlite3.connect(home / "callboard.db", isolation_level=None)) as plain:
        plain.execute("DELETE FROM resident_changes")
        plain.execute("INSERT OR REPLACE INTO residents VALUES ('', '')")  # counted once, and nobody was there
    mended = callboard(home, "rebuild")
    assert (mended.returncode, mended.stderr) == (1, "")
    assert mended.stdout == "Coverage: 1 number was wrong and is right now (people by where they live).\n"
    assert callboard(home, "rebuild").returncode == 0


def test_a_database_that_cannot_be_verified_is_named(home: Path) -> None:
    chat(home, "/org add North")
    with closing(sqlite3.connect(home / "callboard.db", isolation_level=None)) as plain:
        plain.execute("UPDATE alembic_version SET version_num = '9999'")
    done = callboard(home, "audit", "verify")
    assert done.returncode == 2
    assert done.stderr.startswith(f"{home / 'callboard.db'}")
    assert "copy.db" not in done.stderr


def test_a_districts_wrong_total_is_reported_once(home: Path) -> None:
    chat(home, "/profile district:CA-11", "/log spoke")
    with closing(sqlite3.connect(home / "callboard.db", isolation_level=None)) as plain:
        plain.execute("UPDATE counters SET n = 41 WHERE \"by\" = 'district' AND period = 'campaign'")
        plain.execute(
            "INSERT INTO counters SELECT campaign_id, period, 'zone', scope, key, n, people, last_at "
            "FROM counters WHERE \"by\" = 'total' AND period = 'campaign'"
        )
    mended = callboard(home, "rebuild")
    assert (mended.returncode, mended.stderr) == (1, "")
    assert "2 totals were wrong and are right now (1 for districts, 1 for 'zone')" in mended.stdout
    assert callboard(home, "rebuild").stdout.startswith("Every total was right")


def test_without_a_database_there_is_a_sentence(home: Path) -> None:
    for arguments in (("backup", str(home / "backup.db")), ("audit", "verify"), ("rebuild",)):
        done = callboard(home, *arguments)
        assert done.returncode == 2
        assert "no database here yet" in done.stderr
        assert "Traceback" not in done.stderr


def test_doctor_lists_rows_that_cannot_be_read(home: Path) -> None:
    chat(home, "/profile name:Ana", "/log spoke")
    fine = callboard(home, "doctor")
    assert "ok    Every row of the database can be read" in fine.stdout
    with closing(sqlite3.connect(home / "callboard.db")) as connection, connection:
        connection.execute("UPDATE people SET profile = 'gibberish'")
        connection.execute("UPDATE requests SET answer = '{'")
    done = callboard(home, "doctor")
    told = [line for line in done.stdout.splitlines() if line.startswith("mend")]
    assert done.returncode == 2
    assert any(" people " in line and "use /profile again" in line for line in told)
    assert any(" requests " in line and "answer can't be read" in line for line in told)
    mended = callboard(home, "chat", "--as", "ana", typed="/profile name:Ana\n/log voicemail senator-2\n")
    assert "Logged" in mended.stdout
    assert " people " not in callboard(home, "doctor").stdout
