"""Standard input and output, even if they are closed, full or not text."""

import errno
import fcntl
import io
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TextIO

_UNWRITABLE = {
    errno.ENOSPC: "there is no room left",
    errno.EIO: "the device failed",
    errno.EDQUOT: "the quota is used up",
}
_NO_OUTPUT = "Standard output can't be written to: give Callboard a file, a pipe or a terminal there."
_NO_INPUT = "Standard input can't be read: give Callboard a file, a pipe or a terminal there."

_INSIDE = ("tmux", "screen")
_LINKING_TERMS = ("xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm", "contour")
_LINKING_PROGRAMS = frozenset({"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby", "rio", "WarpTerminal"})
_LINKING_MARKS = ("WT_SESSION", "KITTY_WINDOW_ID", "KONSOLE_VERSION", "DOMTERM")
_VTE = 5000  # VTE 0.50, of GNOME Terminal and others, was the first with hyperlinks


def settle_streams() -> None:
    """Exit with status 2 if standard output is open for reading only. A standard error of that kind is discarded.

    Closed streams become ``/dev/null``: the next file that is opened would take their number otherwise.
    """
    for number in range(3):
        if _get_mode(number) is None:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free, which is this one
    sys.stdin = sys.stdin or os.fdopen(0, closefd=False)
    sys.stdout = sys.stdout or os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = sys.stderr or os.fdopen(2, "w", encoding="utf-8", closefd=False)
    if _get_mode(2) == os.O_RDONLY:
        _drop(2)
    if _get_mode(1) == os.O_RDONLY:
        print(_NO_OUTPUT, file=sys.stderr)
        _drop(1)
        sys.exit(2)


def check_input() -> None:
    """Exit with status 2 if standard input is open for writing only."""
    if _get_mode(0) == os.O_WRONLY:
        print(_NO_INPUT, file=sys.stderr)
        sys.exit(2)


def _get_mode(number: int) -> int | None:
    """O_RDONLY, O_WRONLY or O_RDWR. None if the stream is closed."""
    try:
        return fcntl.fcntl(number, fcntl.F_GETFL) & os.O_ACCMODE
    except OSError:
        return None


def open_input() -> TextIO:
    """Standard input. A pipe gets its own object, since a thread may still read it at exit.

    Python can't exit cleanly while another thread holds the lock of ``sys.stdin``. Bytes that aren't UTF-8
    become lone surrogates, which the console refuses.
    """
    if sys.stdin.isatty() and sys.stdout.isatty():
        return sys.stdin
    return os.fdopen(os.dup(sys.stdin.fileno()), encoding="utf-8", errors="surrogateescape")


def open_output() -> TextIO:
    """Standard output, with "?" for characters it can't show."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    return sys.stdout


def is_styled() -> bool:
    """Whether the output takes bold and dim text."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def has_links(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether the output is a terminal that is known to show hyperlinks (OSC 8). Others may print the address.

    Source: https://github.com/Alhadis/OSC8-Adoption. Inside tmux or screen it depends on the terminal around.
    """
    term = environ.get("TERM", "")
    if not sys.stdout.isatty() or term in ("", "dumb", "linux") or term.startswith(_INSIDE):
        return False
    vte = environ.get("VTE_VERSION", "")
    return (
        term.startswith(_LINKING_TERMS)
        or environ.get("TERM_PROGRAM", "") in _LINKING_PROGRAMS
        or any(name in environ for name in _LINKING_MARKS)
        or (vte.isdecimal() and int(vte) >= _VTE)
    )


@contextmanager
def report_failed_writes() -> Iterator[None]:
    """Report a failed write to standard output in one line, and exit with status 1.

    Python would notice only at its flush on exit: with a traceback, and too late for the status.
    """
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except BrokenPipeError:  # the reader closed the pipe and has what it wanted
        _drop(sys.stdout.fileno())
        sys.exit(141)  # as a shell reports SIGPIPE
    except OSError as error:
        if error.errno not in _UNWRITABLE:
            raise
        _drop(sys.stdout.fileno())
        print(f"The output couldn't be written: {_UNWRITABLE[error.errno]}.", file=sys.stderr)
        sys.exit(1)


def _drop(number: int) -> None:
    """Discard what goes to a stream from now on, and what Python flushes on exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, number)
    os.close(nowhere)
