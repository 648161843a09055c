"""The commands for orgs, chapters, channels, roles and profiles."""
