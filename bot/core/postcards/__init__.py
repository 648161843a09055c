"""Postcards written here: sent once, read by reviewers, printed, handed over. They are never counted among calls.

What a postcard says is encrypted, and deleted in time. Start with ``postcards``, then ``review``.
"""
