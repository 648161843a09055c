"""Reports as cards and files."""
