"""Everything that comes from Slack: requests, people, workspaces, and the two ways in."""
