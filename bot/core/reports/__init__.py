"""What coordinators read: reports by day, office, chapter and district, what offices said, and coverage.

Reports group rows when asked, since few people ask. Small groups of other orgs are folded.
Start reading at ``reports``.
"""
