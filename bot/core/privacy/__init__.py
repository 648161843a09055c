"""A person's own data: export it, delete it, and link or unlink accounts.

A deleted person leaves only anonymous totals. A link can be undone for 24 hours.
Start with ``privacy``, then ``link``.
"""
