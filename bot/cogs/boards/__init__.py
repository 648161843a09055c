"""/leaderboard and /mycalls. `bot.core.boards` decides what they can show. Start with ``leaderboard``."""
