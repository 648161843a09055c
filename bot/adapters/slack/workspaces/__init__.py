"""Workspaces that installed the app, and the token for each request.

`authorization` finds a token before Bolt runs a listener; `install` lets a workspace install the app itself.
"""
