"""From words that people type to a method's arguments: start at `parse.parse_text`."""
