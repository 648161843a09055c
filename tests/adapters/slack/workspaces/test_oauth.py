"""Installs: in one browser, once, within ten minutes, with a plain page whatever happens."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest

from bot.adapters.slack.manifest import INSTALL, OPTIONAL_SCOPES, SCOPES
from bot.core.coalition.installations import STATE_LIFE
from bot.store.engine import Store
from tests.adapters.slack.network import GONE, Network, admin, ana
from tests.platforms.slack import View

# slack_sdk 3.47 sends the client's secret with a class that aiohttp 3.14 deprecates.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")


async def test_a_workspace_installs_and_is_answered_with_its_token(network: Network) -> None:
    page = await network.install(network.valley)
    assert page.status == 200
    assert "Callboard is in Valley Org now." in page.words
    assert "/callboard" in page.words
    assert (await network.echo(network.valley, "hi")).text == "hi"
    opened = await ana(network.valley).slash("log")
    assert opened.modal
    assert network.asked_by("views.open") == [network.valley.id]


async def test_each_workspace_is_served_with_its_own_token(network: Network) -> None:
    for team in (network.valley, network.harbor):
        await network.install(team)
    for team in (network.valley, network.harbor, network.valley):
        await network.picture(team)
        assert (await network.echo(team, team.name)).text == team.name
    served = [network.valley.id, network.harbor.id, network.valley.id]
    for method in ("conversations.open", "files.getUploadURLExternal"):
        assert network.asked_by(method) == served
    assert {inv.envelope.caller.space for inv in network.desk.seen} == set(served)


async def test_slack_identifies_a_token_only_during_an_install(network: Network) -> None:
    await network.install(network.valley)
    for word in ("one", "two", "three"):
        await network.echo(network.valley, word)
    assert len(network.slack.calls("auth.test")) == 1


async def test_the_consent_page_asks_for_minimal_scopes(network: Network) -> None:
    browser = network.browser()
    page = await browser.get(INSTALL, team="T1&scope=admin", redirect_uri="https://elsewhere.example")
    address = urlsplit(page.headers["Location"])
    assert f"{address.scheme}://{address.netloc}{address.path}" == (
        network.slack.api_url.removesuffix("/api/") + "/oauth/v2/authorize"
    )
    asked = dict(parse_qsl(address.query))
    assert asked.pop("state")
    assert asked == {"client_id": network.slack.client_id, "scope": ",".join((*SCOPES, *OPTIONAL_SCOPES))}


async def test_the_cookie_is_sent_only_to_this_host_and_never_to_scripts(network: Network) -> None:
    name, _, attributes = (await network.browser().get(INSTALL)).headers["Set-Cookie"].partition("=")
    assert name.startswith("__Host-")
    told = {part.strip().lower() for part in attributes.split(";")[1:]}
    assert told == {"secure", "httponly", "samesite=lax", "path=/", "max-age=600"}


async def test_the_token_outlives_a_restart(network: Network) -> None:
    await network.install(network.valley)
    await network.adapter.stop()
    network.adapter = network.new_adapter()
    await network.start()
    assert (await network.echo(network.valley, "still here")).text == "still here"


async def test_reinstalling_uses_the_new_token_at_once(network: Network) -> None:
    await network.install(network.valley)
    await network.picture(network.valley)
    network.valley.bot_token = "xoxb-9-newer"
    await network.install(network.valley)
    await network.picture(network.valley)
    assert network.asked_by("conversations.open") == [network.valley.id] * 2


# What isn't an install.


async def test_a_state_is_valid_once(network: Network) -> None:
    browser = network.browser()
    asked = await browser.begin()
    cookie = browser.cookie
    code = network.valley.install_code(admin(network.valley))
    assert (await browser.come_back(code=code, state=asked["state"])).status == 200
    assert browser.cookie == ""
    browser.cookie = cookie
    again = network.harbor.install_code(admin(network.harbor))
    page = await browser.come_back(code=again, state=asked["state"])
    assert page.status == 401
    assert "Please start again" in page.words
    assert len(network.slack.calls("oauth.v2.access")) == 1


async def test_another_browser_cannot_finish_an_install(network: Network) -> None:
    """Nobody can be tricked into finishing another person's install; the original browser still can."""
    mine, theirs = network.browser(), network.browser()
    asked, other = await mine.begin(), await theirs.begin()
    code = network.valley.install_code(admin(network.valley))
    for stranger in (network.browser(), theirs):
        page = await stranger.come_back(code=code, state=asked["state"])
        assert (page.status, network.slack.calls("oauth.v2.access")) == (400, ())
        assert "began in another browser" in page.words
    assert other["state"] != asked["state"]
    assert (await mine.come_back(code=code, state=asked["state"])).status == 200


async def test_a_state_expires_after_ten_minutes(network: Network) -> None:
    browser = network.browser()
    asked = await browser.begin()
    network.clock.at += STATE_LIFE
    code = network.valley.install_code(admin(network.valley))
    page = await browser.come_back(code=code, state=asked["state"])
    assert page.status == 401
    assert network.slack.calls("oauth.v2.access") == ()


@pytest.mark.parametrize(
    ("query", "status", "told"),
    [
        ({}, 400, "Please start again"),
        ({"code": "x", "state": "x"}, 400, "Please start again"),
        ({"error": "access_denied"}, 200, "Nothing was added, and nothing was kept."),
        ({"error": "<script>alert(1)</script>"}, 200, "Slack didn't finish"),
    ],
)
async def test_any_callback_gets_a_plain_page(network: Network, query: dict[str, str], status: int, told: str) -> None:
    page = await network.browser().come_back(**query)
    assert page.status == status
    assert told in page.words
    assert "script" not in page.text
    assert '<a href="install">' in page.text
    assert not re.search(r"https?:|src=|url\(", page.text)
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


async def test_a_code_that_slack_refuses_adds_nothing(network: Network) -> None:
    browser = network.browser()
    page = await browser.come_back(code="made-up", state=(await browser.begin())["state"])
    assert page.status == 401
    assert "Slack didn't finish" in page.words
    assert GONE in (await network.echo(network.valley, "hi")).text


async def test_a_workspaces_name_is_escaped(network: Network) -> None:
    network.valley.name = "<b>Valley</b> & {slash}"
    page = await network.install(network.valley)
    assert "&lt;b&gt;Valley&lt;/b&gt; &amp; {slash}" in page.text


async def test_an_install_without_a_workspace_is_refused(network: Network) -> None:
    network.valley.id = ""
    page = await network.install(network.valley)
    assert page.status == 500
    assert "Nothing was kept." in page.words


async def test_an_unreachable_slack_gives_a_page_that_says_later(network: Network) -> None:
    network.slack.cut("oauth.v2.access")
    page = await network.install(network.valley)
    assert page.status == 503
    assert "Please try again in a minute." in page.words
    assert (await network.install(network.valley)).status == 200


async def test_an_unreachable_database_gets_a_sentence_everywhere(network: Network, store: Store) -> None:
    await network.install(network.valley)
    await network.echo(network.valley, "hi")
    form = (await ana(network.valley).slash("log")).modal
    assert form
    board = await ana(network.valley).slash("board", channel=network.valley.add_channel("all"))
    browser = network.browser()
    begun = await browser.begin()
    await store.close()
    assert (await browser.come_back(code="made-up", state=begun["state"])).status == 503
    assert "right now" in (await network.echo(network.valley, "hi")).text
    assert "right now" in (await board.click(board.buttons[0])).text
    submitted = await form.submit({"How it went": "Spoke to someone"})
    assert isinstance(submitted.message, View)
    assert "right now" in submitted.text
    assert network.desk.logged == []
