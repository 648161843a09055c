"""What counts, and the totals that boards show.

A total is a counter row that moves in the transaction of the call that changes it, so a board costs only what it shows.
Start reading at ``counting`` (the rules), then ``counters`` (the rows) and ``disclosure`` (which totals may be shown).
"""
