"""The Slack adapter: real slack-bolt against a local Slack, and tests of its pure parts."""
