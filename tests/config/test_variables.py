"""Settings from the environment: every one has a variable, which comes before the file."""

import re
from pathlib import Path
from typing import Any

import pytest

from bot.config.settings import Config, load_config
from bot.config.variables import list_settings, name_variable, read_variables
from bot.errors import ConfigError

ROOT = Path(__file__).parents[2]
# A value for each setting that isn't its default, as somebody writes it, and what the settings then hold.
VALUES: dict[str, tuple[str, Any]] = {
    "CALLBOARD_COALITION_NAME": ("Value Our Families: 2026", "Value Our Families: 2026"),
    "CALLBOARD_COALITION_TIMEZONE": ("America/Chicago", "America/Chicago"),
    "CALLBOARD_COALITION_ADMINS": ("console:ana lopez, slack:T01AB:U02CD", ["console:ana lopez", "slack:T01AB:U02CD"]),
    "CALLBOARD_COALITION_TWO_PERSON": ("true", True),
    "CALLBOARD_CAMPAIGNS": ("drives", "{folder}/drives"),
    "CALLBOARD_STORE_URL": ("sqlite:///other.db", "sqlite:///{folder}/other.db"),
    "CALLBOARD_DISCORD_API_URL": ("http://127.0.0.1:81/api/", "http://127.0.0.1:81/api"),
    "CALLBOARD_DISCORD_GATEWAY_URL": ("ws://127.0.0.1:82", "ws://127.0.0.1:82"),
    "CALLBOARD_DISCORD_DEVELOPMENT_GUILD": ("123456789012345678", 123456789012345678),
    "CALLBOARD_SLACK_MODE": (" http\n", "http"),
    "CALLBOARD_SLACK_API_URL": ("https://slack.example/api", "https://slack.example/api"),
    "CALLBOARD_SLACK_HOST": ("::1", "::1"),
    "CALLBOARD_SLACK_PORT": ("8080", 8080),
    "CALLBOARD_SLACK_PUBLIC_URL": ("https://calls.example.org", "https://calls.example.org"),
    "CALLBOARD_SLACK_PREFIX": ("vof-", "vof-"),
    "CALLBOARD_CONGRESS_LEGISLATORS": ("https://a.example/l.json", "https://a.example/l.json"),
    "CALLBOARD_CONGRESS_OFFICES": ("https://a.example/o.json", "https://a.example/o.json"),
    "CALLBOARD_CONGRESS_COMMITTEES": ("none", None),
    "CALLBOARD_CONGRESS_COMMITTEE_NAMES": ("https://a.example/c.json", "https://a.example/c.json"),
    "CALLBOARD_CONGRESS_ZIPS": ("https://a.example/z.txt", "https://a.example/z.txt"),
    "CALLBOARD_CONGRESS_VACANT": ("NY-21,VT-0", ["NY-21", "VT-0"]),
    "CALLBOARD_CONGRESS_NEW_MAPS": ("[CA, TX]", ["CA", "TX"]),
    "CALLBOARD_CONGRESS_EVERY": ("12h", 12 * 3600),
    "CALLBOARD_STATES_FILES": ("https://a.example/{state}.csv", "https://a.example/{state}.csv"),
    "CALLBOARD_STATES_EVERY": ("1 week", 7 * 24 * 3600),
    "CALLBOARD_LOG_LEVEL": ("warning", "warning"),
    "CALLBOARD_LOG_FORMAT": ("json", "json"),
    "CALLBOARD_MONITORING_HOST": ("0.0.0.0", "0.0.0.0"),  # noqa: S104 - only compared
    "CALLBOARD_MONITORING_PORT": ("9465", 9465),
    "CALLBOARD_PRIVACY_MIN_GROUP": ("6", 6),
    "CALLBOARD_PRIVACY_KEEP_PERSON_DAYS": ("30", 30),
    "CALLBOARD_PRIVACY_KEEP_POSTCARDS_DAYS": ("7", 7),
    "CALLBOARD_LIMITS_LOGS_PER_DAY": ("50", 50),
    "CALLBOARD_LIMITS_SECONDS_BETWEEN_LOGS": ("0", 0),
    "CALLBOARD_LIMITS_FLAG_LOGS_PER_HOUR": ("9", 9),
    "CALLBOARD_ALERTS_PER_DAY": ("5", 5),
    "CALLBOARD_ALERTS_LINK_DOMAINS": ("callboard.example", ["callboard.example"]),
    "CALLBOARD_BACKUP_FOLDER": ("copies", "{folder}/copies"),
    "CALLBOARD_BACKUP_AT": ("4:00", "04:00:00"),
    "CALLBOARD_BACKUP_KEEP": ("3d, 2m", "3d, 2m"),
    "CALLBOARD_BACKUP_DRILL": ("1w", 7 * 24 * 3600),
}
PLACED = {"CALLBOARD_CAMPAIGNS", "CALLBOARD_STORE_URL", "CALLBOARD_BACKUP_FOLDER"}  # relative to the file's folder


def load(folder: Path, text: str = "log: {level: info}\n", **environ: str) -> Config:
    path = folder / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return load_config(path, environ)


def read_refusals(folder: Path, text: str = "log: {level: info}\n", **environ: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load(folder, text, **environ)
    return str(caught.value).replace(str(folder / "config.yaml"), "f").splitlines()


def read_setting(config: Config, path: tuple[str, ...]) -> object:
    """A setting's value, as plain as in `VALUES`."""
    value: Any = config
    for key in path:
        value = getattr(value, key)
    if isinstance(value, tuple):
        return [str(one) for one in value]
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def test_every_setting_has_a_variable_that_changes_it_alone(tmp_path: Path) -> None:
    paths = {name_variable(path): path for path, _ in list_settings(Config)}
    assert len(paths) == len(list(list_settings(Config))), "two settings share a variable"
    assert paths.keys() == VALUES.keys(), "add the new setting to VALUES"
    plain = load(tmp_path)
    for variable, (written, expected) in VALUES.items():
        config = load(tmp_path, **{variable: written})
        wanted = expected.format(folder=tmp_path) if isinstance(expected, str) and variable in PLACED else expected
        for name, path in paths.items():
            assert read_setting(config, path) == (wanted if name == variable else read_setting(plain, path)), name


def test_all_of_them_at_once_leave_nothing_to_the_file(tmp_path: Path) -> None:
    environ = {name: written for name, (written, _) in VALUES.items()}
    assert load(tmp_path, **environ) == load(tmp_path, (ROOT / "config.yaml").read_text("utf-8"), **environ)
    assert len(read_variables(Config, environ).sources) == len(VALUES)


def test_an_empty_variable_leaves_the_files_value(tmp_path: Path) -> None:
    assert load(tmp_path, "slack: {mode: http}", CALLBOARD_SLACK_MODE="").slack.mode == "http"
    assert load(tmp_path, "congress: {new_maps: [CA]}", CALLBOARD_CONGRESS_NEW_MAPS="[]").congress.new_maps == ()


@pytest.mark.parametrize(
    ("variable", "value", "key", "typed"),
    [
        ("CALLBOARD_SLACK_MODE", "socket mode", "slack: {mode", "socket mode"),
        ("CALLBOARD_SLACK_PORT", "70000", "slack: {port", "70000"),
        ("CALLBOARD_SLACK_PORT", "tcp", "slack: {port", "tcp"),
        ("CALLBOARD_COALITION_TIMEZONE", "Chicago", "coalition: {timezone", "Chicago"),
        ("CALLBOARD_COALITION_TWO_PERSON", "maybe", "coalition: {two_person", "maybe"),
        ("CALLBOARD_COALITION_ADMINS", "console:ana,ben", "coalition: {admins", "[console:ana, ben]"),
        ("CALLBOARD_COALITION_ADMINS", "console:ana,", "coalition: {admins", "[console:ana, '']"),
        ("CALLBOARD_CONGRESS_VACANT", "NY-99", "congress: {vacant", "[NY-99]"),
        ("CALLBOARD_CONGRESS_EVERY", "soon", "congress: {every", "soon"),
        ("CALLBOARD_STORE_URL", "mysql://u:hunter2@h/n", "store: {url", "'mysql://u:hunter2@h/n'"),
    ],
)
def test_a_wrong_value_gets_the_files_sentence(tmp_path: Path, variable: str, value: str, key: str, typed: str) -> None:
    (of_file,) = read_refusals(tmp_path, f"{key}: {typed}}}")
    (of_variable,) = read_refusals(tmp_path, **{variable: value})
    ending = re.sub(r'^f:1:\d+: "\w+" ', "", of_file)
    assert of_variable == f"environment: {variable} {ending}"


def test_every_problem_is_named_at_once(tmp_path: Path) -> None:
    assert read_refusals(
        tmp_path,
        "slack: {mode: fax}",
        CALLBOARD_SLACK_MODE="http",  # a wrong value in the file is wrong, whether or not it is used
        CALLBOARD_LOG_LEVEL="loud",
        CALLBOARD_SLACK_PREFX="vof-",
    ) == [
        'environment: CALLBOARD_SLACK_PREFX is not a variable used here; did you mean "CALLBOARD_SLACK_PREFIX"?',
        "environment: CALLBOARD_LOG_LEVEL must be 'debug', 'info', 'warning' or 'error'",
        "f:1:15: \"mode\" must be 'socket' or 'http'",
    ]


def test_hidden_characters_are_named(tmp_path: Path) -> None:
    assert read_refusals(tmp_path, CALLBOARD_COALITION_NAME="Our\u2063 coalition") == [
        "environment: CALLBOARD_COALITION_NAME holds a hidden character (U+2063); delete it"
    ]
    assert read_refusals(tmp_path, CALLBOARD_COALITION_NAME="Our \udcff") == [
        "environment: CALLBOARD_COALITION_NAME holds a hidden character (U+DCFF); delete it"
    ]


def test_a_value_that_only_looks_like_another_variables_is_refused(tmp_path: Path) -> None:
    assert read_refusals(tmp_path, CALLBOARD_SLACK_MODE_FILE="/run/secrets/mode") == [
        'environment: CALLBOARD_SLACK_MODE_FILE is not a variable used here; did you mean "CALLBOARD_SLACK_MODE"?'
    ]


def test_what_kubernetes_and_docker_set_for_a_service_is_no_setting(tmp_path: Path) -> None:
    links = {
        "CALLBOARD_SERVICE_HOST": "10.0.0.11",
        "CALLBOARD_SERVICE_PORT": "3000",
        "CALLBOARD_SERVICE_PORT_HTTP": "3000",
        "CALLBOARD_PORT": "tcp://10.0.0.11:3000",
        "CALLBOARD_PORT_3000_TCP": "tcp://10.0.0.11:3000",
        "CALLBOARD_PORT_3000_TCP_ADDR": "10.0.0.11",
        "CALLBOARD_DB_SERVICE_HOST": "10.0.0.12",
        "CALLBOARD_DB_PORT": "tcp://10.0.0.12:5432",
    }
    assert load(tmp_path, **links) == load(tmp_path)
    assert len(read_refusals(tmp_path, CALLBOARD_PORT="3000")) == 1


def test_every_variable_that_the_code_names_is_known(tmp_path: Path) -> None:
    named = {
        name
        for folder in ("bot", "tests", "bench", "scripts", ".ci", "deploy")
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
        and path.suffix in ("", ".py", ".yaml", ".txt", ".service", ".timer")
        and path != Path(__file__)
        for name in re.findall(r"\bCALLBOARD_[A-Z_]*[A-Z]\b", path.read_text("utf-8"))
    }
    assert {"CALLBOARD_KEY", "CALLBOARD_ONLY"} <= named
    values = {name: VALUES.get(name, ("", None))[0] for name in named}
    load(tmp_path, **values)


def test_sources_say_what_set_each_value(tmp_path: Path) -> None:
    (tmp_path / "url").write_text("postgresql://h/n")
    (tmp_path / "CALLBOARD_STORE_URL").write_text("postgresql://h/n")
    environ = {"CALLBOARD_SLACK_MODE": "http", "CALLBOARD_STORE_URL_FILE": str(tmp_path / "url")}
    assert read_variables(Config, environ).sources == {
        ("store", "url"): "CALLBOARD_STORE_URL_FILE",
        ("slack", "mode"): "CALLBOARD_SLACK_MODE",
    }
    assert read_variables(Config, {"CREDENTIALS_DIRECTORY": str(tmp_path)}).sources == {
        ("store", "url"): "the credential CALLBOARD_STORE_URL"
    }
