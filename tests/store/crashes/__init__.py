"""kill -9 of programs that write, and of upgrades: what was acknowledged is there, whole."""
