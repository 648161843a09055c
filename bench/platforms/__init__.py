"""What answers and alerts take on the stand-ins of Discord and Slack, beside bare bots."""
