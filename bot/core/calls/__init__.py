"""One call logged once, and taken back: every total it moves moves in the same transaction.

One counted call per person, campaign, office and day; a better outcome upgrades the first.
Start reading at ``calls``, then ``call_request`` for what a log is decided from.
"""
