"""The command line: one command per file, with its help text and its exit status, beside the work behind it.

Importing a command is cheap: heavy imports are in the modules behind it and load when it runs.
Start reading at ``program``.
"""
