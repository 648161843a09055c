"""What the bot asks of Slack: the server, its methods, and files on their way."""
