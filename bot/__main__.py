"""``python -m bot``: the command line is in `bot.cli`."""

from bot.cli.program import main

if __name__ == "__main__":
    main()
