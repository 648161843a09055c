"""The command line, from outside: what it prints, and its exit status."""

import fcntl
import os
import pty
import select
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from bot.cli.program import build_app
from tests.cli.warm_start import run_callboard
from tests.public_data.capitol import ENDS, make_congress

ROOT = Path(__file__).parents[2]
CURSOR = b"\x1b[6n"  # prompt-toolkit asks a terminal for its cursor's position with each prompt


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with its own config and the shipped campaigns."""
    shutil.copytree(ROOT / "campaigns", tmp_path / "campaigns")
    (tmp_path / "config.yaml").write_text("coalition: {name: Valley}\n")
    return tmp_path


def callboard(home: Path, *arguments: str, typed: str = "", **environ: str) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("DISCORD", "SLACK", "CALLBOARD"))}
    return run_callboard((*arguments, "--config", str(home / "config.yaml")), kept | environ, ROOT, typed)


# chat


def test_the_main_job_in_a_pipe(home: Path) -> None:
    done = callboard(home, "chat", typed="/script\n/log spoke\n/log voicemail\n/leaderboard\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout
    lines = done.stdout.splitlines()
    assert [line for line in lines if line.startswith("> ")] == [
        "> /script",
        "> /log spoke",
        "> /log voicemail",
        "> /leaderboard",
    ]
    assert "(202) 224-3121" in done.stdout
    board = lines[lines.index("> /leaderboard") :]
    (chapter,) = [line for line in board if "No chapter yet" in line]
    assert chapter == "No chapter yet: 2 calls"


def test_each_name_is_a_separate_person(home: Path) -> None:
    callboard(home, "chat", "--as", "Ana", typed="/log spoke\n")
    again = callboard(home, "chat", "--as", "ANA", typed="/log spoke representative\n")
    assert "still counts once" in again.stdout
    other = callboard(home, "chat", "--as", "Ben", typed="/log spoke representative\n/role list\n")
    assert "Admin for the whole coalition" not in other.stdout
    assert "still counts once" not in other.stdout


def test_what_is_not_utf8_is_harmless(home: Path) -> None:
    command = [sys.executable, "-m", "bot", "chat", "--config", str(home / "config.yaml")]
    done = subprocess.run(command, cwd=ROOT, input=b"/log \xff\xfe\n/log spoke\n", capture_output=True, timeout=30)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"> /log spoke" in done.stdout


@pytest.mark.parametrize("name", ["", "  ", "x" * 81])
def test_any_name_works(home: Path, name: str) -> None:
    done = callboard(home, "chat", "--as", name)
    assert done.returncode == 2
    assert "1 to 80 characters" in done.stderr


def test_a_second_process_is_refused_with_a_sentence(home: Path) -> None:
    assert "Admin for the whole coalition" in callboard(home, "chat", typed="/role list\n").stdout
    with (home / "callboard.db.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = callboard(home, "chat", typed="/log spoke\n")
    assert done.returncode == 2
    assert "already running" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_person_at_a_terminal(home: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "bot", "chat", "--config", str(home / "config.yaml")]
    process = subprocess.Popen(command, cwd=ROOT, stdin=theirs, stdout=theirs, stderr=theirs)
    try:
        os.close(theirs)
        seen = _until(ours, CURSOR)
        os.write(ours, b"\x1b[1;1R/log spoke\r")
        seen += _until(ours, CURSOR)
        os.write(ours, b"\x1b[1;1R\x04")
        assert process.wait(20) == 0
    finally:
        process.kill()
        process.wait()
        os.close(ours)
    assert b"Welcome" in seen
    assert b"Logged" in seen


def _until(terminal: int, mark: bytes) -> bytes:
    """Read a terminal's output up to ``mark``. Raises TimeoutError after forty silent seconds."""
    seen = b""
    while mark not in seen:
        if not select.select([terminal], [], [], 40)[0]:
            raise TimeoutError(seen)
        seen += os.read(terminal, 4096)
    return seen


# check, run, doctor, manifest


def test_check_counts_good_campaigns(home: Path) -> None:
    done = callboard(home, "check")
    assert (done.returncode, done.stderr) == (0, "")
    verdict, *others = done.stdout.splitlines()
    assert verdict == f"All good: {home / 'config.yaml'}, 1 campaign, 7 scripts."
    assert all(line.startswith("Sentences: ") for line in others)  # what a language lacks is no fault


def test_check_says_what_the_environment_sets(home: Path) -> None:
    done = callboard(home, "check", CALLBOARD_COALITION_NAME="Value Our Families", CALLBOARD_SLACK_PORT="8080")
    assert done.returncode == 0
    assert done.stdout.splitlines()[1:3] == [
        "coalition.name is set by CALLBOARD_COALITION_NAME, not by config.yaml.",
        "slack.port is set by CALLBOARD_SLACK_PORT, not by config.yaml.",
    ]
    wrong = callboard(home, "check", CALLBOARD_SLACK_PORT="high")
    assert wrong.returncode == 2
    assert wrong.stderr == "environment: CALLBOARD_SLACK_PORT must be a whole number, in digits only\n"


def test_check_names_every_problem_of_every_file(home: Path) -> None:
    (home / "config.yaml").write_text("coalition: {nam: Valley}\nlog: {level: loud}\n")
    (home / "campaigns" / "bad.yaml").write_text("campaign: bad\n")
    done = callboard(home, "check")
    assert done.returncode == 2
    places = [line.split(": ")[0] for line in done.stderr.splitlines()]
    assert f"{home / 'config.yaml'}:1:13" in places
    assert f"{home / 'config.yaml'}:2:14" in places
    assert any(place.startswith(f"{home / 'campaigns' / 'bad.yaml'}:") for place in places)


def test_check_names_missing_members_with_their_place(home: Path) -> None:
    folder = home / "campaigns"
    text = "scripts: {en: {text: Hello}}\n"
    (folder / "gov.yaml").write_text(f"campaign: gov\ntitle: Gov\norg: Nort\ntargets: [my_members, X999999]\n{text}")
    (folder / "com.yaml").write_text(f"campaign: com\ntitle: Com\ntargets: {{committee: SSZZ}}\n{text}")
    before = callboard(home, "check")
    assert before.returncode == 2
    assert "All good" not in before.stdout
    assert f"{folder / 'gov.yaml'}:4:23: whether X999999 is in Congress isn't known" in before.stdout
    assert f"{folder / 'gov.yaml'}:3:6: whether there is an organization called" in before.stdout
    assert before.stderr == f"{folder / 'com.yaml'}:3:22: SSZZ is no committee of Congress\n"
    loaded = callboard(home, "congress", "update", "--from", str(make_congress().put(home / "files")))
    assert loaded.returncode == 0
    after = callboard(home, "check")
    assert (after.returncode, "All good" in after.stdout) == (2, False)
    for place, words in (
        ("com.yaml:3:22", "SSZZ is no"),
        ("gov.yaml:4:23", "X999999 isn't"),
        ("gov.yaml:3:6", '"Nort"'),
    ):
        [line] = [line for line in after.stderr.splitlines() if line.startswith(str(folder / place))]
        assert words in line
        assert place == "gov.yaml:3:6" or line in loaded.stdout


def test_a_missing_config_is_named(tmp_path: Path) -> None:
    done = callboard(tmp_path, "chat")
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no such file" in done.stderr


def test_run_without_tokens_points_to_chat(home: Path) -> None:
    done = callboard(home, "run")
    assert done.returncode == 2
    for name in (
        "DISCORD_TOKEN",
        "SLACK_BOT_TOKEN",
        "SLACK_APP_TOKEN",
        "SLACK_SIGNING_SECRET",
        "callboard chat",
    ):
        assert name in done.stderr
    assert not (home / "callboard.db").exists()


def test_run_reports_problems_of_config_and_tokens_together(home: Path) -> None:
    (home / "config.yaml").write_text("log: {level: loud}\n")
    done = callboard(home, "run", DISCORD_TOKEN='"quoted"')
    assert done.returncode == 2
    assert "level" in done.stderr
    assert "DISCORD_TOKEN has quotation marks" in done.stderr


def test_doctor_does_not_create_the_database(home: Path) -> None:
    done = callboard(home, "doctor")
    assert done.returncode == 0, done.stdout
    assert "will be made at the first start" in done.stdout
    assert not (home / "callboard.db").exists()


def test_a_database_without_its_key_gets_no_new_one(home: Path) -> None:
    callboard(home, "chat", typed="/log spoke\n")
    (home / "callboard.key").rename(home / "aside")
    done = callboard(home, "chat", typed="/log spoke\n")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"{home / 'callboard.key'}: The key of this database is missing.")
    (home / "aside").rename(home / "callboard.key")
    assert "Your calls: 2" in callboard(home, "chat", typed="/log voicemail\n").stdout


def test_an_unreachable_database_is_a_sentence(home: Path) -> None:
    done = callboard(
        home,
        "chat",
        CALLBOARD_STORE_URL="postgresql://nobody:secret@127.0.0.1:1/none",
        CALLBOARD_KEY="A" * 43 + "=",
    )
    assert done.returncode == 1
    assert done.stderr.startswith("The database can't be used just now")
    assert "secret" not in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("arguments", "socket"), [((), True), (("--http", "https://bot.example.org"), False)])
def test_the_slack_manifest_has_every_command(home: Path, arguments: tuple[str, ...], socket: bool) -> None:
    done = callboard(home, "manifest", "slack", *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    manifest = yaml.safe_load(done.stdout)
    assert manifest["settings"]["socket_mode_enabled"] is socket
    names = {command["command"] for command in manifest["features"]["slash_commands"]}
    assert names >= {
        "/callboard",
        "/script",
        "/log",
        "/leaderboard",
        "/mycalls",
        "/undo",
        "/profile",
        "/actions",
    }
    assert not (home / "callboard.db").exists()


# congress


@pytest.mark.parametrize(
    "address", ["calls.example", "http://calls.example", "https://", "https://calls.example?a=1", "https://a b", ""]
)
def test_no_manifest_has_an_address_that_slack_refuses(address: str) -> None:
    done = CliRunner().invoke(build_app(), ["manifest", "slack", "--http", address])
    assert (done.exit_code, done.stdout) == (2, "")
    assert "https://callboard.example.org" in done.stderr


def test_an_update_of_congress_is_refused_while_another_command_writes(home: Path) -> None:
    callboard(home, "chat")
    files = make_congress().put(home / "files")
    with (home / "callboard.db.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = callboard(home, "congress", "update", "--from", str(files))
    assert done.returncode == 2
    assert "already running" in done.stderr


def test_an_update_of_congress_and_check_say_what_is_doubtful(home: Path) -> None:
    files = make_congress(ends=ENDS.replace(year=2025)).put(home / "files")
    done = callboard(home, "congress", "update", "--from", str(files))
    assert (done.returncode, done.stderr) == (0, "")
    checked = callboard(home, "check")
    assert checked.returncode == 0
    good, doubt, *_ = checked.stdout.splitlines()
    assert good.startswith("All good")
    assert doubt == done.stdout.splitlines()[-1]
    bad = callboard(home, "congress", "update", "--from", str(home))
    assert (bad.returncode, bad.stdout) == (2, "")
    assert bad.stderr.endswith("Nothing was changed.\n")
