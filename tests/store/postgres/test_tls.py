"""Ways to a server: TLS that checks its certificate, a socket, and the address as many hosts write it.

The server of the tests has no TLS. So a real handshake ends at a port before its socket, as the protocol has it:
https://www.postgresql.org/docs/15/protocol-flow.html#PROTOCOL-FLOW-SSL. PgBouncer brings TLS of its own.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from bot.config.store_url import StoreUrl, parse_store_url
from bot.errors import OutOfReach, Unavailable
from bot.store.doctor import examine
from bot.store.glance import glance
from tests.fixtures import Opening
from tests.platforms.pgbouncer import POOLER, run_pooler
from tests.platforms.wires import LOOPBACK, Authority
from tests.store.rows import ALL, make_unit, names

_ASKS_FOR_TLS = bytes.fromhex("00000008 04d2162f")
MakeUrl = Callable[..., str]


class TlsPort:
    """A port that speaks TLS and leads to PostgreSQL's socket. ``encrypted`` counts its connections."""

    def __init__(self, socket_path: Path, authority: Authority, folder: Path) -> None:
        self._socket_path, self._authority, self._folder = socket_path, authority, folder
        self._pumps: set[asyncio.Task[None]] = set()
        self.encrypted = 0

    async def open(self, host: str = LOOPBACK, age_days: int = 0) -> int:
        """Give the port, whose certificate is for ``host``."""
        self._context = self._authority.context(self._folder, host, age_days)
        self._server = await asyncio.start_server(self._serve, LOOPBACK, 0)
        return int(self._server.sockets[0].getsockname()[1])

    async def close(self) -> None:
        """Close every connection."""
        self._server.close()
        for pump in self._pumps:
            pump.cancel()
        if self._pumps:
            await asyncio.wait(self._pumps)

    async def _serve(self, near: asyncio.StreamReader, to_near: asyncio.StreamWriter) -> None:
        far, to_far = await asyncio.open_unix_connection(self._socket_path)
        first = await near.readexactly(8)
        if first == _ASKS_FOR_TLS:
            to_near.write(b"S")
            with suppress(OSError):  # a client that refuses the certificate leaves
                await to_near.start_tls(self._context)
                self.encrypted += 1
        else:
            to_far.write(first)
        for source, sink in ((near, to_far), (far, to_near)):
            self._pumps.add(asyncio.create_task(self._pump(source, sink)))

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while part := await source.read(65536):
                sink.write(part)
        sink.close()


@pytest.fixture
async def port(postgres_url: str, tmp_path: Path) -> AsyncIterator[TlsPort]:
    """A port with TLS before an empty database."""
    [place] = parse_qs(urlsplit(postgres_url).query)["host"]
    opened = TlsPort(Path(place) / ".s.PGSQL.5432", Authority.create(tmp_path), tmp_path)
    yield opened
    await opened.close()


@pytest.fixture
def make_url(postgres_url: str, tmp_path: Path) -> MakeUrl:
    """A function that makes the address of a port, whose certificate must be for its host."""

    def make(port: int, root: Path = tmp_path / "authority.pem") -> str:
        asked = f"sslmode=verify-full&sslrootcert={quote(str(root))}"
        return f"postgresql://postgres@{LOOPBACK}:{port}{urlsplit(postgres_url).path}?{asked}"

    return make


def make_authority(folder: Path, title: str) -> Path:
    """The file of an authority that signed nothing here."""
    folder.mkdir()
    return Authority.create(folder, title).file


async def test_everything_works_with_a_certificate_that_is_checked(
    port: TlsPort, make_url: MakeUrl, opening: Opening
) -> None:
    url = make_url(await port.open())
    store = await opening(url)  # makes the schema
    assert await asyncio.gather(*(store.write_together(make_unit(name)) for name in "abc")) == ["a", "b", "c"]
    assert await names(store) == {"a", "b", "c"}
    assert await glance(StoreUrl(url), lambda tx: tx.all(ALL))
    assert all(finding.fine for finding in await examine(StoreUrl(url)))
    assert port.encrypted > 3
    await store.close()


async def test_a_certificate_that_proves_nothing_is_refused_with_a_sentence(
    port: TlsPort, make_url: MakeUrl, opening: Opening, tmp_path: Path
) -> None:
    double, stranger = (make_authority(tmp_path / title, title) for title in ("A test's authority", "Another"))
    for host, age, root, words in (
        ("127.0.0.2", 0, None, "is for another name; write the host in store.url as the certificate has it"),
        (LOOPBACK, 0, stranger, "nobody whom store.url trusts has signed its certificate"),
        (LOOPBACK, 0, double, "nobody whom store.url trusts has signed its certificate"),
        (LOOPBACK, 40, None, "its certificate has expired"),
        (LOOPBACK, -10, None, "its certificate isn't valid yet"),
        (
            LOOPBACK,
            0,
            tmp_path / "missing.pem",
            r"sslrootcert in store\.url names .*missing\.pem, which can't be read here",
        ),
    ):
        number = await port.open(host, age)
        url = make_url(number, root) if root else make_url(number)
        with pytest.raises(Unavailable, match=words) as caught:
            await opening(url)
        assert not isinstance(caught.value, OutOfReach), "waiting doesn't help"
        [finding] = await examine(StoreUrl(url))
        assert re.search(words, finding.sentence)
        await port.close()


@pytest.mark.skipif(POOLER is None, reason="PgBouncer isn't installed")
async def test_the_certificate_of_a_pooler_is_checked_too(
    postgres_url: str, make_url: MakeUrl, opening: Opening, tmp_path: Path
) -> None:
    [place] = parse_qs(urlsplit(postgres_url).query)["host"]
    signed = Authority.create(tmp_path).sign(tmp_path)
    with run_pooler(place, signed) as pooler:
        number = urlsplit(pooler).port
        store = await opening(make_url(number))
        assert await asyncio.gather(*(store.write_together(make_unit(name)) for name in "abc")) == ["a", "b", "c"]
        await store.close()
        with pytest.raises(Unavailable, match="has signed its certificate"):
            await opening(make_url(number, make_authority(tmp_path / "other", "Another")))


async def test_a_socket_and_the_address_as_many_hosts_write_it(postgres_url: str, opening: Opening) -> None:
    parts = urlsplit(postgres_url)
    [place] = parse_qs(parts.query)["host"]
    name = parts.path.strip("/")
    ways = (
        f"postgres://postgres@/{name}?host={quote(place)}",
        f"postgresql://postgres@{quote(place, safe='')}/{name}",
        f"postgresql:///{name}?host={quote(place)}&user=postgres",
    )
    for number, way in enumerate(ways, 1):
        store = await opening(parse_store_url(way).url)
        await store.write(make_unit(f"{number}"))
        assert len(await names(store)) == number
        await store.close()
