"""The web server of the port: what it answers, to whom, and for how long it keeps a connection."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
from aiohttp import ClientSession, web

from bot.cli.monitoring import server as monitoring_server
from bot.cli.monitoring.server import MonitoringServer

LARGE = 50_000_000  # bytes, more than the sockets in between hold


async def show_page() -> web.Response:
    return web.Response(text="here\n")


async def show_large() -> web.Response:
    return web.Response(body=bytes(LARGE))


async def fail() -> web.Response:
    raise RuntimeError("a bug")


@pytest.fixture
async def server() -> AsyncIterator[MonitoringServer]:
    """A server of three pages on a free port of loopback."""
    server = MonitoringServer("127.0.0.1", 0, {"/page": show_page, "/large": show_large, "/broken": fail})
    await server.open()
    yield server
    await server.close()


@pytest.mark.parametrize(
    ("method", "path", "status", "text"),
    [
        ("GET", "/page", 200, "here\n"),
        ("GET", "/page?whatever=1", 200, "here\n"),
        ("HEAD", "/page", 200, ""),
        ("POST", "/page", 405, "only GET and HEAD\n"),
        ("DELETE", "/page", 405, "only GET and HEAD\n"),
        ("GET", "/", 404, "here are /page, /large, /broken\n"),
        ("GET", "/page/", 404, "here are /page, /large, /broken\n"),
        ("GET", "/../page%00", 404, "here are /page, /large, /broken\n"),
    ],
)
async def test_only_known_pages_are_shown(
    server: MonitoringServer, method: str, path: str, status: int, text: str
) -> None:
    async with ClientSession() as outside, outside.request(method, f"http://127.0.0.1:{server.port}{path}") as answer:
        assert (answer.status, await answer.text()) == (status, text)
        assert answer.headers["Cache-Control"] == "no-store"
        if method == "HEAD":
            assert answer.headers["Content-Length"] == "5"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:9464", 200),
        ("127.0.0.1", 200),
        ("localhost", 200),
        ("LOCALHOST:1", 200),
        ("[::1]:9464", 200),
        ("[::1]", 200),
        ("127.9.9.9", 200),
        ("evil.example", 421),
        ("evil.example:9464", 421),
        ("localhost.evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("10.0.0.1", 421),
        (":9464", 421),
        ("[", 421),
    ],
)
async def test_on_loopback_only_this_machines_names_are_answered(
    server: MonitoringServer, host: str, status: int
) -> None:
    """A page in a browser may lead its own name here, and would then read what is shown."""
    async with (
        ClientSession() as outside,
        outside.get(f"http://127.0.0.1:{server.port}/page", headers={"Host": host}) as answer,
    ):
        assert (host, answer.status) == (host, status)


async def test_on_another_address_any_name_is_answered() -> None:
    server = MonitoringServer("0.0.0.0", 0, {"/page": show_page})  # noqa: S104 - as inside a container
    await server.open()
    url = f"http://127.0.0.1:{server.port}/page"
    async with ClientSession() as outside, outside.get(url, headers={"Host": "callboard:9464"}) as answer:
        assert answer.status == 200
    await server.close()


@pytest.mark.parametrize("half", [b"", b"GET", b"GET /page HTTP/1.1\r\nHost: localhost\r\nX: y", b"\0\xff\r\n\r\n"])
async def test_a_partial_request_ends(server: MonitoringServer, monkeypatch: pytest.MonkeyPatch, half: bytes) -> None:
    monkeypatch.setattr(monitoring_server, "LONGEST", 0.05)
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(half)
    async with asyncio.timeout(20):
        with suppress(ConnectionResetError):
            await reader.read()  # until the server ends the connection
    writer.close()


async def test_more_connections_than_watchers_need_are_closed(
    server: MonitoringServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(monitoring_server, "MOST", 2)
    kept = [await asyncio.open_connection("127.0.0.1", server.port) for _ in range(2)]
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    async with asyncio.timeout(20):
        assert await reader.read() == b""
    first_reader, first = kept[0]
    first.write(b"GET /page HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert (await first_reader.readline()).startswith(b"HTTP/1.1 200")
    for one in (writer, *(writer for _, writer in kept)):
        one.close()


async def test_a_page_that_fails_says_so_and_the_next_is_shown(server: MonitoringServer) -> None:
    async with ClientSession() as outside:
        for path, status in (("/broken", 500), ("/page", 200)):
            async with outside.get(f"http://127.0.0.1:{server.port}{path}") as answer:
                assert (answer.status, "a bug" in await answer.text()) == (status, False)


async def test_a_client_that_does_not_read_ends(server: MonitoringServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(monitoring_server, "LONGEST", 0.05)
    ended = asyncio.Event()

    class Idle(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            assert isinstance(transport, asyncio.Transport)
            transport.pause_reading()
            transport.write(b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n")
            loop.call_later(0.5, transport.resume_reading)
            self.size = 0

        def data_received(self, data: bytes) -> None:
            self.size += len(data)

        def connection_lost(self, exc: Exception | None) -> None:
            ended.set()

    loop = asyncio.get_running_loop()
    _, idle = await loop.create_connection(Idle, "127.0.0.1", server.port)
    async with asyncio.timeout(20):
        await ended.wait()
    assert idle.size < LARGE
