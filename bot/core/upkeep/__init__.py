"""What the deployment checks of itself: rows that can't be read, and all that is due.

One bad row costs itself alone and is listed for the admin.
Start reading at ``damage``.
"""
