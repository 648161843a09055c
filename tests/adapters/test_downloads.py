"""Downloads from a server that answers whatever it likes, over a real socket."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.adapters.downloads import Source, download, find_origin
from bot.errors import UserError

LIMIT = 1000


class Server:
    """Sends ``answer`` to each request, and records the requests."""

    def __init__(self, answer: bytes, endless: bytes = b"") -> None:
        self.answer, self.endless = answer, endless
        self.requests: list[str] = []
        self.sent, self.port = 0, 0
        self.ended = asyncio.Event()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.requests.append((await reader.readuntil(b"\r\n\r\n")).decode())
        try:
            writer.write(self.answer)
            while self.endless:
                writer.write(self.endless)
                await writer.drain()
                self.sent += len(self.endless)
            await writer.drain()
            writer.close()
        except ConnectionError:
            pass
        finally:
            self.ended.set()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@asynccontextmanager
async def opened(answer: bytes, endless: bytes = b"") -> AsyncIterator[Server]:
    server = Server(answer, endless)
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    async with listening:
        yield server


def http(body: bytes, *headers: str, status: str = "200 OK", length: int | None = None) -> bytes:
    said = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}", *headers]
    return "\r\n".join(said).encode() + b"\r\n\r\n" + body


def source(server: Server, url: str = "", **more: dict[str, str]) -> Source:
    return Source("a.yaml", url or f"{server.origin}/f/a.yaml", frozenset({server.origin}), "Slack", **more)


async def refusal(server: Server, url: str = "", patience: float = 5.0) -> UserError:
    with pytest.raises(UserError) as refused:
        await download(source(server, url), LIMIT, patience)
    return refused.value


async def test_a_file_is_read_with_its_token() -> None:
    async with opened(http(b"campaign: a")) as server:
        token = {"Authorization": "Bearer xoxb-1"}
        assert await download(source(server, headers=token), LIMIT) == b"campaign: a"
    assert "Authorization: Bearer xoxb-1\r\n" in server.requests[0]
    assert "Accept-Encoding: identity\r\n" in server.requests[0]


@pytest.mark.parametrize(
    "head", [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n"]
)
async def test_an_endless_file_is_left_after_the_limit(head: bytes) -> None:
    async with opened(head, b"x" * 4096) as server:
        assert LIMIT <= len(await download(source(server), LIMIT)) <= LIMIT + 16 * 1024
        await asyncio.wait_for(server.ended.wait(), 5)  # the connection was closed, so the server can't go on


async def test_a_chunked_endless_file_is_left_too() -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    async with opened(head, b"1000\r\n" + b"x" * 4096 + b"\r\n") as server:
        assert len(await download(source(server), LIMIT)) <= LIMIT + 16 * 1024
        await asyncio.wait_for(server.ended.wait(), 5)


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        (http(b"", "Location: /elsewhere", status="302 Found"), "sent_file.redirected"),
        (http(b"", "Location: http://127.0.0.1:9/", status="307 Temporary Redirect"), "sent_file.redirected"),
        (http(b"not here", status="404 Not Found"), "sent_file.refused"),
        (http(b"no", status="403 Forbidden"), "sent_file.refused"),
        (http(b"", status="204 No Content"), "sent_file.refused"),
        (http(b"par", status="206 Partial Content"), "sent_file.refused"),
        (http(gzip.compress(b"a" * 10_000_000), "Content-Encoding: gzip"), "sent_file.packed"),
        (http(b"x", "Content-Encoding: br"), "sent_file.packed"),
        (http(b"x", "Content-Encoding: identity, gzip"), "sent_file.packed"),
        (http(b"half", length=400), "sent_file.broken"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx", "sent_file.broken"),
        (b"\x00\x01 garbage\r\n\r\n", "sent_file.broken"),
        (b"", "sent_file.broken"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n", "sent_file.broken"),
    ],
)
async def test_a_hostile_answer_is_a_sentence(answer: bytes, key: str) -> None:
    async with opened(answer) as server:
        assert (await refusal(server)).key == key
    assert {request.split()[1] for request in server.requests} == {"/f/a.yaml"}, "nothing is followed"


async def test_a_server_that_says_nothing_is_left_in_time() -> None:
    gate = asyncio.Event()

    async def wait(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await gate.wait()
        writer.close()

    listening = await asyncio.start_server(wait, "127.0.0.1", 0)
    server = Server(b"")
    server.port = listening.sockets[0].getsockname()[1]
    error = await refusal(server, patience=0.05)
    assert error.key == "sent_file.slow"
    gate.set()
    listening.close()


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/f",
        "https://127.0.0.1:{port}/f",
        "http://localhost:{port}/f",
        "http://files.slack.com@127.0.0.1:{port}/f",
        "http://127.0.0.1:{port}@evil.example/f",
        "http://user:pass@127.0.0.1:{port}/f",
        "file:///etc/passwd",
        "ftp://127.0.0.1:{port}/f",
        "//127.0.0.1:{port}/f",
        "http://[::1/f",
        "http://127.0.0.1:99999999/f",
        "",
        "not an address",
    ],
)
async def test_no_other_server_is_asked_and_gets_the_token(url: str) -> None:
    async with opened(http(b"secret")) as server:
        origins, token = frozenset({server.origin}), {"Authorization": "t"}
        elsewhere = Source("a", url.format(port=server.port), origins, "Slack", token)
        with pytest.raises(UserError) as refused:
            await download(elsewhere, LIMIT)
    assert refused.value.key == "sent_file.elsewhere"
    assert server.requests == []


def test_an_origin_has_its_port() -> None:
    assert find_origin("https://files.slack.com/a?b#c") == "https://files.slack.com:443"
    assert find_origin("HTTPS://Files.Slack.com:443/") == "https://files.slack.com:443"
    assert find_origin("https://files.slack.com.evil.example/") == "https://files.slack.com.evil.example:443"
