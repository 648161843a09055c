"""What can go wrong while modules load: Ctrl-C, and bytecode that a full disk cut short.

It imports only the standard library, since it comes before everything else.
"""

import os
import signal
from types import FrameType, TracebackType

INTERRUPTED = 130  # as a shell reports Ctrl-C


class UnreadableBytecode(Exception):
    """An import failed on a damaged file of bytecode. It has the sentence for a person."""


def end_at_interrupt() -> None:
    """Let Ctrl-C end the process at once: nothing was begun that needs an end. Who started us may have ignored it."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, _end)


def unwind_at_interrupt() -> None:
    """Let Ctrl-C raise KeyboardInterrupt, so that files and databases are closed."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def explain_bytecode(error: BaseException) -> UnreadableBytecode | None:
    """Say which file of bytecode Python couldn't read. None if ``error`` came from elsewhere."""
    trace: TracebackType | None = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None or trace.tb_frame.f_code.co_name != "_compile_bytecode":
        return None
    path = trace.tb_frame.f_locals.get("bytecode_path")
    return UnreadableBytecode(
        f"{path} is damaged, as when a disk was full. Make room on the disk, delete this file, and run this again."
    )


def _end(number: int, frame: FrameType | None) -> None:
    os._exit(INTERRUPTED)
