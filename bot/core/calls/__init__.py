"""Scripts, logged calls, undo and the offices' answers. A call and the totals it moves share one transaction.

A person has one counted call per campaign, office and day; a better outcome upgrades it.
Start with ``calls``, then ``call_request`` for the facts that decide a log.
"""
