"""Behind a real PgBouncer in transaction mode, where neither prepared statements nor session settings last."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg
import pytest

from bot.config.store_url import StoreUrl
from bot.errors import OutOfReach, Unavailable
from bot.store.copies.backup import must_be_idle
from bot.store.copies.transfer import transfer
from bot.store.doctor import examine
from bot.store.engine import Tx
from bot.store.glance import glance
from bot.store.open import open_store
from bot.store.postgres.causes import explain, is_passing
from bot.store.postgres.dialing import is_pooled
from bot.store.schema import upgrade_postgres
from tests.fixtures import Opening
from tests.platforms.pgbouncer import POOLER, find_free_port, run_pooler
from tests.store.rows import ALL, make_unit, names

pytestmark = pytest.mark.skipif(POOLER is None, reason="PgBouncer isn't installed")


@pytest.fixture
def pooled_url(postgres_url: str) -> Iterator[str]:
    """An empty database, reached through a PgBouncer with few connections, so that clients share them."""
    parts = urlsplit(postgres_url)
    [place] = parse_qs(parts.query)["host"]
    with run_pooler(place) as url:
        yield f"{url}{parts.path}"


class Wire:
    """Leads a port of this machine to PostgreSQL's socket, until it is cut."""

    def __init__(self, socket_path: Path) -> None:
        self._socket_path = socket_path
        self._pumps: set[asyncio.Task[None]] = set()

    async def open(self) -> int:
        """Give the port."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return int(self._server.sockets[0].getsockname()[1])

    async def cut(self) -> None:
        """Close the port and every connection through it."""
        self._server.close()
        for pump in self._pumps:
            pump.cancel()
        await asyncio.wait(self._pumps)

    async def _serve(self, near: asyncio.StreamReader, to_near: asyncio.StreamWriter) -> None:
        far, to_far = await asyncio.open_unix_connection(self._socket_path)
        for source, sink in ((near, to_far), (far, to_near)):
            self._pumps.add(asyncio.create_task(self._pump(source, sink)))

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        try:
            while part := await source.read(65536):
                sink.write(part)
        finally:
            sink.close()


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


async def test_a_pooler_whose_server_is_away_is_waited_for(postgres_url: str, tmp_path: Path) -> None:
    """It takes the connection, and refuses the first statement: each way in says so, and none in a traceback."""
    parts = urlsplit(postgres_url)
    no_server = "a connection pooler (answers, but can't reach the server|has no connection to the server)"
    wire = Wire(Path(parse_qs(parts.query)["host"][0]) / ".s.PGSQL.5432")
    with run_pooler(f"127.0.0.1 port={await wire.open()}") as pooler:
        address = StoreUrl(f"{pooler}{parts.path}")
        assert await is_pooled(address.url)
        await wire.cut()
        for attempt in (
            open_store(address.url),
            is_pooled(address.url),
            glance(address, lambda tx: tx.all(ALL)),
            must_be_idle(address),
            upgrade_postgres(address.url),
            transfer(tmp_path / "callboard.db", address, _verify_nothing),
        ):
            with pytest.raises(OutOfReach, match=no_server):
                await attempt
        [finding] = await examine(address)
    assert not finding.fine
    assert re.search(no_server, finding.sentence)


async def _verify_nothing(tx: Tx) -> None:
    raise AssertionError


def test_what_a_pooler_says_is_put_into_words() -> None:
    """Everything comes under one code. Some of it passes by itself; a setting has to change for the rest."""
    said = {
        "password authentication failed": ("check both in store.url", False),
        "SASL authentication failed": ("check both in store.url", False),
        "no such user: ana": ("check both in store.url", False),
        "no such database: callboard": ("no database of that name", False),
        'database "callboard" does not exist': ("no database of that name", False),
        "unsupported startup parameter: options": ("leave out what follows the question mark", False),
        "server login has been failing, try again later (server_login_retry)": ("can't reach the server", True),
        "client_login_timeout (server down)": ("can't reach the server", True),
        "query_wait_timeout": ("raise default_pool_size", True),
        "no more connections allowed (max_client_conn)": ("max_client_conn", True),
    }
    for line, (words, passing) in said.items():
        for text in (line, f"connection was closed in the middle of operation: {line}"):
            for kind in (asyncpg.ProtocolViolationError, asyncpg.ConnectionDoesNotExistError):
                error = kind(text)
                if text == line or "does not exist" not in line:
                    assert words in explain(error), text
                    assert is_passing(error) is passing, text
    plain = ConnectionError('PostgreSQL server at "127.0.0.1:5432" rejected SSL upgrade')
    assert "leave sslmode out" in explain(plain)
    assert not is_passing(plain)
    assert is_passing(ConnectionRefusedError())


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
        await open_store(url.format(closed=find_free_port()))


async def test_a_missing_database_is_not_waited_for(postgres_url: str) -> None:
    missing = urlsplit(postgres_url)._replace(path="/nowhere").geturl()
    with pytest.raises(Unavailable, match="no database of that name") as caught:
        await open_store(missing)
    assert not isinstance(caught.value, OutOfReach)
