"""The console: Callboard without an account, in a terminal or a pipe."""
