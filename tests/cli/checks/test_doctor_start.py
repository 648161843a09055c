"""`doctor` checks what `run` needs to start: campaigns and the key, without changing either."""

import base64
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.app.app import bootstrap
from bot.cli.checks.examination import examine
from bot.config.settings import load_config
from bot.config.tokens import Tokens
from bot.core.base.keys.key_file import FILE
from bot.store.open import open_store

ROOT = Path(__file__).parents[3]
OTHER = base64.urlsafe_b64encode(bytes(range(32))).decode()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("CALLBOARD_KEY", raising=False)
    shutil.copytree(ROOT / "campaigns", tmp_path / "campaigns")
    shutil.copy(ROOT / "config.yaml", tmp_path)
    return tmp_path


async def mends(home: Path, tokens: Tokens = Tokens()) -> list[str]:  # noqa: B008 - frozen
    config = load_config(home / "config.yaml", {})
    before = _names(home)
    found = [finding async for finding in examine(config, tokens)]
    assert _names(home) == before  # nothing was made
    return [finding.sentence for finding in found if not finding.fine]


def _names(home: Path) -> list[str]:
    return sorted(path.name for path in home.iterdir() if path.suffix not in (".lock", ".db-wal", ".db-shm"))


async def _start(home: Path) -> None:
    app = await bootstrap(load_config(home / "config.yaml", {}), {})
    await app.close()


def delete_key(home: Path) -> None:
    (home / FILE).unlink()


def make_key_readable(home: Path) -> None:
    (home / FILE).chmod(0o644)


def replace_key(home: Path) -> None:
    (home / FILE).write_text(OTHER)


def corrupt_key(home: Path) -> None:
    (home / FILE).write_text("no key")


def break_campaign(home: Path) -> None:
    (home / "campaigns" / "odd.yaml").write_text("campaign: [\n")


def empty_campaigns(home: Path) -> None:
    shutil.rmtree(home / "campaigns")


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (delete_key, "key of this database is missing"),
        (make_key_readable, "Others can read this key. Run: chmod 600 /"),
        (replace_key, "isn't the one this database is in use with"),
        (corrupt_key, "This isn't a key"),
        (break_campaign, "odd.yaml:"),
        (empty_campaigns, "campaigns"),
    ],
)
async def test_everything_that_keeps_run_from_starting_is_named(
    home: Path, harm: Callable[[Path], None], words: str
) -> None:
    assert await mends(home) == []
    await _start(home)
    assert await mends(home) == []
    harm(home)
    [found] = await mends(home)
    assert words in found


async def test_a_database_older_than_its_key_is_fine(home: Path) -> None:
    store = await open_store(load_config(home / "config.yaml", {}).store.url.url)  # as `congress update` opens it
    await store.close()
    assert await mends(home) == []


async def test_postgresql_needs_the_variable(home: Path, monkeypatch: pytest.MonkeyPatch, postgres_url: str) -> None:
    config = load_config(home / "config.yaml", {"CALLBOARD_STORE_URL": postgres_url})
    found = [one.sentence async for one in examine(config, Tokens()) if not one.fine]
    assert any("CALLBOARD_KEY" in sentence for sentence in found)
    monkeypatch.setenv("CALLBOARD_KEY", OTHER)
    assert [one.sentence async for one in examine(config, Tokens()) if not one.fine] == []
    assert "CALLBOARD_KEY" in os.environ


async def test_a_token_that_run_lacks_is_named(home: Path) -> None:
    """Whichever is set without its other half, and whether or not Slack can be reached."""
    await _start(home)
    (home / "config.yaml").write_text("slack: {mode: http}\n")
    for tokens, lacking in (
        (Tokens(slack_app="a"), "SLACK_BOT_TOKEN is not set"),
        (Tokens(slack_signing="s"), "SLACK_BOT_TOKEN is not set"),
        (Tokens(slack_client_id="c"), "SLACK_CLIENT_SECRET is not set"),
        (Tokens(slack_client_secret="c"), "SLACK_CLIENT_ID is not set"),
    ):
        [sentence] = await mends(home, tokens)
        assert sentence.startswith(lacking)
    assert await mends(home) == []
    (home / "config.yaml").write_text("slack: {mode: http, api_url: 'http://127.0.0.1:1'}\n")
    for tokens, lacking in (
        (Tokens(slack_bot="b"), "SLACK_SIGNING_SECRET is not set"),
        (Tokens(slack_client_id="c", slack_client_secret="c"), "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET, for many"),
    ):
        assert (await mends(home, tokens))[0].startswith(lacking)
