"""Discord: interactions become kit's requests, cards become messages. No other room imports discord.py."""
