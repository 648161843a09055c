"""Sets up .venv: run by ./callboard with any Python from 3.11, before anything is installed.

    python3 scripts/setup_venv.py runtime|dev

Installs requirements/<name>.txt and checks every file against its hash: with uv if it is on the PATH, otherwise with
venv and pip. It imports only the standard library. Exit status 0 means that .venv is ready. Any other status means
that it isn't, and stderr has one sentence that says why.

.venv/.callboard contains `python` (the interpreter's real path) and a copy of each installed lock. They are written
last, and the launcher compares them. .venv.lock is locked during a set-up. It isn't empty if the last set-up was
interrupted; then .venv is made again.
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
# Which locks a lock contains: dev includes all of runtime (scripts/lock).
CONTAINED = {"runtime": ("runtime",), "dev": ("runtime", "dev")}
# By default uv trusts its own list of certificates. The second name is what versions before 0.11 read.
UV_ENVIRONMENT = {"UV_SYSTEM_CERTS": "1", "UV_NATIVE_TLS": "1", "UV_PYTHON_DOWNLOADS": "never"}
PIP_QUIETLY = ("--quiet", "--disable-pip-version-check", "--no-input", "--no-compile", "--no-user")


class SetUpError(Exception):
    """What went wrong and what to do, as one sentence."""


def say(sentence: str) -> None:
    """Print to stderr: stdout belongs to the command that the person asked for."""
    print(sentence, file=sys.stderr, flush=True)


@contextmanager
def alone() -> Iterator[TextIO]:
    """Make a second set-up of the same folder wait until this one has ended, however it ends."""
    with (ROOT / ".venv.lock").open("a+") as journal:
        try:
            fcntl.flock(journal, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another start is setting Callboard up; waiting for it…")
            fcntl.flock(journal, fcntl.LOCK_EX)
        # An installer that outlives this process still writes to .venv, so it inherits the lock.
        os.set_inheritable(journal.fileno(), True)
        journal.seek(0)
        yield journal


def lock_file(name: str) -> Path:
    """The pinned requirements called `runtime` or `dev`."""
    return ROOT / "requirements" / f"{name}.txt"


def is_ready(name: str) -> bool:
    """Whether .venv is ready. The launcher has checked this, but another start may have finished since."""
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
    """Run an installer quietly. If it fails, raise SetUpError with its own first error."""
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
    """Whether .venv's interpreter runs, is new enough, and finds its packages in .venv."""
    question = "import sys, sysconfig; print(sys.version_info >= (3, 11), sysconfig.get_path('purelib'))"
    with suppress(OSError):
        answer = subprocess.run([PYTHON, "-I", "-c", question], capture_output=True, text=True).stdout
        good, _, packages = answer.strip().partition(" ")
        return good == "True" and Path(packages).is_relative_to(VENV) and Path(packages).is_dir()
    return False


def create(uv: str | None) -> None:
    """Make an empty .venv in place of one that can't be used."""
    # Use the base interpreter: the current one may be inside the .venv that is being replaced.
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
    """Delete .venv if it exists."""
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    elif VENV.exists():
        shutil.rmtree(VENV)


def install(name: str, uv: str | None) -> None:
    """Install a lock. Both installers download and check everything before they touch .venv."""
    lock = ("--require-hashes", "--requirement", lock_file(name))
    if uv is not None:
        run(uv, "pip", "install", "--quiet", "--python", PYTHON, *lock)
        return
    if not works(PYTHON, "-I", "-c", "import pip"):
        run(PYTHON, "-I", "-m", "ensurepip")  # a .venv that uv made has no pip
    run(PYTHON, "-I", "-m", "pip", "install", *PIP_QUIETLY, *lock)


def compile_all() -> None:
    """Write all bytecode now. Without it the first start takes three times as long."""
    # Some packages have .py files that aren't valid Python (templates, tests of syntax errors). Ignore those.
    works(PYTHON, "-I", "-m", "compileall", "-q", "-j", "0", VENV / "lib", ROOT / "bot")


def stamp(name: str) -> None:
    """Record that the set-up is complete. Each stamp is written in one step."""
    STAMPS.mkdir(exist_ok=True)
    stamps = {f"{part}.txt": lock_file(part).read_bytes() for part in CONTAINED[name]}
    stamps["python"] = f"{PYTHON.resolve()}\n".encode()
    for file, content in stamps.items():
        fresh = STAMPS / f"{file}.new"
        fresh.write_bytes(content)
        fresh.replace(STAMPS / file)


def forget_stale() -> None:
    """Delete the stamps of locks that changed, so that going back to such a lock is a set-up too."""
    for name in CONTAINED["dev"]:
        file = STAMPS / f"{name}.txt"
        if file.exists() and file.read_bytes() != lock_file(name).read_bytes():
            file.unlink()


def packages_changed_at() -> int:
    """When a package was last added to .venv or removed, in nanoseconds."""
    return max((folder.stat().st_mtime_ns for folder in VENV.glob("lib/*/site-packages")), default=0)


def set_up(name: str, journal: TextIO) -> None:
    """Make .venv match the lock. A failed download leaves it as it was."""
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
