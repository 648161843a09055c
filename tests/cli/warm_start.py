"""Starts the command line in processes that have imported it already, and have read the English sentences.

Nine tenths of a start are that. Each command here is a process of its own, with its own arguments, environment,
folder, streams and exit status. Tests of how Python starts (streams, signals, terminals) start Python instead.
"""

import io
import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["bot.cli.serve.console_session", "bot.cli.program", "tests.cli.warm_words", __name__])


def run_callboard(
    arguments: Sequence[str], environ: Mapping[str, str], folder: Path, typed: str = "", seconds: float = 30
) -> subprocess.CompletedProcess[str]:
    """Run ``callboard`` with ``arguments`` in ``folder``, and ``typed`` on its standard input; see `subprocess.run`.

    Raises TimeoutExpired after ``seconds``.
    """
    with tempfile.TemporaryDirectory(prefix="callboard-") as streams:
        paths = [Path(streams, name) for name in ("stdin", "stdout", "stderr")]
        paths[0].write_text(typed, "utf-8", newline="")
        process = _context.Process(target=_run, args=(tuple(arguments), dict(environ), folder, paths))
        process.start()
        process.join(seconds)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(list(arguments), seconds)
        output, errors = (path.read_text("utf-8") if path.exists() else "" for path in paths[1:])
        return subprocess.CompletedProcess(list(arguments), process.exitcode, output, errors)


def _run(arguments: Sequence[str], environ: Mapping[str, str], folder: Path, paths: Sequence[Path]) -> None:
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environ)
    for number, path in enumerate(paths):
        opened = os.open(path, os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = io.TextIOWrapper(os.fdopen(0, "rb", closefd=False), encoding="utf-8")
    sys.stdout = io.TextIOWrapper(os.fdopen(1, "wb", closefd=False), encoding="utf-8")
    sys.stderr = io.TextIOWrapper(os.fdopen(2, "wb", closefd=False), encoding="utf-8", line_buffering=True)
    sys.argv = ["bot", *arguments]
    from bot.cli.program import main

    main()
