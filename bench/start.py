"""The time from the command to the prompt: `./callboard chat` with nothing typed, beside `python -c pass`."""

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from bench.core import ROOT
from bench.rounds import take_turns
from bench.table import Bar, Row

TITLE = "Start to ready"
_SHOWN = 10
_LONGEST = 45  # times what Python itself takes to start
_LAUNCHER = (str(ROOT / "callboard"),)


async def measure(repeats: int = 9, launcher: Sequence[str] = _LAUNCHER, *, warm_up: bool = True) -> tuple[Row, ...]:
    """The seconds of a start on an existing database, and of one that has to make it."""
    with tempfile.TemporaryDirectory(prefix="callboard-bench-") as folder:
        known, new = _install(Path(folder), "known"), _install(Path(folder), "new")
        commands: dict[str, Callable[[], float]] = {
            "python": partial(_seconds, (sys.executable, "-c", "pass")),
            "chat": partial(_seconds, _chat(launcher, known)),
            "first chat": partial(_first, _chat(launcher, new), new.parent),
        }
        for command in commands.values() if warm_up else ():
            await asyncio.to_thread(command)  # an installed program has its bytecode and file cache already
        takes = {name: partial(asyncio.to_thread, command) for name, command in commands.items()}
        taken = await take_turns(repeats, takes)
    bar = Bar("at most", 1.0)
    return (
        Row("chat", "s", taken["chat"], bar=bar),
        Row("chat, database still to make", "s", taken["first chat"]),
        Row("chat", "s", taken["chat"], "python -c pass", taken["python"], Bar("at most", _LONGEST)),
    )


def imports() -> str:
    """The imports that take longest at a start, alone and with everything that they import."""
    with tempfile.TemporaryDirectory(prefix="callboard-bench-") as folder:
        command = _chat(_LAUNCHER, _install(Path(folder), "known"))
        _run(command)
        lines = _run(command, {"PYTHONPROFILEIMPORTTIME": "1"}).splitlines()
    rows = [line.removeprefix("import time:").split("|") for line in lines if line.startswith("import time:")]
    times = [(int(own), int(total), name.strip()) for own, total, name in rows[1:]]
    slowest = sorted(times, key=lambda one: one[1], reverse=True)[:_SHOWN]
    return "\n".join(f"{whole / 1000:8.1f} ms, {own / 1000:6.1f} its own  {name}" for own, whole, name in slowest)


def _install(folder: Path, name: str) -> Path:
    """The settings file of a new installation with the sample campaign."""
    home = folder / name
    shutil.copytree(ROOT / "campaigns", home / "campaigns")
    return Path(shutil.copy(ROOT / "config.yaml", home / "config.yaml"))


def _chat(launcher: Sequence[str], config: Path) -> tuple[str, ...]:
    return (*launcher, "chat", "--config", str(config))


def _first(command: Sequence[str], home: Path) -> float:
    for path in home.glob("callboard.*"):
        path.unlink()
    return _seconds(command)


def _seconds(command: Sequence[str]) -> float:
    begun = time.perf_counter()
    _run(command)
    return time.perf_counter() - begun


def _run(command: Sequence[str], also: Mapping[str, str] | None = None) -> str:
    """Run a command with nothing on its standard input, and return what it wrote on stderr."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("CALLBOARD_")}
    done = subprocess.run(
        command,
        input="",
        env={**environ, **(also or {})},
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    return done.stderr
