"""What `check`, `doctor` and `simulate` do: try files, tokens, the database or a whole day, and say what is wrong."""
