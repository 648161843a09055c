"""Whom a campaign calls for a caller, from the data on Congress and on state legislatures."""
