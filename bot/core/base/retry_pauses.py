"""Pauses before something that failed is tried again: seconds at first, since most failures pass, up to a minute."""

from cachetools import LRUCache

_FIRST, _LONGEST = 2.0, 60.0  # seconds
_MOST = 1_000  # keys remembered; one that is forgotten begins with the first pause


class RetryPauses:
    """The next pause of each key, twice as long as its last one."""

    def __init__(self) -> None:
        self._next: LRUCache[str, float] = LRUCache(_MOST)

    def take(self, key: str, least: float = 0.0) -> float:
        """The seconds before another try, at least those that the platform asks for."""
        pause = self._next.get(key, _FIRST)
        self._next[key] = min(pause * 2, _LONGEST)
        return max(pause, least)

    def forget(self, key: str) -> None:
        """Begin with the first pause again."""
        self._next.pop(key, None)
