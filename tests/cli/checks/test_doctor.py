"""`doctor` tries everything once, changes nothing, and says what to fix."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from filelock import FileLock

from bot.adapters.discord.doctor import examine as examine_discord
from bot.adapters.slack.doctor import examine as examine_slack
from bot.adapters.slack.manifest import SCOPES
from bot.cli.checks.examination import examine
from bot.config.settings import Config, DiscordConfig, SlackConfig
from bot.config.store_url import StoreUrl
from bot.config.tokens import Tokens
from bot.runtime.findings import Finding, mend, ok
from bot.store.doctor import examine as examine_store
from bot.store.open import open_store
from tests.platforms.discord.standin import DiscordStandIn
from tests.platforms.slack import SlackStandIn

NOWHERE = "http://127.0.0.1:1"


def join_sentences(findings: tuple[Finding, ...], fine: bool) -> str:
    return "\n".join(finding.sentence for finding in findings if finding.fine is fine)


def entries(folder: Path) -> list[Path]:
    return list(folder.iterdir())


def test_a_finding_is_one_line() -> None:
    assert [str(ok("Good")), str(mend("Bad"))] == ["ok    Good", "mend  Bad"]


# The database.


async def test_a_missing_database_is_reported_and_not_made(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    findings = await examine_store(StoreUrl(f"sqlite:///{path}"))
    assert "will be made at the first start" in join_sentences(findings, True)
    assert entries(tmp_path) == []


async def test_a_healthy_database_is_reported_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "callboard.db"
    await (await open_store(f"sqlite:///{path}")).close()
    before = path.read_bytes()
    findings = await examine_store(StoreUrl(f"sqlite:///{path}"))
    assert join_sentences(findings, False) == ""
    assert "whole and can be written" in join_sentences(findings, True)
    assert "schema is current" in join_sentences(findings, True)
    assert path.read_bytes() == before


async def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "callboard.db"
    path.write_bytes(b"not a database" * 1000)
    said = join_sentences(await examine_store(StoreUrl(f"sqlite:///{path}")), False)
    assert "callboard.db is damaged (it doesn't begin as a SQLite file does, or is encrypted). Restore a backup" in said


async def test_a_newer_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "callboard.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num)")
        connection.execute("INSERT INTO alembic_version VALUES ('9999')")
        connection.commit()
    assert "newer Callboard" in join_sentences(await examine_store(StoreUrl(f"sqlite:///{path}")), False)


async def test_a_running_callboard_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "callboard.db"
    await (await open_store(f"sqlite:///{path}")).close()
    with FileLock(f"{path}.lock"):
        findings = await examine_store(StoreUrl(f"sqlite:///{path}"))
    assert join_sentences(findings, False) == ""
    assert "in use by a running Callboard" in join_sentences(findings, True)


async def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    findings = await examine_store(StoreUrl(f"sqlite:///{tmp_path}/none/callboard.db"))
    assert "can't be written to" in join_sentences(findings, False)


async def test_postgres_is_tried_and_left_alone(postgres_url: str) -> None:
    findings = await examine_store(StoreUrl(postgres_url))
    assert join_sentences(findings, False) == ""
    assert "The schema is upgraded at the next start" in join_sentences(findings, True)
    await (await open_store(postgres_url)).close()
    assert "schema is current" in join_sentences(await examine_store(StoreUrl(postgres_url)), True)


async def test_an_unreachable_postgres_is_named_without_its_password() -> None:
    findings = await examine_store(StoreUrl("postgresql://ana:secret@127.0.0.1:1/none"))
    assert "no server answers there" in join_sentences(findings, False)
    assert "secret" not in join_sentences(findings, False)


# Discord and Slack as the stand-ins play them.


def at(discord: DiscordStandIn) -> DiscordConfig:
    return DiscordConfig(api_url=discord.api_url, gateway_url=discord.gateway_url)


async def test_discord_is_fine(discord: DiscordStandIn) -> None:
    discord.add_guild("Valley Org")
    findings = await examine_discord(at(discord), discord.token)
    assert join_sentences(findings, False) == ""
    assert "in 1 server" in join_sentences(findings, True)
    assert "gateway answers" in join_sentences(findings, True)
    assert discord.identified == []
    assert discord.problems == []


async def test_discord_refuses_the_token(discord: DiscordStandIn) -> None:
    findings = await examine_discord(at(discord), "wrong")
    assert "refuses DISCORD_TOKEN" in join_sentences(findings, False)


async def test_a_bot_in_no_server_gets_its_invitation(discord: DiscordStandIn) -> None:
    findings = await examine_discord(at(discord), discord.token)
    assert f"client_id={discord.state.bot.id}" in join_sentences(findings, False)


async def test_slack_refuses_the_tokens(slack: SlackStandIn) -> None:
    findings = await examine_slack(SlackConfig(api_url=slack.api_url), Tokens(slack_bot="xoxb-no", slack_app="xapp-no"))
    assert "refuses SLACK_BOT_TOKEN (invalid_auth)" in join_sentences(findings, False)
    assert "refuses SLACK_APP_TOKEN (invalid_auth)" in join_sentences(findings, False)
    assert "xoxb-no" not in join_sentences(findings, False)


async def test_slack_knows_its_tokens(slack: SlackStandIn) -> None:
    tokens = Tokens(slack_bot=slack.bot_token, slack_app=slack.app_token)
    findings = await examine_slack(SlackConfig(api_url=slack.api_url), tokens)
    assert "in the workspace Valley Org" in join_sentences(findings, True)
    assert "opens Socket Mode" in join_sentences(findings, True)


async def test_over_http_slack_comes_to_us(slack: SlackStandIn) -> None:
    config = SlackConfig(mode="http", api_url=slack.api_url, port=3456)
    findings = await examine_slack(config, Tokens(slack_bot=slack.bot_token, slack_signing="s"))
    assert "port 3456" in join_sentences(findings, True)


async def test_many_workspaces_install_by_themselves(slack: SlackStandIn) -> None:
    config = SlackConfig(mode="http", api_url=slack.api_url)
    tokens = Tokens(slack_signing="s", slack_client_id="c", slack_client_secret="c")
    assert "/slack/install" in join_sentences(await examine_slack(config, tokens), True)


async def test_a_broken_network_is_a_sentence() -> None:
    found = await examine_discord(DiscordConfig(api_url=NOWHERE, gateway_url="ws://127.0.0.1:1"), "t")
    assert join_sentences(found, False).startswith("Discord can't be reached")
    found = await examine_slack(SlackConfig(api_url=NOWHERE), Tokens(slack_bot="b", slack_app="a"))
    assert join_sentences(found, False).startswith("Slack can't be reached")


async def test_everything_is_examined_in_order(tmp_path: Path, discord: DiscordStandIn) -> None:
    store = {"url": StoreUrl(f"sqlite:///{tmp_path / 'new.db'}")}
    config = Config(discord=at(discord)).model_copy(update={"store": Config().store.model_copy(update=store)})
    lines = [str(finding) async for finding in examine(config, Tokens(discord=discord.token))]
    assert lines[0].startswith("ok    Every campaign file can be read")
    assert "new.db" in lines[1]
    assert lines[-1] == "ok    Slack is not used: SLACK_BOT_TOKEN is not set"
    assert any("Discord knows the token" in line for line in lines)


# What the stand-ins don't simulate: granted scopes, and intents that are switched on.


async def serve_json(answers: Mapping[str, tuple[Any, Mapping[str, str]]]) -> web.AppRunner:
    """Serve JSON and headers by path on a free port."""

    async def answer(request: web.Request) -> web.Response:
        found, headers = answers[request.path]
        return web.json_response(found, headers=headers)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner


@pytest.mark.parametrize(
    ("granted", "fine", "sentence"),
    [
        (",".join(SCOPES), True, "has granted every scope"),
        (",".join((*SCOPES, "identify")), True, "has granted every scope"),
        (",".join((*SCOPES, "files:read")), True, "has granted every scope"),
        (",".join(SCOPES[1:]), False, f"has not granted {SCOPES[0]}"),
        (",".join((*SCOPES, "channels:history")), False, "more than Callboard uses (channels:history)"),
    ],
)
async def test_scopes_are_compared_with_the_manifests(granted: str, fine: bool, sentence: str) -> None:
    known = {"ok": True, "team": "Valley", "bot_id": "B1"}
    runner = await serve_json({"/auth.test": (known, {"x-oauth-scopes": granted})})
    config = SlackConfig(mode="http", api_url=f"http://127.0.0.1:{runner.addresses[0][1]}")
    findings = await examine_slack(config, Tokens(slack_bot="b"))
    await runner.cleanup()
    assert sentence in join_sentences(findings, fine)


async def test_a_token_that_is_no_bots_is_reported() -> None:
    scopes = {"x-oauth-scopes": ",".join(SCOPES)}
    runner = await serve_json({"/auth.test": ({"ok": True, "team": "Valley", "user_id": "U1"}, scopes)})
    config = SlackConfig(mode="http", api_url=f"http://127.0.0.1:{runner.addresses[0][1]}")
    findings = await examine_slack(config, Tokens(slack_bot="xoxp-1"))
    await runner.cleanup()
    assert "copy the Bot User OAuth Token" in join_sentences(findings, False)


@pytest.mark.parametrize(
    ("flags", "starts", "sentence"),
    [
        (1 << 19, 900, "The Message Content intent is on"),
        (1 << 15, 900, "The Server Members intent is on"),
        (0, 0, "allows no more starts today"),
    ],
)
async def test_needless_intents_and_few_starts_are_reported(flags: int, starts: int, sentence: str) -> None:
    gateway = {"shards": 1, "session_start_limit": {"remaining": starts}}
    runner = await serve_json(
        {
            "/users/@me": ({"username": "Callboard"}, {}),
            "/applications/@me": ({"id": "1", "flags": flags, "approximate_guild_count": 2}, {}),
            "/gateway/bot": (gateway, {}),
            "/": ({}, {}),
        }
    )
    port = runner.addresses[0][1]
    config = DiscordConfig(api_url=f"http://127.0.0.1:{port}", gateway_url=f"ws://127.0.0.1:{port}")
    findings = await examine_discord(config, "t")
    await runner.cleanup()
    assert sentence in join_sentences(findings, False)
    assert "gateway does not answer" in join_sentences(findings, False)
