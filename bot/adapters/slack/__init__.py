"""Slack: payloads in, Block Kit out.

Start at `adapter`. `events` receives requests, `drawing` turns cards and forms into Block Kit, and `sending` talks to
Slack. No other room imports Bolt or the SDK.
"""
