"""Postcards, from the first word to the message that one was handed over."""
