"""The command line, one command a file, each with its words and its exit status.

Importing a command costs nothing: what is heavy is in ``support`` and is imported when a command runs.
Start reading at ``program``.
"""
