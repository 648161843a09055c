"""Slack: payloads in, Block Kit out. Nothing outside this folder knows Slack or its SDK."""
