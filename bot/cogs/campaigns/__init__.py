"""The home card, and the commands that list, open, pause and close campaigns."""
