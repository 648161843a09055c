"""Sets up .venv: run by ./callboard with any Python from 3.11, before anything is installed.

    python3 scripts/setup_venv.py runtime|dev

Installs requirements/<name>.txt, every file checked against its hash: with uv where it is on the PATH, else
with venv and pip. Only the standard library is imported. Exit status 0 says that .venv is ready; any
other that it is not, with one sentence on stderr.

.venv/.callboard holds `python` (the interpreter's real path) and a copy of each installed lock, written last
of all: the launcher compares with them. .venv.lock is held while a set-up is under way, and is not empty if
the last one was cut off halfway: then .venv is made anew.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / ".callboard"
# Which locks a lock contains: the tests' holds the runtime's whole (scripts/lock).
CONTAINED = {"runtime": ("runtime",), "dev": ("runtime", "dev")}
# uv trusts its own list of certificates unless told; the second name is what versions before 0.11 read.
UV_ENVIRONMENT = {"UV_SYSTEM_CERTS": "1", "UV_NATIVE_TLS": "1", "UV_PYTHON_DOWNLOADS": "never"}
PIP_QUIETLY = ("--quiet", "--disable-pip-version-check", "--no-input", "--no-compile", "--no-user")


class SetUpError(Exception):
    """What went wrong and what to do, as one sentence."""


def say(sentence: str) -> None:
    """To stderr: stdout belongs to the command that the person asked for."""
    print(sentence, file=sys.stderr, flush=True)


@contextmanager
def alone() -> Iterator[TextIO]:
    """Holds off a second set-up of the same folder until this one has ended, however it ends."""
    with (ROOT / ".venv.lock").open("a+") as journal:
        try:
            fcntl.flock(journal, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another start is setting Callboard up; waiting for it…")
            fcntl.flock(journal, fcntl.LOCK_EX)
        # An installer that outlives this process still writes to .venv: it holds the lock along with us.
        os.set_inheritable(journal.fileno(), True)
        journal.seek(0)
        yield journal


def lock_file(name: str) -> Path:
    """The pinned requirements called `runtime` or `dev`."""
    return ROOT / "requirements" / f"{name}.txt"


def is_ready(name: str) -> bool:
    """The launcher's own question, asked again: another start may just have answered it."""
    try:
        base = Path((STAMPS / "python").read_text().rstrip("\n"))
        same_lock = (STAMPS / f"{name}.txt").read_bytes() == lock_file(name).read_bytes()
        return same_lock and PYTHON.samefile(base)
    except OSError:
        return False


def works(*command: str | Path) -> bool:
    """Whether the command can be run and ends with status 0."""
    with suppress(OSError):
        return subprocess.run(command, capture_output=True).returncode == 0
    return False


def run(*command: str | Path) -> None:
    """Runs an installer quietly; where it fails, its own first error is the reason given."""
    done = subprocess.run(
        command,
        close_fds=False,  # for the lock, see alone()
        env=os.environ | UV_ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    if done.returncode != 0:
        lines = [line.strip() for line in done.stdout.splitlines() if line.strip()]
        errors = [line for line in lines if line.lower().startswith(("error", "×"))]
        reason = (errors + lines[-1:] + [f"exit status {done.returncode}"])[0]
        raise SetUpError(
            "Callboard could not fetch what it needs. Nothing of yours was changed: "
            f"check the connection and run this again. ({reason})"
        )


def is_usable() -> bool:
    """Whether .venv's interpreter runs, is new enough, and is the one whose packages .venv holds."""
    question = "import sys, sysconfig; print(sys.version_info >= (3, 11), sysconfig.get_path('purelib'))"
    with suppress(OSError):
        answer = subprocess.run([PYTHON, "-I", "-c", question], capture_output=True, text=True).stdout
        good, _, packages = answer.strip().partition(" ")
        return good == "True" and Path(packages).is_relative_to(VENV) and Path(packages).is_dir()
    return False


def create(uv: str | None) -> None:
    """Makes an empty .venv, in place of whatever could not be used."""
    # The interpreter behind a virtual environment's: the present one may stand in the very .venv to replace.
    base: str = getattr(sys, "_base_executable", sys.executable)
    if uv is None and not works(base, "-I", "-c", "import venv, ensurepip"):
        raise SetUpError(
            "Callboard needs Python's venv module: install it "
            "(on Debian and Ubuntu: apt install python3-venv) and run this again."
        )
    remove()
    if uv is not None:
        run(uv, "venv", "--quiet", "--python", base, VENV)
    else:
        run(base, "-I", "-m", "venv", VENV)


def remove() -> None:
    """Takes .venv away, if it is there."""
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    elif VENV.exists():
        shutil.rmtree(VENV)


def install(name: str, uv: str | None) -> None:
    """Both installers download and check everything before they touch .venv."""
    lock = ("--require-hashes", "--requirement", lock_file(name))
    if uv is not None:
        run(uv, "pip", "install", "--quiet", "--python", PYTHON, *lock)
        return
    if not works(PYTHON, "-I", "-c", "import pip"):
        run(PYTHON, "-I", "-m", "ensurepip")  # a .venv that uv made has no pip
    run(PYTHON, "-I", "-m", "pip", "install", *PIP_QUIETLY, *lock)


def compile_all() -> None:
    """Writes all bytecode now: without it the first start takes three times as long."""
    # Packages carry files that are no Python (templates, tests of syntax errors): those are no failure.
    works(PYTHON, "-I", "-m", "compileall", "-q", "-j", "0", VENV / "lib", ROOT / "bot")


def stamp(name: str) -> None:
    """Says that the set-up is whole. Each stamp is there at once or not at all."""
    STAMPS.mkdir(exist_ok=True)
    stamps = {f"{part}.txt": lock_file(part).read_bytes() for part in CONTAINED[name]}
    stamps["python"] = f"{PYTHON.resolve()}\n".encode()
    for file, content in stamps.items():
        fresh = STAMPS / f"{file}.new"
        fresh.write_bytes(content)
        fresh.replace(STAMPS / file)


def forget_stale() -> None:
    """Takes back the stamps of locks that changed: going back to such a lock is a set-up too."""
    for name in CONTAINED["dev"]:
        file = STAMPS / f"{name}.txt"
        if file.exists() and file.read_bytes() != lock_file(name).read_bytes():
            file.unlink()


def packages_changed_at() -> int:
    """When a package was last put into .venv or taken out, in nanoseconds."""
    return max((folder.stat().st_mtime_ns for folder in VENV.glob("lib/*/site-packages")), default=0)


def set_up(name: str, journal: TextIO) -> None:
    """Brings .venv to what the lock says; a failed download leaves it as it was."""
    uv = shutil.which("uv")
    anew = bool(journal.read()) or not is_usable()
    journal.write("unfinished\n")
    journal.flush()
    forget_stale()
    before = packages_changed_at()
    try:
        if anew:
            create(uv)
        install(name, uv)
    except BaseException:
        if anew:
            remove()
        if anew or packages_changed_at() == before:
            journal.truncate(0)
        raise
    compile_all()
    stamp(name)
    journal.truncate(0)


def main(name: str) -> int:
    """Exit status: 0 ready, 1 refused with a sentence, 130 stopped by the person."""
    try:
        with alone() as journal:
            if not is_ready(name):
                what = "what the tests need" if name == "dev" else "Callboard"
                say(f"Setting up {what} in .venv, once; about a minute…")
                set_up(name, journal)
    except SetUpError as error:
        say(str(error))
        return 1
    except OSError as error:
        say(f"Callboard could not be set up: {error.strerror} ({error.filename}).")
        return 1
    except KeyboardInterrupt:
        say("Stopped before Callboard was set up. Run this again to start over.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
