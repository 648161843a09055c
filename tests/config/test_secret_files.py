"""Secrets in files: as containers and systemd pass them, and what is said of those that can't be read."""

from pathlib import Path

import pytest

from bot.config.secret_files import read_secret
from bot.config.settings import load_config
from bot.config.tokens import DISCORD, SLACK_BOT, load_tokens
from bot.config.variables import STORE_VARIABLE
from bot.core.base.keys.key_file import VARIABLE, load_keys
from bot.errors import ConfigError

TOKEN = f"{'a' * 24}.{'b' * 6}.{'c' * 38}"
KEY = "A" * 43 + "="


def keep(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read_refusal(environ: dict[str, str], name: str = DISCORD) -> str:
    with pytest.raises(ConfigError) as error:
        read_secret(environ, name)
    return str(error.value.problems[0])


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_file_serves_as_the_variable(tmp_path: Path, end: str) -> None:
    file = keep(tmp_path, "discord", TOKEN + end)
    assert load_tokens({f"{DISCORD}_FILE": str(file)}).discord == TOKEN
    keep(tmp_path, DISCORD, TOKEN + end)
    keep(tmp_path, VARIABLE, KEY + end)
    environ = {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    assert load_tokens(environ).discord == TOKEN
    assert load_keys(environ, None).check == load_keys({VARIABLE: KEY}, None).check


def test_the_variable_itself_comes_before_a_credential(tmp_path: Path) -> None:
    keep(tmp_path, DISCORD, "other")
    environ = {DISCORD: TOKEN, "CREDENTIALS_DIRECTORY": str(tmp_path)}
    assert read_secret(environ, DISCORD) == TOKEN
    assert read_secret(environ, SLACK_BOT) == ""
    assert read_secret({"CREDENTIALS_DIRECTORY": ""}, DISCORD) == ""
    assert read_secret({"CREDENTIALS_DIRECTORY": str(tmp_path / DISCORD)}, DISCORD) == ""  # no folder
    keep(tmp_path, SLACK_BOT, "")
    assert read_refusal(environ, SLACK_BOT).startswith("environment: The credential SLACK_BOT_TOKEN is empty")


def test_the_databases_address_may_be_in_a_file(tmp_path: Path) -> None:
    settings = keep(tmp_path, "config.yaml", "campaigns: campaigns\n")
    address = "postgresql://ana:secret@db.example/calls"
    environ = {f"{STORE_VARIABLE}_FILE": str(keep(tmp_path, "url", f"{address}\n"))}
    assert load_config(settings, environ).store.url.url == address
    keep(tmp_path, "url", "")
    with pytest.raises(ConfigError, match="names a file that is empty"):
        load_config(settings, environ)


def test_a_file_that_cannot_be_a_secret_is_named_and_not_shown(tmp_path: Path) -> None:
    for content, said in (
        ("", "names a file that is empty"),
        ("\n", "names a file that is empty"),
        (f"{TOKEN}\n{TOKEN}\n", "names a file that has more than one line"),
        ("x" * 5000, "names a file that is longer than 4,096 bytes"),
        (b"\xff\xfe", "names a file that isn't text"),
    ):
        file = keep(tmp_path, "secret", content)
        sentence = read_refusal({f"{DISCORD}_FILE": str(file)})
        assert said in sentence
        assert str(file) in sentence
        assert TOKEN not in sentence
    assert "can't be read (No such file or directory)" in read_refusal({f"{DISCORD}_FILE": str(tmp_path / "gone")})
    assert "can't be read (Is a directory)" in read_refusal({f"{DISCORD}_FILE": str(tmp_path)})


def test_two_places_for_one_secret_are_refused(tmp_path: Path) -> None:
    file = keep(tmp_path, "discord", TOKEN)
    assert "both set. Keep one of them" in read_refusal({DISCORD: TOKEN, f"{DISCORD}_FILE": str(file)})


def test_every_fault_is_listed_at_once(tmp_path: Path) -> None:
    environ = {f"{DISCORD}_FILE": str(tmp_path / "gone"), SLACK_BOT: '"xoxb-quoted"'}
    with pytest.raises(ConfigError) as error:
        load_tokens(environ)
    assert len(error.value.problems) == 2
