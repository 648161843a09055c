"""The two ways in which Slack delivers requests: Socket Mode and HTTP."""
