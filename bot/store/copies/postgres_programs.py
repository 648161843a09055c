"""PostgreSQL's own programs: `pg_dump`, `pg_restore` and `psql`."""

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit, urlunsplit

from bot.config.store_url import StoreUrl
from bot.errors import Unavailable, make_config_error


def run_program(address: StoreUrl | None, program: str, *arguments: str) -> str:
    """Run one of PostgreSQL's programs. Gives its output. The password is never among its arguments."""
    found = shutil.which(program)
    if found is None:
        sentence = "isn't on the PATH. Install PostgreSQL's client programs, no older than the server."
        raise make_config_error(program, sentence)
    place, secret = _split_password(address) if address else ((), {})
    command, environ = (found, *arguments, *place), {**os.environ, **secret}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)  # noqa: S603 - no shell
    if done.returncode:
        raise _make_failure(program, done)
    return done.stdout


def _make_failure(program: str, done: subprocess.CompletedProcess[str]) -> Exception:
    """The error for a program's complaint: Unavailable if the server is out of reach, else ConfigError."""
    lines = done.stderr.strip().splitlines() or [_describe_end(done.returncode)]
    said = lines[0].removeprefix(f"{program}: ").removeprefix("error: ")
    if said.startswith("connection to server"):
        return Unavailable(f"PostgreSQL: {said}")
    return make_config_error(program, f"{said}. Nothing was changed.")


def _describe_end(status: int) -> str:
    """How a program ended that said nothing."""
    return signal.strsignal(-status) or "was killed" if status < 0 else f"ended with {status}"


def _split_password(address: StoreUrl) -> tuple[tuple[str, ...], Mapping[str, str]]:
    parts = urlsplit(address.url)
    user, at, host = parts.netloc.rpartition("@")
    name, _, password = user.partition(":")
    bare = urlunsplit(parts._replace(netloc=f"{name}{at}{host}"))
    return (f"--dbname={bare}",), {"PGPASSWORD": unquote(password)} if password else {}
