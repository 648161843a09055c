"""Standard input and output, also where they are closed, full, or no text."""

import errno
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

_UNWRITABLE = {
    errno.ENOSPC: "there is no room left",
    errno.EIO: "the device failed",
    errno.EDQUOT: "the quota is used up",
}


def open_input() -> TextIO:
    """Return standard input; a pipe as an object of our own, since a thread may still read it at the end.

    Python refuses to exit cleanly while another thread holds the lock of its own ``sys.stdin``. What isn't UTF-8
    comes as lone surrogates, which the console refuses rather than saves. A closed one is an empty one.
    """
    if sys.stdin is None:
        return open(os.devnull, encoding="utf-8")
    if sys.stdin.isatty() and sys.stdout.isatty():
        return sys.stdin
    return os.fdopen(os.dup(sys.stdin.fileno()), encoding="utf-8", errors="surrogateescape")


def open_output() -> TextIO:
    """Return standard output, which shows "?" for what it can't; nothing is shown where it is closed."""
    if sys.stdout is None:
        return open(os.devnull, "w", encoding="utf-8")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    return sys.stdout


def is_styled() -> bool:
    """Say whether the output takes bold and dim text."""
    return (
        sys.stdout is not None
        and sys.stdout.isatty()
        and "NO_COLOR" not in os.environ
        and os.environ.get("TERM") != "dumb"
    )


@contextmanager
def honest_output() -> Iterator[None]:
    """Say in one line what couldn't be written to standard output, and end with status 1.

    Python itself notices when it flushes at the exit: with a traceback, after the status was decided.
    """
    try:
        try:
            yield
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()
    except BrokenPipeError:  # whoever read has what they wanted
        _drop_output()
        sys.exit(141)  # as a shell reports SIGPIPE
    except OSError as error:
        if error.errno not in _UNWRITABLE:
            raise
        _drop_output()
        print(f"The output couldn't be written: {_UNWRITABLE[error.errno]}.", file=sys.stderr)
        sys.exit(1)


def _drop_output() -> None:
    """Let the flush at the exit go nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
