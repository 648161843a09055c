"""How signals end the process before and after a command's own work: with its status, and without Python's traceback.

It imports little of the standard library and nothing else, since it comes before everything. What comes while Python
itself starts, before any of our code, can't be caught here: SIGTERM gives 143 then, and Ctrl-C a traceback.
"""

import atexit
import os
import signal
from types import FrameType

INTERRUPTED, TERMINATED = 130, 143  # as a shell reports Ctrl-C and SIGTERM


def catch_early_signals(*, is_service: bool) -> None:
    """Handle signals until a command does, and once it has ended. For a service, SIGTERM is a clean end."""
    end_at_interrupt()
    if is_service:
        signal.signal(signal.SIGTERM, _end_cleanly)
    atexit.register(_ignore_signals)  # the first one that is registered runs last


def end_at_interrupt() -> None:
    """Let Ctrl-C end the process at once: nothing needs an end yet. The program that started us may ignore it."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, _end)


def unwind_at_interrupt() -> None:
    """Let Ctrl-C raise KeyboardInterrupt, so that files and databases are closed."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _end(number: int, frame: FrameType | None) -> None:
    os._exit(INTERRUPTED)


def _end_cleanly(number: int, frame: FrameType | None) -> None:
    os._exit(0)


def _ignore_signals() -> None:
    """Keep the status that the process ends with. Python resets its handlers a few milliseconds before the end."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
