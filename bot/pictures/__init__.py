"""Pictures and printed sheets, drawn by Typst from templates and data."""
