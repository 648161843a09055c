"""Everything held about one person: shown, exported, linked, parted and forgotten.

What a forgotten person leaves is numbers that name nobody. Linking can be undone for 24 hours.
Start reading at ``privacy``, then ``link``.
"""
