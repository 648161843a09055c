"""Everything that goes to Slack: one way to ask, and answers and posts that arrive once."""
