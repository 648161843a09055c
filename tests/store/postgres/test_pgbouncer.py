"""Behind a real PgBouncer in transaction mode, where neither prepared statements nor session settings last."""

import asyncio
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.config.settings import StoreUrl
from bot.errors import OutOfReach, Unavailable
from bot.store.doctor import examine
from bot.store.glance import glance
from bot.store.open import open_store
from bot.store.postgres.dialing import is_pooled
from tests.fixtures import Opening
from tests.platforms.postgres import _Owner
from tests.store.rows import ALL, make_unit, names

PROGRAM = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="PgBouncer isn't installed")


def free_port() -> int:
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture
def pooled_url(postgres_url: str) -> Iterator[str]:
    """An empty database, reached through a PgBouncer with few connections, so that clients share them."""
    parts = urlsplit(postgres_url)
    [place] = parse_qs(parts.query)["host"]
    port = free_port()
    assert PROGRAM
    with tempfile.TemporaryDirectory(prefix="callboard-bouncer-") as folder:
        ini = Path(folder) / "pgbouncer.ini"
        ini.write_text(
            f"[databases]\n* = host={place} user=postgres\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\n"
            "auth_type = any\npool_mode = transaction\ndefault_pool_size = 2\nunix_socket_dir =\n"
        )
        owner: _Owner = {}
        if os.geteuid() == 0:  # PgBouncer refuses to run as root
            nobody = pwd.getpwnam("nobody")
            os.chown(folder, nobody.pw_uid, nobody.pw_gid)
            owner = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        process = subprocess.Popen([PROGRAM, ini], stderr=subprocess.PIPE, text=True, **owner)
        try:
            assert process.stderr
            for line in process.stderr:
                if "process up" in line:
                    break
            yield f"postgresql://postgres@127.0.0.1:{port}{parts.path}"
        finally:
            process.terminate()
            process.communicate()


async def test_everything_works_through_a_transaction_pooler(pooled_url: str, opening: Opening) -> None:
    assert await is_pooled(pooled_url)
    first, second = await opening(pooled_url), await opening(pooled_url)  # the first makes the schema
    units = [
        store.write(make_unit(f"{name}{number}"))
        for name, store in (("a", first), ("b", second))
        for number in range(40)
    ]
    await asyncio.gather(*units)
    assert len(await names(first)) == 80
    await first.scrub()
    assert await glance(StoreUrl(pooled_url), lambda tx: tx.all(ALL))
    findings = await examine(StoreUrl(pooled_url))
    assert all(finding.fine for finding in findings), findings
    for store in (first, second):
        await store.close()


async def test_a_direct_connection_is_not_taken_for_a_pooler(postgres_url: str) -> None:
    assert not await is_pooled(postgres_url)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgresql://ana@127.0.0.1:{closed}/none", "no server answers there"),
        ("postgresql://ana@/none?host=/nowhere", "no server answers there"),
    ],
)
async def test_an_unreachable_server_is_worth_waiting_for(url: str, words: str) -> None:
    with pytest.raises(OutOfReach, match=words):
        await open_store(url.format(closed=free_port()))


async def test_a_missing_database_is_not_waited_for(postgres_url: str) -> None:
    missing = urlsplit(postgres_url)._replace(path="/nowhere").geturl()
    with pytest.raises(Unavailable, match="no database of that name") as caught:
        await open_store(missing)
    assert not isinstance(caught.value, OutOfReach)
