"""Who made how many calls: boards, one's own history, chapters' totals.

Boards read totals and never walk calls; nobody is named who did not choose a public name.
Start reading at ``boards``.
"""
