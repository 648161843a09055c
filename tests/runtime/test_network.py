"""Outgoing connections use the environment's proxy and certificates, and say what is wrong with them."""

import asyncio
import os
import ssl
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.adapters.discord.doctor import examine as examine_discord
from bot.adapters.slack.doctor import examine as examine_slack
from bot.cli.checks.proxy_trial import examine_proxies
from bot.config.settings import DiscordConfig, SlackConfig
from bot.config.tokens import Tokens
from bot.errors import ConfigError
from bot.runtime.network import explain
from bot.runtime.proxies import adopt_proxies, find_proxy, find_variable, has_proxies, show_proxy
from bot.runtime.proxy_faults import check_proxies
from tests.platforms.discord.standin import DiscordStandIn
from tests.platforms.slack import SlackStandIn
from tests.platforms.wires import Authority, Proxy, answer, leave_by
from tests.public_data.capitol import make_congress

ROOT = Path(__file__).parents[2]
CLEAN = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
Serve = Callable[[ssl.SSLContext], Awaitable[str]]


@pytest.fixture
async def proxy() -> AsyncIterator[Proxy]:
    """A proxy that lets everything through until a test changes that."""
    proxy = Proxy()
    await proxy.start()
    yield proxy
    await proxy.stop()


@pytest.mark.parametrize(("name", "needed"), [("HTTPS_PROXY", True), ("all_proxy", True), ("NO_PROXY", False)])
def test_without_a_proxy_no_request_looks_for_one(name: str, needed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    for known in set(os.environ) - set(CLEAN):
        monkeypatch.delenv(known)
    assert not has_proxies()
    monkeypatch.setenv(name, "http://proxy.example:3128")
    assert has_proxies() is needed


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """A function that starts a server with the public files, given its certificate."""
    servers: list[TestServer] = []
    sources = make_congress(census=False)
    files = {source.name: source.data for source in (*sources.all, sources.committees, sources.committee_names)}

    async def file(request: web.Request) -> web.Response:
        return web.Response(body=files[request.match_info["name"]])

    async def start(context: ssl.SSLContext) -> str:
        app = web.Application()
        app.router.add_get("/{name}", file)
        servers.append(TestServer(app, scheme="https"))
        await servers[-1].start_server(ssl=context)
        return str(servers[-1].make_url("/"))

    yield start
    for server in servers:
        await server.close()


async def downloading(folder: Path, at: str, **environ: str) -> str:
    """The output of `congress update` run from a shell with these variables."""
    names = {"legislators": "legislators-current.json", "offices": "legislators-district-offices.json"}
    names |= {"zips": "zccd.csv", "committees": "committee-membership-current.json"}
    names["committee_names"] = "committees-current.json"
    (folder / "config.yaml").write_text(
        "congress:\n" + "".join(f"  {key}: {at}{name}\n" for key, name in names.items())
    )
    program = (sys.executable, "-m", "bot", "congress", "update", "--config", str(folder / "config.yaml"))
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        *program, cwd=ROOT, env=CLEAN | environ, stdout=pipe, stderr=asyncio.subprocess.STDOUT
    )
    output, _ = await process.communicate()
    return output.decode()


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
async def test_an_update_uses_the_environments_proxy_and_certificates(
    tmp_path: Path, proxy: Proxy, serve: Serve, variable: str
) -> None:
    authority = Authority.create(tmp_path)
    at = await serve(authority.context(tmp_path))
    proxied = proxy.url.replace("http://", "http://ana:hunter2@")
    said = await downloading(tmp_path, at, **{variable: proxied, "SSL_CERT_FILE": str(authority.file)})
    assert "Done: Congress 119" in said
    assert set(proxy.asked) == {f"CONNECT {at.removeprefix('https://').rstrip('/')}"}
    assert all("Proxy-Authorization: Basic " in head for head in proxy.headers)


async def test_no_proxy_is_respected(tmp_path: Path, proxy: Proxy, serve: Serve) -> None:
    authority = Authority.create(tmp_path)
    at = await serve(authority.context(tmp_path))
    environ = {"HTTPS_PROXY": proxy.url, "NO_PROXY": "example.org,127.0.0.1", "SSL_CERT_FILE": str(authority.file)}
    assert "Done: Congress 119" in await downloading(tmp_path, at, **environ)
    assert proxy.asked == []


@pytest.mark.parametrize(
    ("host", "age", "environ", "why"),
    [
        ("127.0.0.1", 0, {}, "this machine doesn't trust who signed it"),
        ("127.0.0.1", 0, {"SSL_CERT_FILE": "/nowhere.pem"}, "SSL_CERT_FILE names /nowhere.pem, which can't be read"),
        ("127.0.0.1", 0, {"SSL_CERT_DIR": "/nowhere"}, "SSL_CERT_DIR names /nowhere, which can't be read"),
        ("127.0.0.1", 90, {"SSL_CERT_FILE": "{authority}"}, "it has expired"),
        ("127.0.0.1", -90, {"SSL_CERT_FILE": "{authority}"}, "it isn't valid yet"),
        ("127.0.0.9", 0, {"SSL_CERT_FILE": "{authority}"}, "it belongs to another name"),
    ],
)
async def test_an_untrusted_certificate_is_named_with_the_reason(
    tmp_path: Path, serve: Serve, host: str, age: int, environ: dict[str, str], why: str
) -> None:
    authority = Authority.create(tmp_path)
    at = await serve(authority.context(tmp_path, host, age))
    environ = {name: value.format(authority=authority.file) for name, value in environ.items()}
    said = await downloading(tmp_path, at, **environ)
    assert f"The certificate of 127.0.0.1 isn't trusted: {why}" in said
    assert "check the network" not in said


@pytest.mark.parametrize(
    ("refusal", "why"),
    [
        (answer(407), "wants a user name and a password, or refuses those it got"),
        (answer(403), "lets nothing through to there (403); ask who runs it"),
        (answer(404, "Not Found"), "isn't a proxy (404); check HTTPS_PROXY"),
        (answer(501), "isn't a proxy (501); check HTTPS_PROXY"),
        ("SSH-2.0-OpenSSH_9.6\r\n", "isn't a proxy; check HTTPS_PROXY"),
    ],
)
async def test_a_refusing_proxy_is_named_without_its_password(
    tmp_path: Path, proxy: Proxy, refusal: str, why: str
) -> None:
    proxy.refusal = refusal
    proxied = proxy.url.replace("http://", "http://ana:hunter2@")
    said = await downloading(tmp_path, "https://callboard.invalid/", HTTPS_PROXY=proxied)
    assert f"{proxy.url} " in said
    assert why in said
    assert "hunter2" not in said
    assert "Nothing was changed" in said


async def test_an_unreachable_or_unsupported_proxy_is_named(tmp_path: Path) -> None:
    away = await downloading(tmp_path, "https://callboard.invalid/", HTTPS_PROXY="http://127.0.0.1:1")
    assert "The proxy http://127.0.0.1:1 can't be reached; check HTTPS_PROXY" in away
    for address in ("socks5://127.0.0.1:1", "https://127.0.0.1:1"):
        other = await downloading(tmp_path, "https://callboard.invalid/", ALL_PROXY=address)
        assert f"The proxy {address} can't be used: only one whose address begins with http:// can" in other


async def test_doctor_uses_the_proxy_for_every_address(
    discord: DiscordStandIn, slack: SlackStandIn, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_by(monkeypatch, proxy.url)
    config = DiscordConfig(api_url=discord.api_url, gateway_url=discord.gateway_url)
    found = (*await examine_discord(config, discord.token),)
    assert "Discord's gateway answers" in str([one.sentence for one in found])
    assert {one.split("/")[2] for one in proxy.asked} == {discord.api_url.split("/")[2]} | {
        discord.gateway_url.split("/")[2]
    }
    before = len(proxy.asked)
    tokens = Tokens(slack_bot=slack.bot_token, slack_app=slack.app_token)
    found = await examine_slack(SlackConfig(api_url=slack.api_url), tokens)
    assert "opens Socket Mode" in str([one.sentence for one in found])
    assert len(proxy.asked) > before


async def test_doctor_says_what_the_proxy_says(proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy.refusal = answer(407)
    leave_by(monkeypatch, proxy.url)
    found = await examine_discord(DiscordConfig(), "token")
    assert "wants a user name and a password" in found[-1].sentence
    found = await examine_slack(SlackConfig(), Tokens(slack_bot="xoxb-1", slack_app="xapp-1"))
    assert "wants a user name and a password" in found[-1].sentence


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, {}),
        ({"HTTPS_PROXY": "http://p:1"}, {"wss_proxy": "http://p:1", "https_proxy": "http://p:1"}),
        ({"http_proxy": "http://p:1"}, {"ws_proxy": "http://p:1"}),
        ({"ALL_PROXY": "p:1"}, {f"{one}_proxy": "http://p:1" for one in ("http", "https", "ws", "wss")}),
        ({"https_proxy": "http://a:1", "all_proxy": "http://b:1"}, {
            "http_proxy": "http://b:1", "ws_proxy": "http://b:1", "wss_proxy": "http://a:1"
        }),
        ({"https_proxy": "p:1"}, {"wss_proxy": "http://p:1", "https_proxy": "http://p:1"}),
        ({"HTTPS_PROXY": ""}, {}),
    ],
)  # fmt: skip
def test_each_scheme_gets_its_proxy(environ: dict[str, str], expected: dict[str, str]) -> None:
    adopted = dict(environ)
    adopt_proxies(adopted)
    assert {name: value for name, value in adopted.items() if environ.get(name) != value} == expected


def test_a_host_of_no_proxy_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    leave_by(monkeypatch, "http://ana:hunter2@p:1")
    assert find_proxy("wss://gateway.discord.gg/") == "http://ana:hunter2@p:1"
    monkeypatch.setenv("no_proxy", ".discord.gg,localhost:80,slack.com")
    assert find_proxy("wss://gateway.discord.gg/") is None
    assert find_proxy("http://localhost:80/") is None
    assert find_proxy("http://localhost:81/") is not None
    assert find_proxy("https://slack.com/api") is None
    assert find_proxy("https://example.org/") is not None
    assert show_proxy("http://ana:hunter2@p:1") == "http://p:1"


async def explain_failure(url: str) -> str:
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.ClientError) as failed:
            await session.get(url)
    return explain(failed.value, url)


async def test_a_server_that_closes_the_connection_is_told_without_a_class_name() -> None:
    async def close(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.close()

    async with await asyncio.start_server(close, "127.0.0.1", 0) as server:
        address = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
        for url in (f"http://{address}/", f"https://{address}/"):
            said = await explain_failure(url)
            assert said == "127.0.0.1 closed the connection without an answer; check the address and the network"


async def test_a_bundle_without_a_certificate_is_named(
    tmp_path: Path, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = await serve(Authority.create(tmp_path).context(tmp_path))
    for content in ("", "my notes", "-----BEGIN CERTIFICATE-----\ncut short\n-----END CERTIFICATE-----\n"):
        (tmp_path / "bundle.pem").write_text(content)
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "bundle.pem"))
        assert (await explain_failure(at)).endswith("bundle.pem, which holds no certificate")


def test_a_proxy_that_is_no_address_is_refused_without_showing_it() -> None:
    slips = (
        *("nonsense", "none", "off", "0", "3128", "http://", "http://:3128", "http:/secret:1", "http//secret:1"),
        *("'http://secret:1'", "http://secret:port", "http://secret:1 ", "http://a:se#cret@p:1", "secret proxy:1"),
        *("http://secret proxy:1", "http://[secret:1", "://secret:1", "secret.example.org"),
    )
    for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        for slip in slips:
            environ = {name: slip}
            adopt_proxies(environ)
            with pytest.raises(ConfigError) as refused:
                check_proxies(environ)
            assert str(refused.value).startswith(f"environment: {name} is no proxy's address"), slip
            assert "secret" not in str(refused.value)
    good = (
        "p:1",
        "http://p",
        "http://ana:hun%23ter2@p.example.org:3128/",
        "[::1]:1",
        "http://[fe80::1]:1",
        "socks5h://p:1",
    )
    for written in ("", *good):
        environ = {"HTTPS_PROXY": written, "http_proxy": written, "ALL_PROXY": written, "NO_PROXY": "nonsense"}
        adopt_proxies(environ)
        check_proxies(environ)
    check_proxies({"https_proxy": "p:1", "HTTPS_PROXY": "nonsense"})  # which isn't in force


async def test_doctor_tries_each_proxy(proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    async def examine(**environ: str) -> list[str]:
        for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
            monkeypatch.delenv(name)
        adopt_proxies(environ)
        for name, value in environ.items():
            monkeypatch.setenv(name, value)
        return [str(finding) async for finding in examine_proxies()]

    alive, dead = proxy.url.removeprefix("http://"), "ana:hunter2@127.0.0.1:1"
    assert await examine() == []
    assert await examine(HTTPS_PROXY=dead, NO_PROXY="*") == []
    assert await examine(ALL_PROXY=alive) == [f"ok    Connections leave by the proxy http://{alive} (ALL_PROXY)"]
    assert await examine(https_proxy=dead, HTTP_PROXY=f"http://{alive}") == [
        "mend  The proxy http://127.0.0.1:1 can't be reached; check https_proxy",
        f"ok    Connections leave by the proxy http://{alive} (HTTP_PROXY)",
    ]
    (finding,) = await examine(all_proxy="socks5://127.0.0.1:1")
    assert finding.startswith("mend  all_proxy names socks5://127.0.0.1:1, and only")
    assert find_variable("http://elsewhere:1") == "HTTPS_PROXY"
