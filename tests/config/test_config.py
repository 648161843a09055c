"""The settings: defaults, places, and every mistake with its place and sentence."""

from pathlib import Path
from typing import Any

import pytest

from bot.config.settings import Admin, Config, LimitsConfig, load_config
from bot.config.store_url import StoreUrl, parse_store_url
from bot.errors import ConfigError

ROOT = Path(__file__).parents[2]
ADMINS = "must hold entries like console:NAME, discord:ID or slack:TEAM:USER"
STORE = "must be sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME"
LOST = "must name a file: what is only in memory is lost at the end"
WEB = "must be an address that begins with https:// or http://"
SOCKET = "must be an address that begins with wss:// or ws://"


def load(folder: Path, text: str, **environ: str) -> Config:
    path = folder / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return load_config(path, environ)


def problems_of(folder: Path, text: str, **environ: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load(folder, text, **environ)
    return str(caught.value).replace(str(folder / "config.yaml"), "f").splitlines()


def test_the_file_that_ships_shows_every_key_with_its_default() -> None:
    shipped = load_config(ROOT / "config.yaml", {})
    assert shipped.campaigns == ROOT / "campaigns"
    assert shipped.store.url.path == ROOT / "callboard.db"
    assert shipped.congress.new_maps  # what is known when it ships; the code has no list of states
    plain = shipped.model_copy(update={"congress": shipped.congress.model_copy(update={"new_maps": ()})})
    assert shipped.backup.folder == ROOT / "backups"
    placed: dict[str, Any] = {"campaigns": True, "store": True, "backup": {"folder"}}
    assert plain.model_dump(exclude=placed) == Config().model_dump(exclude=placed)
    text = (ROOT / "config.yaml").read_text("utf-8")
    for name, field in Config.model_fields.items():
        assert f"\n{name}:" in text
        for key in getattr(field.annotation, "model_fields", ()):
            assert f"\n  {key}:" in text


def test_a_missing_or_empty_key_keeps_its_default(tmp_path: Path) -> None:
    config = load(tmp_path, "coalition:\nlog: {level: }\n")
    assert config.log == Config().log
    assert config.coalition.timezone == "America/New_York"
    assert config.campaigns == tmp_path / "campaigns"


def test_the_monitoring_port_can_be_closed(tmp_path: Path) -> None:
    assert load(tmp_path, "monitoring: {port: none}").monitoring.port is None
    assert load(tmp_path, "coalition:\n", CALLBOARD_MONITORING_PORT="none").monitoring.port is None
    assert load(tmp_path, "monitoring:\n  port:\n").monitoring.port == 9464


def test_everything_given_is_kept(tmp_path: Path) -> None:
    config = load(
        tmp_path,
        "coalition:\n  name: Value Our Families\n  timezone: America/Chicago\n"
        "  admins: [console:Ana Lopez, discord:123456789012345678, slack:T01AB:U02CD]\n"
        "campaigns: /srv/campaigns\n"
        "discord:\n  api_url: http://127.0.0.1:81/api/\n  gateway_url: ws://[::1]:82\n"
        "  development_guild: 123456789012345678\n"
        "slack: {mode: http, api_url: 'http://127.0.0.1:83/api', host: 0.0.0.0, port: 08080,\n"
        "  public_url: 'https://c.example.org/', prefix: vof-}\n"
        "log: {level: warning, format: json}\nprivacy: {min_group: 10}\n"
        "limits: {logs_per_day: 9, seconds_between_logs: 0, flag_logs_per_hour: 8}\n",
    )
    assert config.coalition.admins == (
        Admin("console", "ana lopez"),
        Admin("discord", "123456789012345678"),
        Admin("slack", "T01AB:U02CD"),
    )
    assert [str(admin) for admin in config.coalition.admins][2] == "slack:T01AB:U02CD"
    assert config.campaigns == Path("/srv/campaigns")
    assert (config.discord.api_url, config.discord.gateway_url) == (
        "http://127.0.0.1:81/api",
        "ws://[::1]:82",
    )
    assert config.discord.development_guild == 123456789012345678
    assert (config.slack.mode, config.slack.host, config.slack.port) == ("http", "0.0.0.0", 8080)  # noqa: S104 - only compared
    assert (config.slack.prefix, config.slack.public_url) == ("vof-", "https://c.example.org")
    assert (config.log.level, config.log.format, config.privacy.min_group) == ("warning", "json", 10)
    assert config.limits == LimitsConfig(logs_per_day=9, seconds_between_logs=0, flag_logs_per_hour=8)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("colition: {}", 'f:1:1: "colition" is not a key used here; did you mean "coalition"?'),
        ("slack: {open: x}", 'f:1:9: "open" is not a key used here'),
        ("coalition: {name: ''}", 'f:1:19: "name" must be one line of 1 to 80 characters'),
        ("monitoring: {port: 70000}", 'f:1:20: "port" must be at most 65,535; this is 70,000'),
        ("monitoring: {port: off}", 'f:1:20: "port" must be a whole number, in digits only'),
        ("monitoring: {host: 'a b'}", 'f:1:20: "host" must be the address to listen on, such as 127.0.0.1 or 0.0.0.0'),
        ("coalition: {timezone: Chicago}", (
            'f:1:23: "timezone" must be an IANA time zone, such as America/New_York; '
            'did you mean "America/Chicago"?'
        )),
        ("coalition: {admins: ana}", 'f:1:21: "admins" must be a list'),
        ("coalition: {admins: [ana]}", f'f:1:22: "admins" {ADMINS}'),
        ("coalition: {admins: ['console:']}", f'f:1:22: "admins" {ADMINS}'),
        ("coalition: {admins: [discord:ana]}", f'f:1:22: "admins" {ADMINS}'),
        ("coalition: {admins: [discord:1234]}", f'f:1:22: "admins" {ADMINS}'),
        ("coalition: {admins: [slack:U01AB]}", f'f:1:22: "admins" {ADMINS}'),
        ("coalition: {admins: [slack:T01AB:ana]}", f'f:1:22: "admins" {ADMINS}'),
        ("coalition: {admins: [{console: ana}]}", f'f:1:22: "admins" {ADMINS}'),
        ("campaigns: ''", 'f:1:12: "campaigns" must be a folder'),
        ("campaigns: [a]", 'f:1:12: "campaigns" must be a folder'),
        ("store: sqlite:///a.db", 'f:1:8: "store" must hold keys of its own, indented below it'),
        ("store: {url: callboard.db}", f'f:1:14: "url" {STORE}'),
        ("store: {url: 'sqlite://callboard.db'}", f'f:1:14: "url" {STORE}'),
        ("store: {url: 'sqlite:///a.db?mode=ro'}", f'f:1:14: "url" {STORE}'),
        ("store: {url: 'sqlite:///folder/'}", f'f:1:14: "url" {STORE}'),
        ("store: {url: 'sqlite://'}", f'f:1:14: "url" {LOST}'),
        ("store: {url: 'sqlite:///:memory:'}", f'f:1:14: "url" {LOST}'),
        ("store: {url: 'postgresql+asyncpg://u:pw@h/n'}", f'f:1:14: "url" {STORE}'),
        ("store: {url: 'postgresql://u:pw@h'}", f'f:1:14: "url" {STORE}'),
        ("store: {url: 'postgresql://u:p/w@h/n'}", (
            'f:1:14: "url" has a host or port that can\'t be read; write special characters as %XX'
        )),
        ("discord: {api_url: discord.com}", f'f:1:20: "api_url" {WEB}'),
        ("discord: {api_url: 'https://'}", f'f:1:20: "api_url" {WEB}'),
        ("discord: {api_url: 'https://u:p@h'}", f'f:1:20: "api_url" {WEB}'),
        ("discord: {api_url: 'https://h:x'}", f'f:1:20: "api_url" {WEB}'),
        ("discord: {gateway_url: 'https://h'}", f'f:1:24: "gateway_url" {SOCKET}'),
        ("discord: {development_guild: here}", (
            'f:1:30: "development_guild" must be a server\'s id of 17 to 20 digits '
            "(right-click it, Copy Server ID)"
        )),
        ("slack: {mode: socket mode}", "f:1:15: \"mode\" must be 'socket' or 'http'"),
        ("slack: {port: 70000}", 'f:1:15: "port" must be at most 65,535; this is 70,000'),
        ("slack: {port: -1}", 'f:1:15: "port" must be at least 0; this is -1'),
        ("slack: {port: 10 000}", 'f:1:15: "port" must be a whole number, in digits only'),
        ("slack: {port: 99999999999999}", 'f:1:15: "port" must be at most 65,535; this is 99,999,999,999,999'),
        ("slack: {host: 'http://a'}", (
            'f:1:15: "host" must be the address to listen on, such as 127.0.0.1 or 0.0.0.0'
        )),
        *(
            (f"slack: {{public_url: '{url}'}}", (
                'f:1:21: "public_url" must be the address that people reach, such as https://callboard.example.org'
            ))
            for url in ("http://a.example.org", "https://a.example.org:8443", "https://u@a.example.org", "https://b")
        ),
        ("slack: {prefix: VOF-}", 'f:1:17: "prefix" must be small letters, digits and hyphens, such as "vof-"'),
        ("slack: {prefix: a-very-long-prefix}", 'f:1:17: "prefix" takes 18 of 16 characters; shorten it'),
        ("log: {level: INFO}", "f:1:14: \"level\" must be 'debug', 'info', 'warning' or 'error'"),
        ("limits: {logs_per_day: 0}", 'f:1:24: "logs_per_day" must be at least 1; this is 0'),
        ("limits: {seconds_between_logs: 61}", 'f:1:32: "seconds_between_logs" must be at most 60; this is 61'),
        ("limits: {pace: 3}", 'f:1:10: "pace" is not a key used here'),
        ("privacy: {min_group: 1}", 'f:1:22: "min_group" must be at least 2; this is 1'),
    ],
)  # fmt: skip
def test_mistakes(tmp_path: Path, text: str, expected: str) -> None:
    assert problems_of(tmp_path, text) == [expected]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"config\.yaml:1:1: there is no such file$"):
        load_config(tmp_path / "config.yaml", {})


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:///callboard.db", "{folder}/callboard.db"),
        ("sqlite:///data/my%20calls #1.db", None),
        ("sqlite:///data/my%20calls.db", "{folder}/data/my%20calls.db"),
        ("sqlite:////var/lib/calls.db", "/var/lib/calls.db"),
    ],
)
def test_the_place_of_an_sqlite_file(tmp_path: Path, url: str, path: str | None) -> None:
    text = f"store: {{url: '{url}'}}"
    if path is None:
        assert problems_of(tmp_path, text) == [f'f:1:14: "url" {STORE}']
        return
    store = load(tmp_path, text).store.url
    assert (store.engine, store.path) == ("sqlite", Path(path.format(folder=tmp_path)))
    assert store.url == f"sqlite:///{store.path}"


def test_a_relative_config_path_gives_absolute_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config.yaml").write_text("log: {level: info}")
    monkeypatch.chdir(tmp_path)
    config = load_config(Path("config.yaml"), {})
    assert config.campaigns == tmp_path / "campaigns"
    assert config.store.url.path == tmp_path / "callboard.db"


def test_the_variable_overrides_the_files_address(tmp_path: Path) -> None:
    text = "store: {url: 'sqlite:///a.db'}"
    assert load(tmp_path, text, CALLBOARD_STORE_URL="sqlite:///b.db").store.url.path == tmp_path / "b.db"
    assert load(tmp_path, text, CALLBOARD_STORE_URL="").store.url.path == tmp_path / "a.db"
    url = "postgresql://u:pw@h:5432/n?ssl=require"
    store = load(tmp_path, text, CALLBOARD_STORE_URL=url).store.url
    assert (store.engine, store.url) == ("postgresql", url)


def test_problems_of_the_variable_and_the_file_are_reported_together(tmp_path: Path) -> None:
    assert problems_of(tmp_path, "log: x", CALLBOARD_STORE_URL="mysql://u:hunter2@h/n") == [
        f"environment: CALLBOARD_STORE_URL {STORE}",
        'f:1:6: "log" must hold keys of its own, indented below it',
    ]


@pytest.mark.parametrize("url", ["postgresql://u:hunter2@h/n", "postgresql://u@h/n?password=hunter2"])
def test_a_password_is_never_shown(tmp_path: Path, url: str) -> None:
    config = load(tmp_path, f"store: {{url: '{url}'}}")
    for shown in (repr(config), str(config), str(config.store.url), f"{config.store.url}"):
        assert "hunter2" not in shown
    assert str(parse_store_url(url)) == "postgresql://h/n"
    socket = "postgresql:///n?user=ana&password=hunter2&host=/run/postgresql&port=5433&sslkey=hunter2"
    assert str(parse_store_url(socket)) == "postgresql:///n?host=/run/postgresql&port=5433"
    assert str(parse_store_url("postgresql://ana:hunter2@%2Frun%2Fpg/n")) == "postgresql://%2Frun%2Fpg/n"
    broken = problems_of(tmp_path, "store: {url: 'postgresql://u:hunter2@h:x/n'}")
    assert "hunter2" not in str(broken)


def test_every_reader_of_an_address_agrees() -> None:
    assert parse_store_url("sqlite:///a.db").place_in(Path("/srv")) == StoreUrl("sqlite:////srv/a.db")
