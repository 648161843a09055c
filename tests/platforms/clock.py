"""Time in the stand-ins: a clock that moves only when a test moves it, and how long a test waits."""

PATIENCE = 20.0  # real seconds; a busy machine may pause for some, and only a failing test waits this long


class HandClock:
    """Seconds since 1970, moved by hand."""

    def __init__(self, start: float) -> None:
        self.now = start

    def __call__(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds
