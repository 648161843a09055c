"""`doctor` with many workspaces: it checks each token and its scopes, and names what is wrong."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from bot.adapters.slack.doctor import examine as examine_slack
from bot.adapters.slack.manifest import SCOPES
from bot.app.app import bootstrap
from bot.cli.checks.examination import examine
from bot.config.settings import SlackConfig, load_config
from bot.config.tokens import Tokens
from bot.runtime.findings import Finding

CAMPAIGNS = Path(__file__).parents[3] / "campaigns"
MANY = Tokens(slack_signing="s", slack_client_id="c", slack_client_secret="c")
ALL = ",".join(SCOPES)
# Slack's answer about a token: the workspace, the scopes (None if omitted), and the error code.
KNOWN: dict[str, tuple[str, str | None, str]] = {
    "good": ("Valley", ALL, ""),
    "few": ("Harbor", ",".join(one for one in SCOPES if not one.startswith("channels:")), ""),
    "more": ("Delta", f"{ALL},channels:history", ""),
    "silent": ("Mesa", None, ""),
    "gone": ("", ALL, "account_inactive"),
    "revoked": ("", ALL, "token_revoked"),
    **{f"good-{number}": (f"Ward {number}", ALL, "") for number in range(30)},
}


@pytest.fixture
async def api() -> AsyncIterator[str]:
    async def answer(request: web.Request) -> web.Response:
        token = request.headers["Authorization"].removeprefix("Bearer ")
        if token == "page-token":
            return web.Response(text="Service Unavailable", status=503)
        team, scopes, error = KNOWN[token.removesuffix("-token")]
        said = {"ok": False, "error": error} if error else {"ok": True, "team": team}
        return web.json_response(said, headers={"x-oauth-scopes": scopes} if scopes is not None else {})

    app = web.Application()
    app.router.add_post("/auth.test", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


def sentences(findings: tuple[Finding, ...], fine: bool) -> list[str]:
    return [finding.sentence for finding in findings if finding.fine is fine]


async def look(api: str, *tokens: str) -> tuple[Finding, ...]:
    installed = tuple(
        (f"{token}-token" if token else "", f"2026-11-{number + 1:02}") for number, token in enumerate(tokens)
    )
    return await examine_slack(SlackConfig(mode="http", api_url=api), MANY, installed)


async def test_healthy_workspaces_are_one_line(api: str) -> None:
    findings = await look(api, *(f"good-{number}" for number in range(27)))
    assert sentences(findings, fine=False) == []
    assert any(sentence.endswith("has every scope: 27") for sentence in sentences(findings, fine=True))


@pytest.mark.parametrize(
    ("token", "words"),
    [
        ("few", ("has not granted channels:join, channels:read", "workspace Harbor", "/slack/install")),
        ("more", ("more than Callboard uses (channels:history)", "workspace Delta")),
        ("silent", ("did not say", "workspace Mesa")),
        ("gone", ("account_inactive", "2026-11-02", "/slack/install")),
        ("revoked", ("token_revoked", "2026-11-02", "/slack/install")),
        ("", ("can't be read", "2026-11-02")),
        ("page", ("did not say whether the token", "2026-11-02")),
    ],
)
async def test_a_workspaces_fault_is_named_without_its_token(api: str, token: str, words: tuple[str, ...]) -> None:
    findings = await look(api, "good", token, "good-1")
    [amiss] = sentences(findings, fine=False)
    assert all(word in amiss for word in words)
    assert f"{token}-token" not in amiss
    assert any(sentence.endswith("has every scope: 2") for sentence in sentences(findings, fine=True))


async def test_the_databases_installs_are_checked(api: str, sqlite_template: Path, tmp_path: Path) -> None:
    settings = tmp_path / "config.yaml"
    settings.write_text(f"campaigns: {CAMPAIGNS}\nslack: {{mode: http, api_url: {api}}}\n", "utf-8")
    config = load_config(settings, {})
    app = await bootstrap(config, {})
    for team, token in (("T1", "good"), ("T2", "few"), ("T3", "gone")):
        await app.core.coalition.installations.save(team, {"bot_token": token})
    await app.close()
    found = tuple([finding async for finding in examine(config, MANY)])
    told = " ".join(sentences(found, fine=False))
    assert "has not granted channels:join, channels:read in the workspace Harbor" in told
    assert "account_inactive" in told
