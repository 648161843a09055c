"""What counts, and the totals that boards show.

Totals are rows that move in the transaction of the call that changes them, so a board costs what it shows.
Start reading at ``counting`` (rules), then ``counters`` (rows) and ``disclosure`` (which totals may be shown).
"""
