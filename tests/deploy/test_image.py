"""The Dockerfile: what it is built from exists, and what it runs as is nobody's root."""

import json
import re
from io import BytesIO
from pathlib import Path

from dockerfile_parse import DockerfileParser

from bot.config.settings import Config
from bot.config.variables import list_settings, name_variable

ROOT = Path(__file__).parents[2]
PARSER = DockerfileParser(fileobj=BytesIO((ROOT / "Dockerfile").read_bytes()))
STEPS: list[tuple[str, str]] = [(step["instruction"], step["value"]) for step in PARSER.structure]


def list_values(instruction: str) -> list[str]:
    return [value for name, value in STEPS if name == instruction]


def read_last_stage() -> dict[str, str]:
    """The last value of each instruction in the stage that becomes the image."""
    start = max(number for number, (name, _) in enumerate(STEPS) if name == "FROM")
    return dict(STEPS[start:])


def test_everything_copied_exists_and_is_in_the_context() -> None:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    assert "*" in lines, "only what is named goes to the builder: neither a database nor a key"
    admitted = {line.removeprefix("!") for line in lines if line.startswith("!")}
    copied = {path for value in list_values("COPY") if not value.startswith("--from") for path in value.split()[:-1]}
    assert all((ROOT / path).exists() for path in copied)
    assert {path.split("/")[0] for path in copied} == admitted


def test_stages_that_are_copied_from_exist() -> None:
    named = {value.partition(" AS ")[2] for value in list_values("FROM")}
    for value in list_values("COPY"):
        if stage := re.match(r"--from=(\S+)", value):
            assert stage[1] in named


def test_every_download_of_packages_is_checked_against_a_lock() -> None:
    installs = [
        part for value in list_values("RUN") for part in value.split("&&") if "pip" in part and " install " in part
    ]
    assert len(installs) == 3
    assert all("--require-hashes" in part or "--no-index" in part for part in installs)


def test_the_image_runs_as_a_fixed_user_with_one_folder_to_write_to() -> None:
    last = read_last_stage()
    assert last["USER"] == "10001:10001"
    assert last["WORKDIR"] == last["VOLUME"] == "/data"  # config.yaml is found there without an option
    assert json.loads(last["ENTRYPOINT"]) == ["callboard"]  # no shell between it and signals
    assert json.loads(last["CMD"]) == ["run"]


def test_the_image_asks_how_it_is_where_run_answers() -> None:
    check = read_last_stage()["HEALTHCHECK"]
    variables = {name_variable(path) for path, _ in list_settings(Config)}
    assert set(re.findall("CALLBOARD_[A-Z_]+", check)) <= variables
    assert f"or {Config().monitoring.port})" in check
    assert "'/healthz'" in check


def test_no_secret_is_built_in() -> None:
    text = (ROOT / "Dockerfile").read_text()
    assert not re.findall(r"TOKEN|SECRET|CALLBOARD_KEY|STORE_URL", text)
