"""Ctrl-C and damaged bytecode while modules load end in no traceback, and never in a bare "Aborted!"."""

import importlib.util
import os
import py_compile
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli.support.loading import explain_bytecode

ROOT = Path(__file__).parents[3]
HEADER = 16  # bytes; Python itself compiles anew what has a shorter one


def run(*words: str, **environ: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "bot", *words],
        env=os.environ | environ,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stdout, done.stderr


# bot.cli.program imports the first, `key make` the second within its command, and `check` the third.
@pytest.mark.parametrize(
    ("module", "words"), [("typer", ("chat",)), ("secrets", ("key", "make")), ("yaml", ("check",))]
)
def test_control_c_while_modules_load_is_quiet(tmp_path: Path, module: str, words: tuple[str, ...]) -> None:
    (tmp_path / f"{module}.py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGINT)\n")
    assert run(*words, PYTHONPATH=f"{tmp_path}:{ROOT}") == (130, "", "")


def test_damaged_bytecode_is_named(tmp_path: Path) -> None:
    environ = {"PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": ""}
    assert run("key", "make", **environ)[0] == 0
    for module in ("support/first_files", "program"):  # imported within the command, and before it
        [file] = tmp_path.rglob(f"bot/cli/{module}.*.pyc")
        whole = file.read_bytes()
        file.write_bytes(whole[:-9])
        status, shown, said = run("key", "make", **environ)
        assert (status, shown) == (1, "")
        assert said.startswith(f"{file} is damaged")
        assert said.count("\n") == 1
        file.write_bytes(whole)


@pytest.mark.parametrize(
    ("kept", "rest"), [(HEADER, b""), (HEADER + 1, b""), (HEADER + 20, b""), (-1, b""), (HEADER, bytes(900))]
)
def test_bytecode_that_was_not_written_whole(tmp_path: Path, kept: int, rest: bytes) -> None:
    (source := tmp_path / "cut.py").write_text("NAME = 'value'\n")
    compiled = Path(py_compile.compile(str(source), doraise=True) or "")
    compiled.write_bytes(compiled.read_bytes()[:kept] + rest)
    spec = importlib.util.spec_from_file_location("cut", source)
    assert spec is not None
    assert spec.loader is not None
    with pytest.raises((EOFError, ValueError)) as raised:
        spec.loader.exec_module(importlib.util.module_from_spec(spec))
    assert str(explain_bytecode(raised.value)).startswith(f"{compiled} is damaged")


@pytest.mark.parametrize("error", [EOFError("no more"), ValueError("bad value"), TypeError()])
def test_an_error_of_something_else_is_not_explained(error: Exception) -> None:
    assert explain_bytecode(error) is None
    with pytest.raises(type(error)) as raised:
        raise error
    assert explain_bytecode(raised.value) is None
