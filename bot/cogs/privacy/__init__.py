"""The commands for a person's own data: show, export and delete it, and link accounts."""
