"""The HTTP server against stalled connections, and its health report."""

import asyncio
import time

import aiohttp
import pytest

from bot.adapters.slack.adapter import SlackAdapter
from bot.adapters.slack.manifest import PATH
from bot.adapters.slack.transports import http_server, http_timeouts
from bot.config.settings import SlackConfig
from bot.config.tokens import Tokens
from tests.adapters.slack.conftest import Floor
from tests.platforms.slack import SlackStandIn
from tests.platforms.slack.transports.http_mode import signed

HEAD = b"POST %s HTTP/1.1\r\nHost: x\r\n" % PATH.encode()
HALF = (
    b"",
    b"POST",
    HEAD,
    HEAD + b"Content-Length: 10\r\n\r\n12345",
    HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n",
    b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /hea",  # half of a second request
)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten the server's timeouts."""
    monkeypatch.setattr(http_timeouts, "HEAD", 0.05)
    monkeypatch.setattr(http_server, "BODY", 0.05)


@pytest.fixture
def http(slack: SlackStandIn) -> Floor:
    """The bot for HTTP, not connected."""
    return Floor(slack, "http")


@pytest.mark.parametrize("half", HALF)
async def test_a_partial_request_times_out(http: Floor, hasty: None, half: bytes) -> None:
    await http.start()
    reader, writer = await asyncio.open_connection("127.0.0.1", http.port)
    writer.write(half)
    async with asyncio.timeout(5):
        await reader.read()  # until the server closes the connection
    writer.close()
    assert (await http.ana.slash("vof-echo", "still here", channel=http.channel)).text == "still here"
    await http.adapter.stop()


async def test_readiness_reports_the_rest_of_the_bot(http: Floor) -> None:
    told = iter((True, False, True))

    async def health() -> bool:
        return next(told)

    slack, config = http.slack, SlackConfig(mode="http", api_url=http.slack.api_url, port=0)
    tokens = Tokens(None, slack.bot_token, slack.app_token, slack.signing_secret)
    http.adapter = SlackAdapter(http.desk.dispatcher(), config, tokens, http.timing, health=health)
    await http.start()
    async with aiohttp.ClientSession() as outside:
        for status in (200, 503, 200):
            async with outside.get(f"http://127.0.0.1:{http.port}/readyz") as answer:
                assert answer.status == status
            async with outside.get(f"http://127.0.0.1:{http.port}/healthz") as answer:
                assert answer.status == 200  # a new process would be no better
    await http.adapter.stop()


async def test_signed_requests_of_another_shape_are_refused(http: Floor) -> None:
    """Only Slack can sign. If it ever sends something else, it hears so, and the server goes on."""
    await http.start()
    stamp, form = str(int(time.time())), "application/x-www-form-urlencoded"
    shapes = [(form, f"payload={text}") for text in ("%7B", "[]", "1", "%22x%22", "null", "[" * 20_000)]
    shapes += [("application/json", text) for text in ("[1,2]", "{", "[" * 20_000, "1", '"x"', "")]
    async with aiohttp.ClientSession() as outside:
        for kind, body in shapes:
            sent = {"Content-Type": kind, "X-Slack-Request-Timestamp": stamp}
            sent["X-Slack-Signature"] = signed(http.slack.signing_secret, stamp, body)
            address = f"http://127.0.0.1:{http.port}{PATH}"
            async with outside.post(address, data=body.encode(), headers=sent) as answer:
                assert answer.status in (400, 404), body[:20]
    assert (await http.ana.slash("vof-echo", "still here", channel=http.channel)).text == "still here"
    await http.adapter.stop()
