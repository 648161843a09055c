"""Closed, full and broken streams end in a sentence and a status, never in a traceback."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
CHAT, CHECK, HELP, MANIFEST = ("chat",), ("check",), ("--help",), ("manifest", "slack")
FULL = ">/dev/full"


@pytest.fixture
def home(tmp_path: Path, sqlite_path: Path) -> Path:
    """A folder with a new database: to make one takes a third of a start, and what is tested here is the streams."""
    shutil.copytree(ROOT / "campaigns", tmp_path / "campaigns")
    shutil.copy(ROOT / "config.yaml", tmp_path)
    return tmp_path


def shell(home: Path, command: tuple[str, ...], streams: str, typed: bytes = b"/script\n") -> tuple[int, str]:
    """Run a command with a shell's redirections; return its status and what it wrote to stderr."""
    config = () if command == HELP else ("--config", str(home / "config.yaml"))
    line = f'exec "$@" {streams}'
    done = subprocess.run(
        ["/bin/sh", "-c", line, "sh", sys.executable, "-m", "bot", *command, *config],
        cwd=ROOT,
        input=typed,
        capture_output=True,
        timeout=50,
    )
    return done.returncode, done.stderr.decode()


@pytest.mark.parametrize("command", [CHAT, CHECK, HELP, MANIFEST], ids=" ".join)
def test_a_full_device_is_reported_in_one_line(home: Path, command: tuple[str, ...]) -> None:
    status, said = shell(home, command, FULL)
    assert (status, said) == (1, "The output couldn't be written: there is no room left.\n")


# A command that reads nothing and one that reads lines differ only in what they do with their input.
@pytest.mark.parametrize(
    ("command", "streams"),
    [(CHAT, "<&-"), (CHAT, ">&-"), (CHAT, "<&- >&-"), (CHAT, "<&- >/dev/null"), (CHECK, ">&-"), (CHECK, "<&- >&-")],
)
def test_closed_streams_read_as_empty(home: Path, command: tuple[str, ...], streams: str) -> None:
    assert shell(home, command, streams) == (0, "")


@pytest.mark.parametrize(
    ("command", "streams", "said"),
    [
        (CHAT, "0>sink", "Standard input can't be read: "),
        (CHAT, "0>&1", "Standard input can't be read: "),
        (CHAT, "1</dev/null", "Standard output can't be written to: "),
        (CHECK, "1<README.md", "Standard output can't be written to: "),
        (HELP, "1</dev/null", "Standard output can't be written to: "),
        (MANIFEST, "1<&0", "Standard output can't be written to: "),
    ],
)
def test_a_stream_open_the_wrong_way_is_named(home: Path, command: tuple[str, ...], streams: str, said: str) -> None:
    sentence = f"{said}give Callboard a file, a pipe or a terminal there.\n"
    assert shell(home, command, streams.replace("sink", str(home / "sink"))) == (2, sentence)


@pytest.mark.parametrize("streams", ["2</dev/null", "2>&-", "0<&- 2>&-"])
def test_an_unusable_standard_error_costs_only_what_goes_there(home: Path, streams: str) -> None:
    assert shell(home, CHAT, streams) == (0, "")
    (home / "config.yaml").write_text("nonsense: 1\n")
    assert shell(home, CHECK, streams + " >&-") == (2, "")


def test_input_that_is_not_text_is_refused_and_never_saved(home: Path) -> None:
    bad = (b"\xff\xfe", b"J\xe9r", b"\xc3(", b"\xed\xa0\x80", b"Jo\x80")
    lines = b"".join((b"/profile name:Ana\n", *(b"/profile name:" + one + b"\n" for one in bad), b"/mydata show\n"))
    config = ("--config", str(home / "config.yaml"))
    done = subprocess.run(
        [sys.executable, "-m", "bot", "chat", *config], cwd=ROOT, input=lines, capture_output=True, check=True
    )
    shown = done.stdout.decode()
    assert shown.count("Nothing was saved") == len(bad)
    assert "Name in your script: Ana" in shown.partition("/mydata show")[2]
    assert "\ufffd" not in shown.partition("/mydata show")[2]
