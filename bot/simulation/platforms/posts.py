"""Posts that nobody asked for, in channels: of each channel the newest, and when each arrived."""

import time
from dataclasses import dataclass, field

from bot.simulation.platforms.screens import Json


@dataclass(frozen=True, slots=True)
class Post:
    """A post's channel, when it arrived (`time.perf_counter`), and all that it says."""

    channel: str
    at: float
    text: str


@dataclass
class Posts:
    """All posts of one platform."""

    all: list[Post] = field(default_factory=list)
    edits: int = 0
    _last: dict[str, tuple[str, Json]] = field(default_factory=dict)
    _nonces: dict[tuple[str, str], Json] = field(default_factory=dict)

    def add(self, channel: str, id: str, message: Json, text: str, nonce: str = "") -> Json:
        """Take a post. The same nonce again gives the first one, and posts nothing."""
        if nonce and (channel, nonce) in self._nonces:
            return self._nonces[channel, nonce]
        if nonce:
            self._nonces[channel, nonce] = message
        self.all.append(Post(channel, time.perf_counter(), text))
        self._last[channel] = (id, message)
        return message

    def replace(self, channel: str, id: str, message: Json) -> None:
        """Take an edit."""
        self.edits += 1
        if self._last.get(channel, ("", {}))[0] == id:
            self._last[channel] = (id, message)

    def find_last(self, channel: str) -> Json | None:
        """The newest post in a channel."""
        found = self._last.get(channel)
        return found[1] if found else None
