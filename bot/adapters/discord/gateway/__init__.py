"""The connection to Discord's gateway, kept alive, and what the bot may do in servers."""
