"""How requests reach the bot: Socket Mode and HTTP."""
