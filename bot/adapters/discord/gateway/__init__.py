"""The connection to Discord's gateway, and what the bot may do in servers.

`connection` keeps one `client` connected and makes a new one when discord.py gives up. `session_starts` limits the
IDENTIFYs, `registration` registers the commands, and `permissions` reads discord.py's cache.
"""
