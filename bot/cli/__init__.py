"""The command line: one command per file, with its help text and its exit status.

Importing a command is cheap: heavy imports are in ``support`` and load when a command runs.
Start reading at ``program``.
"""
