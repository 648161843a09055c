"""The log: one line per event on stderr, as text or JSON, with nothing personal and no token in it.

An exception is logged by its type and place in the code. Its message is left out, because libraries put people's values
into it ("Key (name)=(Ana) already exists"). Callboard's own messages are safe.
"""

import logging
import secrets
import sys
import time
from collections.abc import Callable
from functools import cached_property
from typing import Any, Literal, TextIO

from bot.errors import Unavailable

Level = Literal["debug", "info", "warning", "error"]
OWN = "callboard"  # the root of our loggers' names

REPEAT = 60.0  # seconds until the same problem gets another line
_REASONS = 100
_warned: dict[tuple[str, str], float] = {}
_LEVELS = frozenset({logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR})
_to_configure = list[bool]()  # not empty from `set_up` until structlog is configured


def _drop(event: str, **details: Any) -> None:
    """Log nothing: the line's level is below that which is logged."""


class _Logger:
    """A structlog logger that is made when something is logged."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        level = logging.getLevelName(name.upper())
        if (
            "structlog" not in sys.modules
            and level in _LEVELS
            and not logging.getLogger(self._name).isEnabledFor(level)
        ):
            return _drop
        return getattr(_make_logger(self._name), name)


class _Formatter(logging.Formatter):
    """The formatter for ``form``, made with the first line."""

    def __init__(self, form: Literal["text", "json"]) -> None:
        super().__init__()
        self._form = form

    @cached_property
    def _own(self) -> logging.Formatter:
        from bot.runtime.log_lines import make_formatter

        return make_formatter(self._form)

    def format(self, record: logging.LogRecord) -> str:
        return self._own.format(record)


def get_logger(name: str) -> Any:
    """The structlog logger called ``name``."""
    return _Logger(name)


def set_up(level: Level, form: Literal["text", "json"], stream: TextIO | None = None) -> None:
    """Log our own lines from ``level`` on, and libraries' from WARNING on, to ``stream`` (default: stderr)."""
    _warned.clear()
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_Formatter(form))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger(OWN).setLevel(level.upper())
    # It logs a traceback for each failed connection, which the store already reports in words.
    logging.getLogger("asyncpg").setLevel(logging.CRITICAL)
    _to_configure.append(True)
    if "structlog" in sys.modules:
        _make_logger(OWN)


def _make_logger(name: str) -> Any:
    """Make a structlog logger. The first one imports structlog, and configures it as `set_up` asked."""
    from bot.runtime import log_lines

    if _to_configure:
        _to_configure.clear()
        log_lines.configure()
    return log_lines.make_logger(name)


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
