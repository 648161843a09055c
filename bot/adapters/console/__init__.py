"""The console: Callboard in a terminal or a pipe, without an account anywhere.

`repl` reads a line, runs it through dispatch and prints the card. `render` draws cards as text; `own_commands` holds
the commands that only a console has.
"""
