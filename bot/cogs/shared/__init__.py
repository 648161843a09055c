"""Parts of cards that several features share: names, tables, pages and files."""
