"""The log: one line per event on stderr, as text or JSON, with nothing personal and no token in it.

An exception is logged by its type and place in the code. Its message is left out, because libraries put people's values
into it ("Key (name)=(Ana) already exists"). Callboard's own messages are safe.
"""

import logging
import re
import secrets
import sys
import time
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Any, Literal, TextIO

import structlog
from structlog.types import EventDict, ExcInfo, Processor

from bot.errors import CallboardError, Unavailable

Level = Literal["debug", "info", "warning", "error"]
OWN = "callboard"  # the root of our loggers' names

# The last line of defense: no code should put one of these into a log line.
_SECRETS = re.compile(
    r"[\w-]{18,}\.[\w-]{6,}\.[\w-]{27,}"  # a Discord bot token
    r"|aW50ZXJhY3Rpb24[\w-]+"  # a Discord interaction token: "interaction" in base64
    r"|xox[a-z]{1,2}(?:\.xox[a-z])?-[\w-]+|xapp-[\w-]+"  # Slack tokens
    r"|(?<=//hooks\.slack\.com/)[\w/-]+"  # Slack's response_url
    r"|(?<=//)[^/\s:@]*:[^/\s@]+(?=@)"  # user:password in an address
    r"|\b[0-9a-f]{32}\b",  # a Slack signing secret
    re.ASCII,
)
_HIDDEN = "[hidden]"

REPEAT = 60.0  # seconds until the same problem gets another line
_REASONS = 100
_warned: dict[tuple[str, str], float] = {}


def set_up(level: Level, form: Literal["text", "json"], stream: TextIO | None = None) -> None:
    """Log our own lines from ``level`` on, and libraries' from WARNING on, to ``stream`` (default: stderr)."""
    _warned.clear()
    stamps: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(_format_frames),
    ]
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_Redacted(processors=[_drop_formatter_keys, _make_renderer(form)], foreign_pre_chain=stamps))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger(OWN).setLevel(level.upper())
    # It logs a traceback for each failed connection, which the store already reports in words.
    logging.getLogger("asyncpg").setLevel(logging.CRITICAL)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *stamps,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def log_failure(logger: Any, event: str, error: Exception) -> None:
    """Log a failure in work that no person waits for.

    An unreachable database is not our fault: it gets one line, repeated for the same reason only after `REPEAT`.
    """
    if isinstance(error, Unavailable):
        warn_once(logger, event, str(error))
    else:
        logger.error(event, reference=secrets.token_hex(4), exc_info=error)


def warn_once(logger: Any, event: str, reason: str, clock: Callable[[], float] = time.monotonic) -> None:
    """Log a warning, unless the same one was logged within `REPEAT` seconds of ``clock``."""
    at = clock()
    if at - _warned.get((event, reason), -REPEAT) < REPEAT:
        return
    if len(_warned) >= _REASONS:
        _warned.clear()
    _warned[event, reason] = at
    logger.warning(event, reason=reason)


def redact(text: str) -> str:
    """The text without anything shaped like a Discord or Slack token, or a password in an address."""
    return _SECRETS.sub(_HIDDEN, text)


class _Redacted(structlog.stdlib.ProcessorFormatter):
    """Formats a line, then removes secrets from all of it, including tracebacks."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


def _drop_formatter_keys(logger: Any, name: str, event: EventDict) -> EventDict:
    return structlog.stdlib.ProcessorFormatter.remove_processors_meta(logger, name, event)


def _make_renderer(form: Literal["text", "json"]) -> Processor:
    if form == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)


def _format_frames(exc_info: ExcInfo) -> str:
    """An exception and its causes as types and places, outermost last, as Python prints them."""
    lines: list[str] = []
    error: BaseException | None = exc_info[1]
    while error is not None:
        lines[:0] = [*_format_places(error.__traceback__), _describe_error(error)]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n".join(lines)


def _format_places(trace: TracebackType | None) -> list[str]:
    return [f"  {frame.filename}:{frame.lineno} in {frame.name}: {frame.line}" for frame in traceback.extract_tb(trace)]


def _describe_error(error: BaseException) -> str:
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    return f"{name}: {error}" if isinstance(error, CallboardError) else name
