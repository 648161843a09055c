"""Pieces of cards that several features share: names, tables, pages, files."""
