"""What coordinators read: reports by day, office, chapter and district, what offices said, and coverage.

Reports are computed on each request, because few people read them. Small groups of other orgs are folded.
Start reading at ``reports``.
"""
