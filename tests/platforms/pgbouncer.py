"""A real PgBouncer in transaction mode, for the tests and the bench, if it is installed."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tests.platforms.postgres import Owner

POOLER = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")


def find_free_port() -> int:
    """A port of this machine on which nobody listens."""
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def run_pooler(place: str, certificate: Path | None = None, connections: int = 2) -> Iterator[str]:
    """A PgBouncer before the server at ``place``: its address without a database.

    It has so many ``connections`` to each database. With the file of a ``certificate`` and its key, it takes only
    encrypted ones.
    """
    port = find_free_port()
    assert POOLER
    with tempfile.TemporaryDirectory(prefix="callboard-bouncer-") as folder:
        ini = Path(folder) / "pgbouncer.ini"
        ini.write_text(
            f"[databases]\n* = host={place} user=postgres\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\n"
            f"auth_type = any\npool_mode = transaction\ndefault_pool_size = {connections}\nunix_socket_dir =\n"
            "query_wait_timeout = 2\n"
        )
        if certificate:
            copied = shutil.copy(certificate, folder)
            with ini.open("a") as more:
                more.write(f"client_tls_sslmode = require\nclient_tls_cert_file = {copied}\n")
                more.write(f"client_tls_key_file = {copied}\n")
        owner: Owner = {}
        if os.geteuid() == 0:  # PgBouncer refuses to run as root
            nobody = pwd.getpwnam("nobody")
            for part in (Path(folder), *Path(folder).iterdir()):
                os.chown(part, nobody.pw_uid, nobody.pw_gid)
            owner = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        process = subprocess.Popen([POOLER, ini], stderr=subprocess.PIPE, text=True, **owner)
        try:
            assert process.stderr
            for line in process.stderr:
                if "process up" in line:
                    break
            yield f"postgresql://postgres@127.0.0.1:{port}"
        finally:
            process.terminate()
            process.communicate()
