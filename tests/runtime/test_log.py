"""The log says what happened and where, and nothing personal or secret."""

import json
import logging
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
import structlog

from bot.cli.support.options import load_settings
from bot.errors import Unavailable
from bot.runtime.log import REPEAT, log_failure, set_up, warn_once
from bot.runtime.log_lines import redact

DISCORD = "MTk4NjIyNDgzNDcxOTI1MjQ4" + ".Cl2FMQ." + "ZnCjm1XVW7vRze4b7Cq4se7kKWs"
SECRETS = [
    DISCORD,
    "xoxb-1234567890-abcDEF",
    "xoxe.xoxb-1-abc",
    "xapp-1-A0123-4567-abcdef",
    "aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4OTA",
    "0123456789abcdef0123456789abcdef",
]


@pytest.fixture(autouse=True)
def unchanged() -> Iterator[None]:
    root = logging.getLogger()
    before = root.handlers[:]
    yield
    root.handlers[:] = before
    structlog.reset_defaults()


def lines(stream: StringIO) -> list[dict[str, str]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.mark.parametrize("secret", SECRETS)
def test_no_secret_survives(secret: str) -> None:
    assert secret not in redact(f"before {secret} after")
    assert redact(f"before {secret} after") == "before [hidden] after"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("postgresql://ana:pass@host/name", "postgresql://[hidden]@host/name"),
        ("https://hooks.slack.com/commands/T1/2/abc failed", "https://hooks.slack.com/[hidden] failed"),
    ],
)
def test_an_address_loses_its_secret_part(text: str, told: str) -> None:
    assert redact(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "bot.adapters.discord.adapter",
        "0190b0c2-7e5a-7cc1-8c5e-2a9d5a3f3c11",
        "https://discord.com/api/v10/users/@me",
    ],
)
def test_ordinary_text_is_not_redacted(text: str) -> None:
    assert redact(text) == text


def test_our_lines_carry_their_fields_and_level() -> None:
    stream = StringIO()
    set_up("info", "json", stream)
    structlog.get_logger("callboard.run").info("ready", platform="discord")
    structlog.get_logger("callboard.run").debug("detail")
    (line,) = lines(stream)
    assert (line["event"], line["platform"], line["level"], line["logger"]) == (
        "ready",
        "discord",
        "info",
        "callboard.run",
    )
    assert line["timestamp"].endswith("Z")


def test_text_is_one_plain_line() -> None:
    stream = StringIO()
    set_up("debug", "text", stream)
    structlog.get_logger("callboard.run").debug("ready", platform="slack")
    assert stream.getvalue().endswith("[debug    ] ready [callboard.run] platform=slack\n")


def test_library_warnings_are_logged_and_redacted() -> None:
    stream = StringIO()
    set_up("debug", "json", stream)
    logging.getLogger("discord.http").info("detail")
    logging.getLogger("slack_bolt").warning("refused %s", "xoxb-1234567890-abcDEF")
    assert [(line["logger"], line["event"]) for line in lines(stream)] == [("slack_bolt", "refused [hidden]")]


def test_an_exception_is_logged_without_peoples_text() -> None:
    stream = StringIO()
    set_up("info", "json", stream)
    written = "Ana Pérez"
    try:
        try:
            int(written)
        except ValueError as error:
            raise Unavailable("the disk is full") from error
    except Unavailable as error:
        structlog.get_logger("callboard.dispatch").error("unforeseen", exc_info=error)
    (line,) = lines(stream)
    assert "Pérez" not in stream.getvalue()
    assert "builtins.ValueError" in line["exception"]
    assert line["exception"].endswith("bot.errors.Unavailable: the disk is full")
    assert f"{__file__}:" in line["exception"]


def test_an_unreachable_database_is_logged_in_one_line() -> None:
    stream = StringIO()
    set_up("info", "json", stream)
    log = structlog.get_logger("callboard.test")
    log_failure(log, "could not deliver", Unavailable("database is locked"))
    log_failure(log, "could not deliver", RuntimeError("bug"))
    out, broken = lines(stream)
    assert (out["level"], out["reason"]) == ("warning", "database is locked")
    assert "exception" not in out
    assert (broken["level"], "RuntimeError" in broken["exception"], len(broken["reference"])) == ("error", True, 8)


def test_a_conversation_logs_only_faults(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "config.yaml").write_text("log: {level: debug, format: json}\n")
    load_settings(tmp_path / "config.yaml", quiet=True)
    log = structlog.get_logger("callboard.test")
    log_failure(log, "could not deliver", Unavailable("database is locked"))
    log_failure(log, "could not deliver", RuntimeError("bug"))
    assert [line["level"] for line in lines(StringIO(capsys.readouterr().err))] == ["error"]


def test_the_same_warning_is_logged_once_a_minute() -> None:
    stream, seconds = StringIO(), [0.0]
    set_up("info", "text", stream)
    log = structlog.get_logger("callboard.test")

    def warn(reason: str) -> None:
        warn_once(log, "could not deliver", reason, lambda: seconds[0])

    for _ in range(3):
        warn("locked")
    warn("full")
    seconds[0] = REPEAT - 1
    warn("locked")
    seconds[0] = REPEAT
    warn("locked")
    assert [line.rpartition("reason=")[2] for line in stream.getvalue().splitlines()] == ["locked", "full", "locked"]


def test_a_retrying_driver_logs_nothing_itself() -> None:
    stream = StringIO()
    set_up("debug", "text", stream)
    logging.getLogger("asyncpg.pool").warning("Failed to restore the pool connection floor; retrying", exc_info=True)
    assert stream.getvalue() == ""
