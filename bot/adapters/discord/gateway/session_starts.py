"""The brake on IDENTIFY: Discord resets a bot's token after 1,000 of them in 24 hours.

A bot that crashes and is started again every five seconds uses them up in 83 minutes, and so does a session that
Discord refuses over and over. What was sent is remembered in a small file, so that a restart doesn't forget it.
https://docs.discord.com/developers/events/gateway#session-start-limit
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import structlog

_DAY, _HOUR = 24 * 3600.0, 3600.0
_FREE = 10  # of each shard in an hour; the next ones wait
_SPARED = 50  # of Discord's limit, for whoever mends what uses it up

_log = structlog.get_logger("callboard.discord")


@dataclass(frozen=True, slots=True)
class StartLimit:
    """What Discord says of the day's IDENTIFYs: how many there are, how many are left, seconds until all are back."""

    total: int = 1000
    remaining: int = 1000
    reset_after: float = _DAY


class SessionStarts:
    """The IDENTIFYs of the last 24 hours, in UNIX seconds; ``file`` remembers them."""

    def __init__(self, file: Path, now: Callable[[], float] = time.time) -> None:
        self._file, self._now = file, now
        self._sent = _read(file)
        self.limit = StartLimit()
        self.shards = 1

    def find_pause(self) -> float:
        """Return for how many seconds no IDENTIFY may go out: 0 where one may."""
        now = self._now()
        self._sent = [at for at in self._sent if now - _DAY < at <= now]
        usable = self.limit.total - _SPARED
        if self.limit.remaining < min(_SPARED, usable) + self.shards:
            return max(self.limit.reset_after, 1.0)
        if len(self._sent) + self.shards > usable:
            return self._sent[len(self._sent) + self.shards - usable - 1] + _DAY - now
        lately = [at for at in self._sent if at > now - _HOUR]
        if len(lately) < _FREE * self.shards:
            return 0.0
        return max(0.0, lately[-1] + 2 * self.shards * _DAY / self.limit.total - now)

    def record(self) -> None:
        """Remember that an IDENTIFY goes out now."""
        self._sent.append(self._now())
        part = self._file.with_name(self._file.name + ".part")
        try:
            part.write_text(json.dumps({"identified": self._sent}), "utf-8")
            part.replace(self._file)  # whole or not at all
        except OSError as error:  # a folder that is only for reading: Discord's own count is left
            _log.warning("discord starts are not remembered", file=self._file.name, reason=error.strerror)


def _read(file: Path) -> list[float]:
    try:
        return sorted(float(at) for at in json.loads(file.read_text("utf-8"))["identified"])
    except (OSError, ValueError, TypeError, KeyError):
        return []
