"""Discord: interactions become kit's requests, cards become messages.

Start at `adapter`. `gateway` keeps the connection, `interactions` answers people, `drawing` turns cards into
messages, and `posting` sends what nobody asked for. No other room imports discord.py.
"""
