"""`check`, `doctor` and `simulate`: try files, tokens, the database or a whole day, and say what is wrong."""
