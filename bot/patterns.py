"""Regular expressions that are compiled when they are first used: a start uses few of the three hundred."""

import re
from typing import Any, cast


class _Pattern:
    """A pattern that compiles itself, and then remembers the methods that were asked for."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern, self._flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self.pattern, self._flags), name)
        setattr(self, name, found)
        return found


def compile_later(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` makes, for a module's own pattern. Functions of `re` don't take it; call its methods."""
    return cast(re.Pattern[str], _Pattern(pattern, flags))
