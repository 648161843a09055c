"""One interaction, from its payload to its one answer."""
