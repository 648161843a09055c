"""How log lines become text, with structlog. It loads with the first line, since most consoles never log one."""

import logging
import re
import sys
import traceback
from types import TracebackType
from typing import Any, Literal

_RICH = sys.modules.get("rich")
sys.modules["rich"] = None  # type: ignore[assignment]  # structlog would load it for tracebacks that we don't draw
import structlog  # noqa: E402

if _RICH is None:
    del sys.modules["rich"]
else:
    sys.modules["rich"] = _RICH

from structlog.types import EventDict, ExcInfo, Processor  # noqa: E402

from bot.errors import CallboardError  # noqa: E402

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


def configure() -> None:
    """Have structlog hand its lines to the standard library's logging."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_STAMPS,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def make_logger(name: str) -> Any:
    """The logger called ``name``."""
    return structlog.get_logger(name)


def make_formatter(form: Literal["text", "json"]) -> logging.Formatter:
    """The formatter of our own lines and of libraries'."""
    return _Redacted(processors=[_drop_formatter_keys, _make_renderer(form)], foreign_pre_chain=_STAMPS)


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


_STAMPS: list[Processor] = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.ExceptionRenderer(_format_frames),
]
