"""`run` and `chat`, and what they keep going until somebody stops them.

`platforms` starts and retries Discord and Slack; `console_session` serves this terminal.
"""
