"""Standard input and output, even if they are closed, full or not text."""

import errno
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


_INSIDE = ("tmux", "screen")
_LINKING_TERMS = ("xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm", "contour")
_LINKING_PROGRAMS = frozenset({"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby", "rio", "WarpTerminal"})
_LINKING_MARKS = ("WT_SESSION", "KITTY_WINDOW_ID", "KONSOLE_VERSION", "DOMTERM")
_VTE = 5000  # VTE 0.50, of GNOME Terminal and others, was the first with hyperlinks


def open_input() -> TextIO:
    """Standard input. A pipe gets its own object, since a thread may still read it at exit.

    Python can't exit cleanly while another thread holds the lock of ``sys.stdin``. Bytes that aren't UTF-8
    become lone surrogates, which the console refuses. Closed input reads as empty.
    """
    if sys.stdin is None:
        return open(os.devnull, encoding="utf-8")
    if sys.stdin.isatty() and sys.stdout.isatty():
        return sys.stdin
    return os.fdopen(os.dup(sys.stdin.fileno()), encoding="utf-8", errors="surrogateescape")


def open_output() -> TextIO:
    """Standard output, with "?" for characters it can't show. If it is closed, output goes nowhere."""
    if sys.stdout is None:
        return open(os.devnull, "w", encoding="utf-8")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    return sys.stdout


def is_styled() -> bool:
    """Whether the output takes bold and dim text."""
    return (
        sys.stdout is not None
        and sys.stdout.isatty()
        and "NO_COLOR" not in os.environ
        and os.environ.get("TERM") != "dumb"
    )


def has_links(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether the output is a terminal that is known to show hyperlinks (OSC 8). Others may print the address.

    Source: https://github.com/Alhadis/OSC8-Adoption. Inside tmux or screen it depends on the terminal around.
    """
    term = environ.get("TERM", "")
    if sys.stdout is None or not sys.stdout.isatty() or term in ("", "dumb", "linux") or term.startswith(_INSIDE):
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
            if sys.stdout is not None:
                sys.stdout.flush()
    except BrokenPipeError:  # the reader closed the pipe and has what it wanted
        _drop_output()
        sys.exit(141)  # as a shell reports SIGPIPE
    except OSError as error:
        if error.errno not in _UNWRITABLE:
            raise
        _drop_output()
        print(f"The output couldn't be written: {_UNWRITABLE[error.errno]}.", file=sys.stderr)
        sys.exit(1)


def _drop_output() -> None:
    """Discard what Python flushes on exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
