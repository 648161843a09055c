"""What `check` and `doctor` do: look at files, tokens and the database, and say what to fix."""
