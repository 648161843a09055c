"""Invented public data: a Congress, an election, state legislatures, and a web server with the files."""
