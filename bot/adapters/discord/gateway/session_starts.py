"""Limits IDENTIFYs: Discord resets a bot's token after 1,000 of them in 24 hours.

A bot that crashes and restarts every five seconds uses them up in 83 minutes; so does a session that Discord refuses
over and over. A small file remembers each one across restarts.
https://docs.discord.com/developers/events/gateway#session-start-limit
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.runtime.log import get_logger

_DAY, _HOUR = 24 * 3600.0, 3600.0
_FREE = 10  # per shard and hour, before further ones wait
_SPARED = 50  # of Discord's limit, kept for the admin who fixes the cause

_log = get_logger("callboard.discord")


@dataclass(frozen=True, slots=True)
class StartLimit:
    """Discord's limit on IDENTIFYs: the total, how many remain, and seconds until it resets."""

    total: int = 1000
    remaining: int = 1000
    reset_after: float = _DAY


class SessionStarts:
    """The IDENTIFYs of the last 24 hours, in UNIX seconds. ``file`` remembers them."""

    def __init__(self, file: Path, now: Callable[[], float] = time.time) -> None:
        self._file, self._now = file, now
        self._sent = _read(file)
        self.limit = StartLimit()
        self.shards = 1

    def find_pause(self) -> float:
        """Seconds to wait before the next IDENTIFY, 0 for none."""
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
        """Record that an IDENTIFY is sent now."""
        self._sent.append(self._now())
        part = self._file.with_name(self._file.name + ".part")
        try:
            part.write_text(json.dumps({"identified": self._sent}), "utf-8")
            part.replace(self._file)  # atomic
        except OSError as error:  # a read-only folder: Discord's own count still holds
            _log.warning("discord starts are not remembered", file=self._file.name, reason=error.strerror)


def _read(file: Path) -> list[float]:
    try:
        return sorted(float(at) for at in json.loads(file.read_text("utf-8"))["identified"])
    except (OSError, ValueError, TypeError, KeyError):
        return []
