"""Everything that comes from Slack.

`listeners` acknowledges each request and runs it through dispatch. `socket_mode` and `http_server` are the two
transports; `authorization` finds a workspace's token, and `accounts` and `people` find out who is asking.
"""
