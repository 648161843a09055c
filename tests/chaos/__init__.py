"""The whole program while things fail: killed and stalled processes, cut connections, a full disk, a stalled database.

`scripts/chaos` runs the long form.
"""
