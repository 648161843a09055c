"""``python -m bot``: the command line is in `bot.cli`.

Signals come first: each module that loads before is time in which a signal is Python's own.
"""

import sys

from bot import signals


def main() -> None:
    """Run the command line. A signal while its modules load ends the process: nothing has started yet."""
    signals.catch_early_signals(is_service=sys.argv[1:2] == ["run"])
    from bot.cli.support import loading

    try:
        with loading.pause_collection():
            from bot.cli.program import main

        main()
    except loading.UnreadableBytecode as error:
        sys.exit(str(error))
    except (EOFError, ValueError, TypeError) as error:
        if damaged := loading.explain_bytecode(error):
            sys.exit(str(damaged))
        raise


if __name__ == "__main__":
    main()
