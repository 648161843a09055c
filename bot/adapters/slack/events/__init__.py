"""Everything that comes from Slack.

`listeners` acknowledges each request and runs it through dispatch; `accounts` and `people` find out who is asking.
"""
