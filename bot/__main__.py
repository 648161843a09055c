"""``python -m bot``: the command line is in `bot.cli`."""

import signal
import sys
from types import FrameType


def main() -> None:
    """Run the command line. A signal while its modules load ends `run` cleanly: nothing has started yet."""
    if sys.argv[1:2] == ["run"]:
        signal.signal(signal.SIGTERM, _leave)
    from bot.cli.program import main

    main()


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    main()
