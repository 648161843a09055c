"""``python -m bot``: the command line is in `bot.cli`."""

import signal
import sys
from types import FrameType

from bot.cli.support import loading


def main() -> None:
    """Run the command line. A signal while its modules load ends the process: nothing has started yet."""
    loading.end_at_interrupt()
    if sys.argv[1:2] == ["run"]:
        signal.signal(signal.SIGTERM, _leave)
    try:
        from bot.cli.program import main

        main()
    except loading.UnreadableBytecode as error:
        sys.exit(str(error))
    except (EOFError, ValueError, TypeError) as error:
        if damaged := loading.explain_bytecode(error):
            sys.exit(str(damaged))
        raise


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    main()
