"""Everything that goes to Slack.

`web_api.ask` makes every request and explains each failure. `outbox` sends answers, `posting` what nobody asked for,
and `views` opens and updates modals.
"""
