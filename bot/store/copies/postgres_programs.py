"""PostgreSQL's own programs: `pg_dump`, `pg_restore` and `psql`."""

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit, urlunsplit

from bot.config.store_url import StoreUrl
from bot.errors import Unavailable, make_config_error

# As psql writes them: "psql:/tmp/restore.sql:12: ERROR:  …", or "psql: error: …" of its own.
_WHERE = re.compile(r"^(?:psql|pg_dump|pg_restore):(?:\S+:\d+:)?\s*(?:error:\s*)?")
_ERROR = re.compile(r"(?:^|\s)(?:ERROR|FATAL|PANIC|error|fatal):")
_NOTICE = re.compile(r"(?:^|\s)(?:NOTICE|WARNING|INFO|LOG|warning):")


def run_program(address: StoreUrl | None, program: str, *arguments: str, failure: str) -> str:
    """Run one of PostgreSQL's programs. Gives its output. The password is never among its arguments.

    Raises ConfigError, which begins with the sentence ``failure``, or Unavailable if the server is out of reach.
    """
    found = shutil.which(program)
    if found is None:
        sentence = "isn't on the PATH. Install PostgreSQL's client programs, no older than the server."
        raise make_config_error(program, sentence)
    place, secret = _split_password(address) if address else ((), {})
    command, environ = (found, *arguments, *place), {**os.environ, **secret}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)  # noqa: S603 - no shell
    if done.returncode:
        raise _make_failure(program, done, failure)
    return done.stdout


def _make_failure(program: str, done: subprocess.CompletedProcess[str], failure: str) -> Exception:
    """The error for a program's complaint: Unavailable if the server is out of reach, else ConfigError."""
    said = find_complaint(done.stderr) or _describe_end(done.returncode)
    if said.startswith("connection to server"):
        return Unavailable(f"PostgreSQL: {said}")
    return make_config_error(program, f"{failure} Nothing was changed. {program} says: {said.rstrip('.')}.")


def find_complaint(stderr: str) -> str:
    """The first line that says why a program ended, without the program's and its script's name.

    Notices and warnings come before it, and details after it.
    """
    lines = [line for line in stderr.strip().splitlines() if not _NOTICE.search(line)]
    found = next((line for line in lines if _ERROR.search(line)), lines[0] if lines else "")
    return " ".join(_WHERE.sub("", found).split())


def _describe_end(status: int) -> str:
    """How a program ended that said nothing."""
    return signal.strsignal(-status) or "was killed" if status < 0 else f"ended with {status}"


def _split_password(address: StoreUrl) -> tuple[tuple[str, ...], Mapping[str, str]]:
    parts = urlsplit(address.url)
    user, at, host = parts.netloc.rpartition("@")
    name, _, password = user.partition(":")
    bare = urlunsplit(parts._replace(netloc=f"{name}{at}{host}"))
    return (f"--dbname={bare}",), {"PGPASSWORD": unquote(password)} if password else {}
