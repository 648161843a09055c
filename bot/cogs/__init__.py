"""Commands and buttons, one feature per file. A cog parses a request, calls core, and returns a card."""
