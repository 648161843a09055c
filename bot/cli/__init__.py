"""The command line's own modules: commands that are more than a call; `bot.__main__` names every command."""
