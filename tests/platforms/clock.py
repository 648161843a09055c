"""Time in the stand-ins: a clock that moves only when a test moves it, and how long a test waits."""

PATIENCE = 20.0  # real seconds; a busy machine may pause for some, and only a failing test waits this long
PLATFORM_PATIENCE = 3.0
"""Seconds that Discord and Slack wait for an answer, and Slack's trigger ids last.

Elsewhere the stand-ins wait for `PATIENCE`, so that no scenario depends on the speed of the machine. Tests of
lateness set this one.
"""


class HandClock:
    """Seconds since 1970, moved by hand."""

    def __init__(self, start: float) -> None:
        self.now = start

    def __call__(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds
