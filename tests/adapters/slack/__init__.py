"""The Slack side: real slack-bolt against a local Slack, and its pure parts by themselves."""
