"""How modules load: without the garbage collector, and what can go wrong: bytecode that a full disk cut short.

It imports only the standard library, since it comes before everything else.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType


class UnreadableBytecode(Exception):
    """An import failed on a damaged file of bytecode. It has the sentence for a person."""


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


@contextmanager
def pause_collection() -> Iterator[None]:
    """Load modules without the garbage collector, which would look through all of them again and again.

    A seventh of the time until Callboard is ready went there, and none of what loads is garbage. So it is also left
    out from then on (`gc.freeze`).
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
